"""The page of demand: who waits for what, without anybody's name."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.seminars import demand_pages, demand_queries
from training.seminars.blueprint import blueprint
from training.web.exporting import download
from training.web.request import now, today

RUN = Permission.SEMINAR_RUN


@blueprint.page("/desk/seminars/demand", permission=RUN)
def demand(viewer: Viewer) -> ResponseReturnValue:
    page = demand_pages.demand_page(demand_queries.demand(viewer, now(), today()))
    return render_template("seminars/demand.html", page=page)


@blueprint.page("/desk/seminars/demand/people.<form:kind>", permission=RUN)
def demand_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    return download(kind, demand_pages.rows(demand_queries.demand(viewer, now(), today())), "demand")
