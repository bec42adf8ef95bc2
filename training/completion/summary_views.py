"""The pages on which a manager wishes for the monthly summary of a department, and stops it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.completion import summarising, summary_queries
from training.completion.blueprint import blueprint
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.people.departments import department_for
from training.web.request import now, say, to, today

READ = Permission.DEPARTMENT_READ
SUMMARY = "/departments/<public_id:department_id>/summary"


@blueprint.page(SUMMARY, permission=READ)
def summary(viewer: Viewer, department_id: str) -> ResponseReturnValue:
    found = department_for(viewer, department_id)
    wished = summary_queries.wished(viewer, found.id)
    return render_template("completion/summary.html", department=found, wished=wished)


@blueprint.action(SUMMARY, permission=READ)
def subscribe(viewer: Viewer, department_id: str) -> ResponseReturnValue:
    name = summarising.subscribe(viewer, department_id, now=now(), today=today())
    say(text("You get a summary of %(name)s by mail on the first working day of each month.", name=name))
    return to("reports.department", department_id=department_id)


@blueprint.action(f"{SUMMARY}/stop", permission=READ)
def unsubscribe(viewer: Viewer, department_id: str) -> ResponseReturnValue:
    name = summarising.unsubscribe(viewer, department_id, now=now(), today=today())
    say(text("You get no summary of %(name)s any more.", name=name))
    return to("reports.department", department_id=department_id)
