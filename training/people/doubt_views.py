"""Pages of doubts about the roster: a manager raises one, the desk settles it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.core.text import text
from training.people import doubt_pages, doubt_queries, doubt_service, team_queries
from training.people.blueprint import blueprint
from training.people.doubt_forms import DoubtForm, SettleForm
from training.web.exporting import download
from training.web.request import asked, now, say, to, to_path
from training.web.returning import way_back

ACT, KEEP = Permission.TEAM_ACT, Permission.ROSTER_IMPORT
DOUBT = "/people/<public_id:person_id>/doubt"
LIST = "/desk/roster/doubts/"
ONE = f"{LIST}<public_id:doubt_id>"


@blueprint.page(DOUBT, permission=ACT)
def doubt_form(viewer: Viewer, person_id: str) -> ResponseReturnValue:
    member = team_queries.team_member(viewer, person_id)
    form = DoubtForm(back=way_back(asked("back")))
    return render_template("people/doubt.html", member=member, form=form)


@blueprint.action(DOUBT, permission=ACT)
def doubt(viewer: Viewer, person_id: str) -> ResponseReturnValue:
    form, member = DoubtForm.read(), team_queries.team_member(viewer, person_id)
    if form.attempt(doubt_service.raise_doubt, viewer, person_id, form.reason.data, now=now()):
        say(text("Whoever keeps the roster is asked about %(name)s. Until then nothing changes.", name=form.outcome))
        back = way_back(form.back.data or "")
        return to_path(back) if back else to("reports.person", person_id=person_id)
    return render_template("people/doubt.html", member=member, form=form), 422


@blueprint.page(LIST, permission=KEEP)
def doubts(viewer: Viewer) -> ResponseReturnValue:
    page = doubt_pages.doubts_page(doubt_queries.doubts(viewer))
    return render_template("people/doubts.html", page=page)


@blueprint.page(f"{LIST}doubts.<form:kind>", permission=KEEP)
def doubts_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, doubt_pages.doubt_rows(doubt_queries.all_doubts(viewer)), "doubts")


@blueprint.page(ONE, permission=KEEP)
def settle_doubt_form(viewer: Viewer, doubt_id: str) -> ResponseReturnValue:
    found = doubt_queries.doubt(viewer, doubt_id)
    return render_template("people/settle_doubt.html", line=doubt_pages.doubt_line(found), form=SettleForm())


@blueprint.action(ONE, permission=KEEP)
def settle_doubt(viewer: Viewer, doubt_id: str) -> ResponseReturnValue:
    form, found = SettleForm.read(), doubt_queries.doubt(viewer, doubt_id)
    sender = doubt_pages.sender(found)
    if form.attempt(lambda: doubt_service.settle(viewer, doubt_id, form.settled(), sender=sender, now=now())):
        say(text("It is settled, and %(name)s is told.", name=found.raised_by))
        return to("people.doubts")
    return render_template("people/settle_doubt.html", line=doubt_pages.doubt_line(found), form=form), 422
