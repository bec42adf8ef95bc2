"""The outbox: what mail went out, what is on its way, what failed and why."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.notices import pages, queries
from training.web.blueprint import Blueprint
from training.web.exporting import download
from training.web.request import house, note

blueprint = Blueprint("notices", __name__)


@blueprint.page("/desk/outbox/", permission=Permission.MAIL_READ)
def outbox(viewer: Viewer) -> ResponseReturnValue:
    rows, after = queries.outbox(viewer, request.args.get("after", ""))
    page = pages.outbox_page(rows, after, queries.counts(viewer))
    return render_template("notices/outbox.html", page=page)


@blueprint.page("/desk/outbox/mails.<form:kind>", permission=Permission.MAIL_READ)
def outbox_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, pages.outbox_rows(queries.whole_outbox(viewer)), "mails")


@blueprint.page("/desk/outbox/<public_id:message_id>", permission=Permission.MAIL_READ)
def message(viewer: Viewer, message_id: str) -> ResponseReturnValue:
    mail = queries.mail(viewer, message_id)
    note("read-mail", subject_kind="message")
    return render_template("notices/message.html", mail=pages.preview(mail, house().settings.mail_from))
