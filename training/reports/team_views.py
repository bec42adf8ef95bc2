"""The pages of teams: all of them, one department, one requirement with the people behind each number."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.people.departments import EVERYWHERE, department_for
from training.reports import departments, looking, past_answers, team_pages
from training.reports.blueprint import blueprint
from training.reports.figure_queries import view, view_below
from training.reports.first_look import first_look
from training.reports.looking import Moment
from training.reports.looking_back import or_as_of
from training.reports.trend_pages import Looking, of_requirement, over_time
from training.reports.wishes import wish_from
from training.web.request import local, now, site, today

DEPARTMENT = "/departments/<public_id:department_id>"
REQUIREMENT = f"{DEPARTMENT}/<slug:requirement>"
EVERYBODY = f"/departments/{team_pages.EVERYBODY}/<slug:requirement>"


@blueprint.page("/departments/", permission=Permission.DEPARTMENT_READ)
@or_as_of(past_answers.teams)
def teams(viewer: Viewer) -> ResponseReturnValue:
    found = departments.teams(viewer)
    lines = departments.lines([team.id for team in found], today())
    whole, tops = EVERYWHERE in viewer.paths(Permission.DEPARTMENT_READ), [team for team in found if team.top]
    first = first_look([team.path for team in tops], lines, [team.id for team in tops], today())
    page = team_pages.teams_page(found, lines, local(now()), site().goal, whole=whole)
    looked = over_time(view(viewer), lines, [team.id for team in tops], Looking(today(), site().goal))
    return render_template("reports/teams.html", page=page, first=first, over_time=looked)


@blueprint.page(DEPARTMENT, permission=Permission.DEPARTMENT_READ)
@or_as_of(past_answers.department)
def department(viewer: Viewer, department_id: str) -> ResponseReturnValue:
    team = department_for(viewer, department_id)
    below = departments.below(team)
    lines = departments.lines([team.id, *(one.id for one in below)], today())
    first = first_look([team.path], lines, [team.id], today())
    page = team_pages.department_page(team, below, lines, local(now()), site().goal)
    looked = over_time(view_below(team.path), lines, [team.id], Looking(today(), site().goal))
    return render_template("reports/department.html", page=page, first=first, over_time=looked)


@blueprint.page(REQUIREMENT, permission=Permission.DEPARTMENT_READ)
@or_as_of(past_answers.requirement)
def requirement(viewer: Viewer, department_id: str, requirement: str) -> ResponseReturnValue:
    scope, wish = departments.scope_of(department_for(viewer, department_id)), wish_from(requirement, request.args)
    line = departments.line(scope, requirement, today(), wish.cut)
    people = departments.people(scope, line.of(*scope.team_ids), wish, today())
    at = Moment(now(), today())
    beside = looking.beside(viewer, scope, line, people, wish, at=at)
    page = team_pages.requirement_page(scope, line, people, wish, beside, local(now()))
    looked = of_requirement(scope, line, wish, Looking(today(), site().goal))
    return render_template("reports/department_requirement.html", page=page, over_time=looked)


@blueprint.page(EVERYBODY, permission=Permission.DEPARTMENT_READ)
@or_as_of(past_answers.everybody)
def everybody(viewer: Viewer, requirement: str) -> ResponseReturnValue:
    scope, wish = departments.everybody(viewer, site().name), wish_from(requirement, request.args)
    line = departments.line(scope, requirement, today(), wish.cut)
    people = departments.people(scope, line.of(*scope.team_ids), wish, today())
    at = Moment(now(), today())
    beside = looking.beside(viewer, scope, line, people, wish, at=at)
    page = team_pages.requirement_page(scope, line, people, wish, beside, local(now()))
    looked = of_requirement(scope, line, wish, Looking(today(), site().goal))
    return render_template("reports/department_requirement.html", page=page, over_time=looked)
