"""Pages for who was asked to come: with a code, or by a contact who named them."""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Viewer
from training.core.text import text
from training.seminars import asking, code_asking, hosting, naming, service, wish_forms
from training.seminars.blueprint import blueprint
from training.seminars.contact_forms import ConsentForm, TypedCodeForm
from training.seminars.contact_hosting import (
    colleague_claim,
    colleague_page,
    looked_at,
    opened,
    opened_page,
    seat_of_colleague,
)
from training.seminars.hosting import private
from training.seminars.organisation_rules import shown_code
from training.seminars.rules import State
from training.web.blueprint import PUBLIC
from training.web.request import network, now, say, to, translated

TYPED = "/seminars/invitation"
CODE = "/seminars/invitation/<number:code>"
COLLEAGUE = "/seminars/colleague/<token:token>"


@blueprint.page(TYPED, permission=PUBLIC)
def code_form(_viewer: Viewer) -> ResponseReturnValue:
    return private(render_template("seminars/code.html", form=TypedCodeForm()))


@blueprint.phased_action(TYPED, permission=PUBLIC)
def type_code(_viewer: Viewer) -> ResponseReturnValue:
    form = TypedCodeForm.read()
    if form.attempt(code_asking.look_or_refuse, form.code.data, network(), opened, now=now()):
        return to("seminars.invited", code=shown_code(form.outcome[0]))
    return private(render_template("seminars/code.html", form=form)), 422


@blueprint.page(CODE, permission=PUBLIC)
def invited(viewer: Viewer, code: str) -> ResponseReturnValue:
    if looked_at(code) is None:
        typed = TypedCodeForm(code=code)
        typed.refuse("code", translated(code_asking.NOTHING))
        return private(render_template("seminars/code.html", form=typed)), 404
    _stored, page = opened_page(viewer, code)
    form = wish_forms.guest_form(page.asked)(consent=page.consent, opened=hosting.opened())
    return private(render_template("seminars/invited.html", page=page, code=code, form=form))


@blueprint.phased_action(f"{CODE}/ask", permission=PUBLIC)
def ask_with_code(viewer: Viewer, code: str) -> ResponseReturnValue:
    stored, page = opened_page(viewer, code)
    form = wish_forms.guest_form(page.asked).read(consent=page.consent)
    asked = asking.Asked(form.website.data or "", form.opened.data or "", network(), replace(form.told(), code=stored))
    guest = form.guest(hosting.language())
    if form.attempt(code_asking.ask, page.public_id, guest, asked, host=hosting.host(), now=now()):
        return to("seminars.asked_with_code", code=code)
    form.opened.data = hosting.opened()
    return private(render_template("seminars/invited.html", page=page, code=code, form=form)), 422


@blueprint.page(f"{CODE}/asked", permission=PUBLIC)
def asked_with_code(viewer: Viewer, code: str) -> ResponseReturnValue:
    _stored, page = opened_page(viewer, code)
    return private(render_template("seminars/asked.html", page=page))


@blueprint.page(COLLEAGUE, permission=PUBLIC)
def colleague(_viewer: Viewer, token: str) -> ResponseReturnValue:
    seat = seat_of_colleague(token)
    if seat is None:
        return private(render_template("seminars/link_over.html")), 404
    if seat.state is not State.UNVERIFIED:
        return to("seminars.manage", token=hosting.manage_token(colleague_claim(token)))
    page = colleague_page(token)
    form = ConsentForm(consent=page.consent)
    return private(render_template("seminars/colleague.html", page=page, token=token, form=form))


@blueprint.action(COLLEAGUE, permission=PUBLIC)
def confirm_colleague(_viewer: Viewer, token: str) -> ResponseReturnValue:
    claim, page = colleague_claim(token), colleague_page(token)
    form = ConsentForm.read(consent=page.consent)
    told = {"host": hosting.host(), "now": now()}
    if form.attempt(naming.confirm_colleague, claim, form.guest(hosting.language()), **told):
        if form.outcome.state is State.WAITLISTED:
            say(text("The seats of your organisation went back meanwhile, so you wait like everybody else."), "info")
        return to("seminars.manage", token=hosting.manage_token(claim))
    return private(render_template("seminars/colleague.html", page=page, token=token, form=form)), 422


@blueprint.action(f"{COLLEAGUE}/decline", permission=PUBLIC)
def decline_colleague(_viewer: Viewer, token: str) -> ResponseReturnValue:
    claim, page = colleague_claim(token), colleague_page(token)
    form = ConsentForm(consent=page.consent)
    if form.try_without(service.cancel_registration, claim, host=hosting.host(), now=now()):
        return to("seminars.manage", token=hosting.manage_token(claim))
    return private(render_template("seminars/colleague.html", page=page, token=token, form=form)), 422
