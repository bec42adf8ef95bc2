"""Pages of proofs from elsewhere: one's own, and those that somebody has to decide about."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.completion import proof_pages, proof_queries, proof_service
from training.completion.blueprint import blueprint
from training.completion.proof_answers import file_answer, host
from training.completion.proof_forms import BackForm, DecisionForm, ProofForm
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.web.request import asked, note, now, say, to, today

DECIDE = Permission.PROOF_DECIDE
LIST, NEW, ONE = "/record/proofs/", "/record/proofs/new", "/desk/proofs/<public_id:proof_id>"
HAND_IN, DECISION = "completion/hand_in.html", "completion/proof.html"


@blueprint.page(LIST, permission=Permission.COURSE_TAKE)
def proofs(viewer: Viewer) -> ResponseReturnValue:
    page = proof_pages.own_page(proof_queries.own(viewer), proof_queries.acceptable(viewer, today()))
    return render_template("completion/proofs.html", page=page)


@blueprint.page(NEW, permission=Permission.COURSE_TAKE)
def new_proof(viewer: Viewer) -> ResponseReturnValue:
    page = proof_pages.hand_in_page(proof_queries.acceptable(viewer, today()))
    return render_template(HAND_IN, page=page, form=ProofForm().among(page.choices, asked("counts_as")))


@blueprint.action(NEW, permission=Permission.COURSE_TAKE)
def hand_in(viewer: Viewer) -> ResponseReturnValue:
    form = ProofForm.read()
    if form.attempt(proof_service.hand_in, viewer, form.proof, now=now(), today=today()):
        say(text("It is handed in. You are told by mail when somebody has decided."))
        return to("completion.proofs")
    page = proof_pages.hand_in_page(proof_queries.acceptable(viewer, today()))
    return render_template(HAND_IN, page=page, form=form.among(page.choices)), 422


@blueprint.page("/record/proofs/<public_id:proof_id>/file", permission=Permission.COURSE_TAKE)
def own_proof_file(viewer: Viewer, proof_id: str) -> ResponseReturnValue:
    return file_answer(proof_queries.own_file(viewer, proof_id))


@blueprint.page("/desk/proofs/", permission=DECIDE)
def desk_proofs(viewer: Viewer) -> ResponseReturnValue:
    return render_template("completion/desk_proofs.html", page=proof_pages.desk_page(proof_queries.listed(viewer)))


@blueprint.page(ONE, permission=DECIDE)
def desk_proof(viewer: Viewer, proof_id: str) -> ResponseReturnValue:
    found = proof_queries.for_decision(viewer, proof_id, today())
    page = proof_pages.decision_page(viewer, *found)
    return render_template(DECISION, page=page, form=DecisionForm())


@blueprint.action(f"{ONE}/decide", permission=DECIDE)
def decide_proof(viewer: Viewer, proof_id: str) -> ResponseReturnValue:
    form = DecisionForm.read()
    if form.attempt(proof_service.decide, viewer, proof_id, form.choice, host=host(), now=now()):
        say(text("It is decided, and the person is told by mail."))
        return to("completion.desk_proofs")
    page = proof_pages.decision_page(viewer, *proof_queries.for_decision(viewer, proof_id, today()))
    return render_template(DECISION, page=page, form=form), 422


@blueprint.page(f"{ONE}/file", permission=DECIDE)
def proof_file(viewer: Viewer, proof_id: str) -> ResponseReturnValue:
    found = proof_queries.proof(viewer, proof_id)
    note("proof-file-read", subject_kind="proof", subject_id=found.id)
    return file_answer(proof_queries.file_of(found))


@blueprint.page(f"{ONE}/take-back", permission=DECIDE)
def take_back_proof_form(viewer: Viewer, proof_id: str) -> ResponseReturnValue:
    found = proof_queries.proof(viewer, proof_id)
    return render_template("completion/take_back.html", page=proof_pages.back_page(viewer, found), form=BackForm())


@blueprint.action(f"{ONE}/take-back", permission=DECIDE)
def take_back_proof(viewer: Viewer, proof_id: str) -> ResponseReturnValue:
    form = BackForm.read()
    if form.attempt(proof_service.take_back, viewer, proof_id, form.reason.data or "", host=host(), now=now()):
        say(text("It is taken back, and the person is told by mail."))
        return to("completion.desk_proof", proof_id=proof_id)
    page = proof_pages.back_page(viewer, proof_queries.proof(viewer, proof_id))
    return render_template("completion/take_back.html", page=page, form=form), 422
