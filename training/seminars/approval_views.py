"""Pages of those who decide: what waits for them, agree, decline with a reason."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import approval_pages, approval_queries, approving, hosting
from training.seminars.approval_forms import DeclineForm
from training.seminars.blueprint import blueprint
from training.web.exporting import download
from training.web.forms import Form
from training.web.request import now, say, to, today

ATTEND = Permission.SEMINAR_ATTEND
LIST = "/seminars/approvals/"
ONE = f"{LIST}<public_id:registration_id>"


@blueprint.page(LIST, permission=ATTEND)
def approvals(viewer: Viewer) -> ResponseReturnValue:
    page = approval_pages.approvals_page(viewer, approval_queries.waiting(viewer, now()))
    return render_template("seminars/approvals.html", page=page, form=Form())


@blueprint.page(f"{LIST}requests.<form:kind>", permission=ATTEND)
def requests_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    return download(kind, approval_pages.requests_table(approval_queries.waiting(viewer, now())), "requests")


@blueprint.action(f"{ONE}/agree", permission=ATTEND)
def agree(viewer: Viewer, registration_id: str) -> ResponseReturnValue:
    form = Form.read()
    if form.attempt(approving.agree, viewer, registration_id, host=hosting.host(), now=now()):
        say(text("You agreed. We have written to the person."))
        return to("seminars.approvals")
    page = approval_pages.approvals_page(viewer, approval_queries.waiting(viewer, now()))
    return render_template("seminars/approvals.html", page=page, form=form), 422


@blueprint.page(ONE, permission=ATTEND)
def decline_form(viewer: Viewer, registration_id: str) -> ResponseReturnValue:
    one = approval_pages.request_entry(viewer, approval_queries.request(viewer, registration_id, now()), today())
    return render_template("seminars/decline.html", one=one, form=DeclineForm())


@blueprint.action(ONE, permission=ATTEND)
def decline(viewer: Viewer, registration_id: str) -> ResponseReturnValue:
    form = DeclineForm.read()
    one = approval_pages.request_entry(viewer, approval_queries.request(viewer, registration_id, now()), today())
    if form.attempt(approving.decline, viewer, registration_id, form.reason.data, host=hosting.host(), now=now()):
        say(text("You declined. The person reads your reason."))
        return to("seminars.approvals")
    return render_template("seminars/decline.html", one=one, form=form), 422
