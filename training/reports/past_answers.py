"""The pages of teams as of a past day: each takes the viewer, the day and the parts of the address of today's page."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from training.completion import cut_queries
from training.completion.as_of import AsOf
from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.people.departments import EVERYWHERE, department_for
from training.reports import departments, past_pages, past_queries, table_rows
from training.reports.departments import Scope, scope_of
from training.reports.past_pages import Looked, Looking
from training.reports.wishes import wish_from
from training.web.exporting import download
from training.web.request import local, now, site, today


def teams(viewer: Viewer, as_of: AsOf) -> ResponseReturnValue:
    """Show all teams in the viewer's view of today."""
    found = past_queries.teams(viewer, as_of.day)
    lines = past_queries.lines([team.id for team in found], as_of)
    whole = EVERYWHERE in viewer.paths(Permission.DEPARTMENT_READ)
    page = past_pages.teams_page(found, lines, as_of, _now(), whole=whole)
    return render_template("reports/past_overview.html", past=page, page=page.page)


def department(viewer: Viewer, as_of: AsOf, department_id: str) -> ResponseReturnValue:
    """Show one department with all below it."""
    team = department_for(viewer, department_id)
    below = past_queries.below(team, as_of.day)
    lines = past_queries.lines([team.id, *(one.id for one in below)], as_of)
    page = past_pages.department_page(team, below, lines, as_of, _now())
    return render_template("reports/past_overview.html", past=page, page=page.page)


def requirement(viewer: Viewer, as_of: AsOf, department_id: str, requirement: str) -> ResponseReturnValue:
    """Show one requirement in one department, and the people behind each number."""
    return _requirement(scope_of(department_for(viewer, department_id)), requirement, as_of)


def everybody(viewer: Viewer, as_of: AsOf, requirement: str) -> ResponseReturnValue:
    """Show one requirement in the whole organisation."""
    return _requirement(departments.everybody(viewer, site().name), requirement, as_of)


def _now() -> Looking:
    return Looking(local(now()), site().goal)


def _requirement(scope: Scope, slug: str, as_of: AsOf) -> ResponseReturnValue:
    looked = _looked(scope, slug, as_of)
    people = past_queries.people(scope, looked.requirement, looked.wish, as_of)
    since = past_queries.now_of(people, looked.requirement, today())
    page = past_pages.requirement_page(looked, people, since, today())
    return render_template("reports/past_requirement.html", page=page)


def _looked(scope: Scope, slug: str, as_of: AsOf) -> Looked:
    wish = wish_from(slug, request.args)
    asked, parts = past_queries.line(scope, slug, wish.cut, as_of)
    return Looked(scope, asked, parts, wish, as_of, cut_queries.site_name(wish.cut))


def people_table(viewer: Viewer, as_of: AsOf, department_id: str, requirement: str, kind: Form) -> ResponseReturnValue:
    """Send the people of one department, or of one part, as a file."""
    scope = scope_of(department_for(viewer, department_id))
    return _table(scope, requirement, as_of, kind, of=("department", scope.team_ids[0]))


def everybody_table(viewer: Viewer, as_of: AsOf, requirement: str, kind: Form) -> ResponseReturnValue:
    """Send everybody, or one part of them, as a file."""
    scope = departments.everybody(viewer, site().name)
    return _table(scope, requirement, as_of, kind, of=("organisation", None))


def _table(scope: Scope, slug: str, as_of: AsOf, kind: Form, *, of: tuple[str, int | None]) -> Response:
    asked = past_queries.asked(slug, as_of)
    rows = past_queries.export(scope, asked, wish_from(slug, request.args), as_of)
    name = f"{slug}-{as_of.day.isoformat()}-known-{as_of.known}"
    return download(kind, table_rows.people(rows), name, of=of)
