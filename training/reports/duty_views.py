"""Pages of one's own duties: all of them, and why one has each."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.reports import duty_pages, duty_queries, explaining
from training.reports.blueprint import blueprint
from training.web.request import local, note, now, site, today


@blueprint.page("/duties/", permission=Permission.COURSE_TAKE)
def duties(viewer: Viewer) -> ResponseReturnValue:
    page = duty_pages.duties_page(duty_queries.own(viewer), today())
    return render_template("reports/duties.html", page=page)


@blueprint.page("/duties/<public_id:duty_id>", permission=Permission.COURSE_TAKE)
def duty(viewer: Viewer, duty_id: str) -> ResponseReturnValue:
    about = explaining.explanation(viewer, duty_id, now())
    if about.found.person_id != viewer.person_id:
        note("person-read", subject_kind="person", subject_id=about.found.person_id)
    page = duty_pages.duty_page(about, viewer, site(), local(now()))
    return render_template("reports/duty.html", page=page)
