"""Pages on which a requirement is cut by site, attribute and job title."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.people.departments import department_for
from training.reports import cut_pages, departments, parting
from training.reports.blueprint import blueprint
from training.web.request import local, now, site, today

CUTS = "/departments/<public_id:department_id>/<slug:requirement>/cuts"
EVERYBODY_CUTS = "/departments/everybody/<slug:requirement>/cuts"


@blueprint.page(CUTS, permission=Permission.DEPARTMENT_READ)
def cuts(viewer: Viewer, department_id: str, requirement: str) -> ResponseReturnValue:
    scope = departments.scope_of(department_for(viewer, department_id))
    line = departments.line(scope, requirement, today())
    page = cut_pages.cuts_page(scope, line, parting.groups(scope, requirement, today()), local(now()))
    return render_template("reports/cuts.html", page=page)


@blueprint.page(EVERYBODY_CUTS, permission=Permission.DEPARTMENT_READ)
def everybody_cuts(viewer: Viewer, requirement: str) -> ResponseReturnValue:
    scope = departments.everybody(viewer, site().name)
    line = departments.line(scope, requirement, today())
    page = cut_pages.cuts_page(scope, line, parting.groups(scope, requirement, today()), local(now()))
    return render_template("reports/cuts.html", page=page)
