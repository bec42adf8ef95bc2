"""The page of one person, for those who are responsible for them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.reports import person_pages, person_queries
from training.reports.blueprint import blueprint
from training.web.request import note, today


@blueprint.page("/people/<public_id:person_id>", permission=Permission.DEPARTMENT_READ)
def person(viewer: Viewer, person_id: str) -> ResponseReturnValue:
    seen = person_queries.person(viewer, person_id)
    note("person-read", subject_kind="person", subject_id=seen.head.id)
    return render_template("reports/person.html", page=person_pages.person_page(seen, viewer, today()))
