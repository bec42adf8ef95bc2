"""Pages of the roster: send a file, see what it would change, say yes."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.core.text import text
from training.people import importing, imports, roster_pages, roster_queries
from training.people.blueprint import blueprint
from training.people.roster_forms import ApplyForm, RosterForm
from training.web.exporting import download
from training.web.request import house, now, say, to

IMPORT = Permission.ROSTER_IMPORT
ONE = "/admin/roster/<public_id:import_id>"


@blueprint.page("/admin/roster/", permission=IMPORT)
def roster(viewer: Viewer) -> ResponseReturnValue:
    page = roster_pages.list_page(roster_queries.imports_for(viewer))
    return render_template("people/roster.html", page=page, form=RosterForm())


@blueprint.phased_action("/admin/roster/", permission=IMPORT)
def send_roster(viewer: Viewer) -> ResponseReturnValue:
    form = RosterForm.read()
    complete = bool(form.complete.data)
    if form.attempt(importing.receive, viewer, form.sent, complete=complete, world=house().world):
        say(text("The file is here. Nothing changes before you have seen its plan."))
        return to("people.roster_import", import_id=form.outcome)
    page = roster_pages.list_page(roster_queries.imports_for(viewer))
    return render_template("people/roster.html", page=page, form=form), 422


@blueprint.page("/admin/roster/imports.<form:kind>", permission=IMPORT)
def roster_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, roster_pages.list_rows(roster_queries.imports_for(viewer)), "imports")


@blueprint.page(ONE, permission=IMPORT)
def roster_import(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    found = roster_queries.import_for(viewer, import_id)
    page = roster_pages.import_page(found, roster_queries.progress(found))
    return render_template("people/roster_import.html", page=page, form=ApplyForm(digest=page.digest)), page.headers


@blueprint.action(f"{ONE}/apply", permission=IMPORT)
def apply_roster(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    form = ApplyForm.read()
    if form.attempt(imports.confirm, viewer, import_id, form.yes, now=now()):
        return to("people.roster_import", import_id=import_id)
    found = roster_queries.import_for(viewer, import_id)
    page = roster_pages.import_page(found, roster_queries.progress(found))
    return render_template("people/roster_import.html", page=page, form=form), 422


@blueprint.action(f"{ONE}/discard", permission=IMPORT)
def discard_roster(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    imports.discard(viewer, import_id, now=now())
    say(text("The plan is discarded. Nothing was changed."))
    return to("people.roster")
