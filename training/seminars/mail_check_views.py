"""The page on which anybody asks whether a mail is ours."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Viewer
from training.seminars import hosting, mail_check_pages, mail_checking
from training.seminars.blueprint import blueprint
from training.seminars.mail_check_forms import MailCheckForm
from training.web.blueprint import PUBLIC
from training.web.request import asked, network, now

TEMPLATE = "seminars/mail_check.html"


@blueprint.page("/mail-check", permission=PUBLIC)
def mail_check(_viewer: Viewer) -> ResponseReturnValue:
    form = MailCheckForm.asked()
    if not asked("code"):
        return hosting.private(render_template(TEMPLATE, form=form, answer=None))
    if not form.validate():
        return hosting.private(render_template(TEMPLATE, form=form, answer=None)), 422
    found = mail_checking.check(form.code.data or "", network=network(), now=now())
    page = render_template(TEMPLATE, form=form, answer=mail_check_pages.answer(found))
    return hosting.private(page), 200 if found else 404
