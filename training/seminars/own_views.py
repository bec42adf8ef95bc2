"""Presses of those who come: swap a seat for another, take what is offered."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.seminars import hosting, offering, pages, queries, swapping
from training.seminars.blueprint import blueprint
from training.seminars.own_forms import SwapForm
from training.seminars.seat_words import own_words
from training.seminars.service import Claim
from training.web.blueprint import PUBLIC
from training.web.forms import Form
from training.web.request import now, say, to

DATE = "/seminars/<slug:slug>/<public_id:session_id>"
LINK = "/seminars/manage/<token:token>"


@blueprint.action(f"{DATE}/swap", permission=Permission.SEMINAR_ATTEND)
def swap_seats(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    form = SwapForm.read()
    given_up = form.registration.data or ""
    if form.attempt(swapping.swap, viewer, given_up, session_id, host=hosting.host(), now=now()):
        say(own_words(form.outcome.state, form.outcome.place))
        return to("seminars.session", slug=slug, session_id=session_id)
    page = pages.session_page(viewer, *queries.session(viewer, slug, session_id), now())
    return render_template("seminars/session.html", page=page, form=form), 422


@blueprint.action(f"{DATE}/accept", permission=Permission.SEMINAR_ATTEND)
def accept(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    about, row = queries.session(viewer, slug, session_id)
    form, claim = Form.read(), Claim(row.registration or "", person_id=viewer.person_id)
    if form.attempt(offering.accept_offer, claim, host=hosting.host(), now=now()):
        say(text("The seat is yours."))
        return to("seminars.session", slug=slug, session_id=session_id)
    page = pages.session_page(viewer, about, row, now())
    return render_template("seminars/session.html", page=page, form=form), 422


@blueprint.action(f"{LINK}/accept", permission=PUBLIC)
def accept_as_guest(_viewer: Viewer, token: str) -> ResponseReturnValue:
    claim, form = hosting.claim_to_manage(token), Form.read()
    if form.attempt(offering.accept_offer, claim, host=hosting.host(), now=now()):
        return to("seminars.manage", token=token)
    page = pages.seat_page(hosting.seat_of(claim), now())
    return hosting.private(render_template("seminars/manage.html", page=page, token=token, form=form)), 422
