"""Pages that are printed for the day: the sign-in sheet and badges."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.seminars import holding_queries, paper_pages
from training.seminars.blueprint import blueprint
from training.web.request import note

HOLD = Permission.SEMINAR_HOLD
DATE = "/desk/sessions/<public_id:session_id>"


@blueprint.page(f"{DATE}/sign-in-sheet", permission=HOLD)
def sign_in_sheet(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = holding_queries.date(viewer, session_id).session
    page = paper_pages.sign_in_sheet(one, holding_queries.comers(one))
    note("sign-in-sheet-made", subject_kind="seminar-session")
    return render_template("seminars/sign_in_sheet.html", page=page)


@blueprint.page(f"{DATE}/badges", permission=HOLD)
def badges(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = holding_queries.date(viewer, session_id).session
    page = paper_pages.badges(one, holding_queries.comers(one))
    note("badges-made", subject_kind="seminar-session")
    return render_template("seminars/badges.html", page=page)
