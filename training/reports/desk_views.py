"""The first page of the desk, and what it leads to: at the programme's address, drawn from all rooms."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.people.departments import EVERYWHERE
from training.programme.blueprint import blueprint
from training.reports import departments, desk_pages, desk_queries, table_rows
from training.reports.attention import View, attention
from training.web.exporting import download
from training.web.request import local, now, today

SEE = Permission.SEMINAR_RUN


@blueprint.page("/desk/", permission=SEE)
def desk(viewer: Viewer) -> ResponseReturnValue:
    page = desk_pages.desk_page(attention(viewer, now(), today()), local(now()))
    return render_template("programme/desk.html", page=page)


@blueprint.page("/desk/coverage.<form:kind>", permission=SEE)
def desk_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    page = desk_pages.desk_page(attention(viewer, now(), today()), local(now()))
    return download(kind, table_rows.by_department(page.rows), "coverage", of=("organisation", None))


@blueprint.page("/desk/running-out/", permission=SEE)
def running_out(viewer: Viewer) -> ResponseReturnValue:
    view = View(departments.teams(viewer))
    whole = EVERYWHERE in viewer.paths(Permission.DEPARTMENT_READ)
    page = desk_pages.running_out_page(desk_queries.running_out(view.top_ids, today()), today(), whole=whole)
    return render_template("reports/running_out.html", page=page)


@blueprint.page("/desk/running-out/requirements.<form:kind>", permission=SEE)
def running_out_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    view = View(departments.teams(viewer))
    rows = table_rows.running_out(desk_queries.running_out(view.top_ids, today()))
    return download(kind, rows, "running-out", of=("organisation", None))
