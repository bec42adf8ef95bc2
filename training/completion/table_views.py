"""The lists of this room as files: who may open a page may take what it shows, and no more."""

from flask.typing import ResponseReturnValue

from training.completion import (
    draft_queries,
    history_queries,
    outlook_queries,
    proof_queries,
    requirement_queries,
    table_rows,
    telling,
)
from training.completion.blueprint import blueprint
from training.completion.reminder_forms import day_of
from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.web.exporting import download
from training.web.request import now, today

REQUIREMENTS, REMINDERS = Permission.REQUIREMENT_MANAGE, Permission.REMINDER_MANAGE


@blueprint.page("/desk/requirements/requirements.<form:kind>", permission=REQUIREMENTS)
def requirements_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    found = telling.everything(viewer, today())
    return download(kind, table_rows.requirements(found, telling.cited(found), today()), "requirements")


@blueprint.page("/desk/requirements/people.<form:kind>", permission=REQUIREMENTS)
def under_none_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.people(requirement_queries.all_under_none(viewer, today())), "people")


@blueprint.page("/desk/requirements/drafts.<form:kind>", permission=REQUIREMENTS)
def drafts_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.drafts(draft_queries.waiting_for(viewer)), "drafts")


@blueprint.page("/record/proofs/proofs.<form:kind>", permission=Permission.COURSE_TAKE)
def proofs_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(
        kind, table_rows.own_proofs(proof_queries.all_own(viewer)), "proofs", of=("person", viewer.person_id)
    )


@blueprint.page("/desk/proofs/proofs.<form:kind>", permission=Permission.PROOF_DECIDE)
def desk_proofs_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.proofs(proof_queries.all_listed(viewer)), "proofs")


@blueprint.page("/desk/history/imports.<form:kind>", permission=Permission.HISTORY_IMPORT)
def histories_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.imports(history_queries.all_imports(viewer)), "imports")


@blueprint.page("/desk/reminders/days.<form:kind>", permission=REMINDERS)
def days_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    found = outlook_queries.outlook(viewer, now(), today())
    return download(kind, table_rows.days_with_mail(found), "reminders", of=("reminders", None))


@blueprint.page("/desk/reminders/failed.<form:kind>", permission=REMINDERS)
def failed_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(
        kind, table_rows.failed(outlook_queries.all_failed(viewer, now())), "failed", of=("reminders", None)
    )


@blueprint.page("/desk/reminders/days/<slug:day>/people.<form:kind>", permission=REMINDERS)
def addressees_table(viewer: Viewer, day: str, kind: Form) -> ResponseReturnValue:
    found = outlook_queries.whole_day(viewer, day_of(day), now(), today())
    return download(kind, table_rows.addressees(found), f"reminders-{day}", of=("reminders", None))
