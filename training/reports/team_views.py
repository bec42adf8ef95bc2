"""The pages of teams: all of them, one department, one requirement with the people behind each number."""

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import csv_lines, in_blocks
from training.people.departments import EVERYWHERE, department_for
from training.reports import departments, team_pages
from training.reports.blueprint import blueprint
from training.reports.wishes import wish_from
from training.web.request import local, note, now, site, today

DEPARTMENT = "/departments/<public_id:department_id>"
REQUIREMENT = f"{DEPARTMENT}/<slug:requirement>"
EVERYBODY = f"/departments/{team_pages.EVERYBODY}/<slug:requirement>"


@blueprint.page("/departments/", permission=Permission.DEPARTMENT_READ)
def teams(viewer: Viewer) -> ResponseReturnValue:
    found = departments.teams(viewer)
    lines = departments.lines([team.id for team in found], today())
    whole = EVERYWHERE in viewer.paths(Permission.DEPARTMENT_READ)
    page = team_pages.teams_page(found, lines, local(now()), whole=whole)
    return render_template("reports/teams.html", page=page)


@blueprint.page(DEPARTMENT, permission=Permission.DEPARTMENT_READ)
def department(viewer: Viewer, department_id: str) -> ResponseReturnValue:
    team = department_for(viewer, department_id)
    below = departments.below(team)
    lines = departments.lines([team.id, *(one.id for one in below)], today())
    page = team_pages.department_page(team, below, lines, local(now()))
    return render_template("reports/department.html", page=page)


@blueprint.page(REQUIREMENT, permission=Permission.DEPARTMENT_READ)
def requirement(viewer: Viewer, department_id: str, requirement: str) -> ResponseReturnValue:
    scope, wish = departments.scope_of(department_for(viewer, department_id)), wish_from(requirement, request.args)
    line = departments.line(scope, requirement, today())
    people = departments.people(scope, line.of(*scope.team_ids), wish, today())
    page = team_pages.requirement_page(scope, line, people, wish, local(now()))
    return render_template("reports/department_requirement.html", page=page)


@blueprint.page(EVERYBODY, permission=Permission.DEPARTMENT_READ)
def everybody(viewer: Viewer, requirement: str) -> ResponseReturnValue:
    scope, wish = departments.everybody(viewer, site().name), wish_from(requirement, request.args)
    line = departments.line(scope, requirement, today())
    people = departments.people(scope, line.of(*scope.team_ids), wish, today())
    page = team_pages.requirement_page(scope, line, people, wish, local(now()))
    return render_template("reports/department_requirement.html", page=page)


@blueprint.page(f"{REQUIREMENT}/people.csv", permission=Permission.DEPARTMENT_READ)
def people_csv(viewer: Viewer, department_id: str, requirement: str) -> ResponseReturnValue:
    scope, wish = departments.scope_of(department_for(viewer, department_id)), wish_from(requirement, request.args)
    departments.line(scope, requirement, today())
    note("exported", subject_kind="department", subject_id=scope.team_ids[0])
    lines = csv_lines(team_pages.export_rows(departments.export(scope, wish, today())))
    named = {"Content-Disposition": f'attachment; filename="{requirement}.csv"'}
    return Response(stream_with_context(in_blocks(lines)), mimetype="text/csv", headers=named)


@blueprint.page(f"{EVERYBODY}/people.csv", permission=Permission.DEPARTMENT_READ)
def everybody_csv(viewer: Viewer, requirement: str) -> ResponseReturnValue:
    scope, wish = departments.everybody(viewer, site().name), wish_from(requirement, request.args)
    departments.line(scope, requirement, today())
    note("exported", subject_kind="organisation")
    lines = csv_lines(team_pages.export_rows(departments.export(scope, wish, today())))
    named = {"Content-Disposition": f'attachment; filename="{requirement}.csv"'}
    return Response(stream_with_context(in_blocks(lines)), mimetype="text/csv", headers=named)
