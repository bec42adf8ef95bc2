"""The lists of this room as files: who may open a page may take what it shows, and no more."""

from flask import request
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.learning import recalled_queries
from training.learning.recall_scope import company
from training.people.departments import department_for
from training.reports import (
    clause_queries,
    departments,
    duty_queries,
    evidence_queries,
    parting,
    past_answers,
    person_pages,
    person_queries,
    queries,
    recall_pages,
    table_rows,
    team_pages,
)
from training.reports.blueprint import blueprint
from training.reports.looking_back import or_as_of
from training.reports.wishes import wish_from
from training.web.exporting import download
from training.web.request import asked, site, today

TEAMS, RECALL, CLAUSES = Permission.DEPARTMENT_READ, Permission.RECALL_READ, Permission.CLAUSE_READ
EVIDENCE = Permission.EVIDENCE_MAKE
DEPARTMENT = "/departments/<public_id:department_id>"
EVERYBODY = f"/departments/{team_pages.EVERYBODY}/<slug:requirement>"


@blueprint.page("/departments/coverage.<form:kind>", permission=TEAMS)
def teams_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    found = departments.teams(viewer)
    lines = departments.lines([team.id for team in found], today())
    return download(kind, table_rows.coverage(found, lines), "coverage", of=("organisation", None))


@blueprint.page(f"{DEPARTMENT}/coverage.<form:kind>", permission=TEAMS)
def department_table(viewer: Viewer, department_id: str, kind: Form) -> ResponseReturnValue:
    team = department_for(viewer, department_id)
    own = departments.Team(team.id, team.public_id, team.name, team.path, top=True)
    found = [own, *departments.below(team)]
    lines = departments.lines([one.id for one in found], today())
    return download(kind, table_rows.coverage(found, lines), "coverage", of=("department", team.id))


@blueprint.page(f"{DEPARTMENT}/<slug:requirement>/people.<form:kind>", permission=TEAMS)
@or_as_of(past_answers.people_table, today_stays=False)
def people_table(viewer: Viewer, department_id: str, requirement: str, kind: Form) -> ResponseReturnValue:
    scope, wish = departments.scope_of(department_for(viewer, department_id)), wish_from(requirement, request.args)
    departments.line(scope, requirement, today())
    rows = table_rows.people(departments.export(scope, wish, today()))
    return download(kind, rows, requirement, of=("department", scope.team_ids[0]))


@blueprint.page(f"{EVERYBODY}/people.<form:kind>", permission=TEAMS)
@or_as_of(past_answers.everybody_table, today_stays=False)
def everybody_table(viewer: Viewer, requirement: str, kind: Form) -> ResponseReturnValue:
    scope, wish = departments.everybody(viewer, site().name), wish_from(requirement, request.args)
    departments.line(scope, requirement, today())
    rows = table_rows.people(departments.export(scope, wish, today()))
    return download(kind, rows, requirement, of=("organisation", None))


@blueprint.page(f"{DEPARTMENT}/<slug:requirement>/cuts/cuts.<form:kind>", permission=TEAMS)
def cuts_table(viewer: Viewer, department_id: str, requirement: str, kind: Form) -> ResponseReturnValue:
    scope = departments.scope_of(department_for(viewer, department_id))
    departments.line(scope, requirement, today())
    rows = table_rows.cuts(parting.groups(scope, requirement, today()))
    return download(kind, rows, requirement, of=("department", scope.team_ids[0]))


@blueprint.page(f"{EVERYBODY}/cuts/cuts.<form:kind>", permission=TEAMS)
def everybody_cuts_table(viewer: Viewer, requirement: str, kind: Form) -> ResponseReturnValue:
    scope = departments.everybody(viewer, site().name)
    departments.line(scope, requirement, today())
    rows = table_rows.cuts(parting.groups(scope, requirement, today()))
    return download(kind, rows, requirement, of=("organisation", None))


@blueprint.page("/duties/duties.<form:kind>", permission=Permission.COURSE_TAKE)
def duties_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    rows = table_rows.duties(duty_queries.own(viewer), today())
    return download(kind, rows, "duties", of=("person", viewer.person_id))


@blueprint.page("/people/<public_id:person_id>/duties.<form:kind>", permission=TEAMS)
def person_table(viewer: Viewer, person_id: str, kind: Form) -> ResponseReturnValue:
    seen = person_queries.person(viewer, person_id)
    return download(kind, table_rows.duties(seen.duties, today()), "duties", of=("person", seen.head.id))


@blueprint.page("/people/<public_id:person_id>/completions.<form:kind>", permission=TEAMS)
def completions_table(viewer: Viewer, person_id: str, kind: Form) -> ResponseReturnValue:
    seen = person_queries.person(viewer, person_id)
    return download(kind, table_rows.completions(seen.completions), "completions", of=("person", seen.head.id))


@blueprint.page("/people/<public_id:person_id>/absences.<form:kind>", permission=TEAMS)
def absences_table(viewer: Viewer, person_id: str, kind: Form) -> ResponseReturnValue:
    seen = person_queries.person(viewer, person_id)
    rows = table_rows.absences(seen.absences, told=person_pages.may_act(seen.head, viewer))
    return download(kind, rows, "absences", of=("person", seen.head.id))


@blueprint.page("/people/<public_id:person_id>/mails.<form:kind>", permission=TEAMS)
def mails_table(viewer: Viewer, person_id: str, kind: Form) -> ResponseReturnValue:
    seen = person_queries.person(viewer, person_id)
    return download(kind, table_rows.mails(person_queries.all_mails(seen)), "mails", of=("person", seen.head.id))


@blueprint.page("/record/completions.<form:kind>", permission=Permission.COURSE_TAKE)
def record_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    rows = table_rows.record(queries.whole_record(viewer))
    return download(kind, rows, "record", of=("person", viewer.person_id))


@blueprint.page("/desk/evidence/packs.<form:kind>", permission=EVIDENCE)
def packs_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.packs(evidence_queries.whole_packs(viewer)), "packs")


@blueprint.page("/desk/auditors/auditors.<form:kind>", permission=EVIDENCE)
def auditors_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.auditors(evidence_queries.whole_engagements(viewer)), "auditors")


@blueprint.page("/desk/recall/recall.<form:kind>", permission=RECALL)
def recall_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    seen = company(viewer, asked("department"))
    page = recall_pages.recall_page(seen, recalled_queries.topics(), recalled_queries.recalled(viewer))
    return download(kind, table_rows.recall(page), "recall")


@blueprint.page("/desk/beliefs/beliefs.<form:kind>", permission=RECALL)
def beliefs_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    seen = company(viewer, asked("department"))
    return download(kind, table_rows.beliefs(seen, recalled_queries.believed(viewer)), "beliefs")


@blueprint.page("/desk/clauses/frameworks.<form:kind>", permission=CLAUSES)
def frameworks_table(_viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.frameworks(clause_queries.frameworks()), "frameworks")


@blueprint.page("/desk/clauses/<slug:slug>/clauses.<form:kind>", permission=CLAUSES)
def framework_table(_viewer: Viewer, slug: str, kind: Form) -> ResponseReturnValue:
    found = clause_queries.framework(slug)
    rows = table_rows.clauses(clause_queries.clauses(found.id), clause_queries.servers())
    return download(kind, rows, slug, of=("framework", found.id))
