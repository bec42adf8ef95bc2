"""Pages of imports of history: send a file, match its titles, see what it would change, say yes, take it back."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.completion import history_importing, history_pages, history_queries, history_service
from training.completion.blueprint import blueprint
from training.completion.history_forms import HistoryForm, HistoryYesForm
from training.completion.history_matching import Seen, sent_titles
from training.completion.proof_forms import BackForm
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.web.request import house, now, say, to

IMPORT = Permission.HISTORY_IMPORT
LIST, ONE = "/desk/history/", "/desk/history/<public_id:import_id>"
LISTED, PAGE, BACK = "completion/histories.html", "completion/history.html", "completion/take_back.html"


@blueprint.page(LIST, permission=IMPORT)
def histories(viewer: Viewer) -> ResponseReturnValue:
    page = history_pages.list_page(history_queries.imports_for(viewer))
    return render_template(LISTED, page=page, form=HistoryForm())


@blueprint.phased_action(LIST, permission=IMPORT)
def send_history(viewer: Viewer) -> ResponseReturnValue:
    form = HistoryForm.read()
    if form.attempt(history_importing.receive, viewer, form.sent, form.system.data or "", world=house().world):
        say(text("The file is here. Nothing changes before you have seen its plan."))
        return to("completion.history", import_id=form.outcome)
    page = history_pages.list_page(history_queries.imports_for(viewer))
    return render_template(LISTED, page=page, form=form), 422


@blueprint.page(ONE, permission=IMPORT)
def history(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    seen = Seen.of(history_queries.import_for(viewer, import_id))
    return render_template(PAGE, seen=seen, page=seen.page, form=seen.yes), seen.page.headers


@blueprint.action(f"{ONE}/titles", permission=IMPORT)
def match_titles(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    form = sent_titles(history_queries.import_for(viewer, import_id))
    digest = form.digest.data or ""
    if form.attempt(history_service.match, viewer, import_id, form.answers, digest=digest, now=now()):
        return to("completion.history", import_id=import_id)
    seen = Seen.of(history_queries.import_for(viewer, import_id), titles=form)
    return render_template(PAGE, seen=seen, page=seen.page, form=form), 422


@blueprint.action(f"{ONE}/apply", permission=IMPORT)
def apply_history(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    form = HistoryYesForm.read()
    if form.attempt(history_service.confirm, viewer, import_id, form.yes, now=now()):
        return to("completion.history", import_id=import_id)
    seen = Seen.of(history_queries.import_for(viewer, import_id), yes=form)
    return render_template(PAGE, seen=seen, page=seen.page, form=form), 422


@blueprint.action(f"{ONE}/discard", permission=IMPORT)
def discard_history(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    history_service.discard(viewer, import_id, now=now())
    say(text("The plan is discarded. Nothing was changed."))
    return to("completion.histories")


@blueprint.page(f"{ONE}/take-back", permission=IMPORT)
def take_back_history_form(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    page = history_pages.back_page(history_queries.import_for(viewer, import_id))
    return render_template(BACK, page=page, form=BackForm())


@blueprint.action(f"{ONE}/take-back", permission=IMPORT)
def take_back_history(viewer: Viewer, import_id: str) -> ResponseReturnValue:
    form = BackForm.read()
    if form.attempt(history_service.take_back, viewer, import_id, form.reason.data or "", now=now()):
        return to("completion.history", import_id=import_id)
    page = history_pages.back_page(history_queries.import_for(viewer, import_id))
    return render_template(BACK, page=page, form=form), 422
