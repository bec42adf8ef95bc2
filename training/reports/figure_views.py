"""The pages of published figures: the list of months, one month, and what is known differently of it today."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.reports import difference_pages, difference_queries, figure_pages, figure_queries, table_rows
from training.reports.blueprint import blueprint
from training.reports.figure_rules import LINES_ON_PAGE, place
from training.web.exporting import download
from training.web.request import asked

MONTH = "/departments/figures/<month:month>"


@blueprint.page("/departments/figures/", permission=Permission.DEPARTMENT_READ)
def figures(viewer: Viewer) -> ResponseReturnValue:
    page = figure_pages.months_page(figure_queries.months(viewer))
    return render_template("reports/figures.html", page=page)


@blueprint.page("/departments/figures/months.<form:kind>", permission=Permission.DEPARTMENT_READ)
def months_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.months(figure_queries.months(viewer)), "published-figures", of=("figures", None))


@blueprint.page(MONTH, permission=Permission.DEPARTMENT_READ)
def figures_of_month(viewer: Viewer, month: date) -> ResponseReturnValue:
    found, first = figure_queries.month(month), place(asked("after"))
    cells, counts = figure_queries.cells(viewer, found), difference_queries.counts(viewer, found)
    lines = difference_queries.differences(viewer, found, offset=first, limit=LINES_ON_PAGE)
    here = figure_pages.address(found.day)
    differences = difference_pages.differences(cells, counts, lines, first=first, here=here)
    page = figure_pages.month_page(found, cells, differences)
    return render_template("reports/figures_of_month.html", page=page)


@blueprint.page(f"{MONTH}/figures.<form:kind>", permission=Permission.DEPARTMENT_READ)
def figures_table(viewer: Viewer, month: date, kind: Form) -> ResponseReturnValue:
    found = figure_queries.month(month)
    rows = figure_pages.export_rows(found, figure_queries.export(viewer, found))
    return download(kind, rows, f"figures-{month:%Y-%m}", of=("figures", found.id))


@blueprint.page(f"{MONTH}/differences.<form:kind>", permission=Permission.DEPARTMENT_READ)
def differences_table(viewer: Viewer, month: date, kind: Form) -> ResponseReturnValue:
    found = figure_queries.month(month)
    rows = difference_pages.export_rows(difference_queries.export(viewer, found))
    return download(kind, rows, f"differences-{month:%Y-%m}", of=("figures", found.id))
