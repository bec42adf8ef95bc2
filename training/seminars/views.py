"""Pages for those who come: what is offered, one date, a guest's own link."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.seminars import (
    asking,
    hosting,
    interest_pages,
    interest_queries,
    listing_pages,
    listing_queries,
    pages,
    queries,
    service,
    sharing,
    wish_forms,
)
from training.seminars.blueprint import blueprint
from training.seminars.calendar_files import guest_entry, own_entry
from training.seminars.rules import State
from training.seminars.seat_words import own_words
from training.seminars.service import Claim
from training.web.blueprint import PUBLIC
from training.web.forms import Form
from training.web.request import network, now, say, to

DATE = "/seminars/<slug:slug>/<public_id:session_id>"
LINK = "/seminars/manage/<token:token>"


@blueprint.page("/seminars/", permission=PUBLIC)
def listing(viewer: Viewer) -> ResponseReturnValue:
    wishes = hosting.wishes()
    found = listing_queries.listed(viewer, wishes, now())
    offer = listing_queries.offer(viewer, now())
    page = listing_pages.listing_page(viewer, *found, offer.choices, wishes)
    unplanned = interest_pages.unplanned_lines(viewer, offer.unplanned)
    return hosting.kept_a_minute(viewer, render_template("seminars/listing.html", page=page, unplanned=unplanned))


@blueprint.page("/seminars/<slug:slug>/", permission=PUBLIC)
def seminar(viewer: Viewer, slug: str) -> ResponseReturnValue:
    about, dates = queries.seminar(viewer, slug, now())
    lines, told = pages.months(viewer, dates), sharing.of_seminar(viewer, about, dates)
    interest = interest_pages.interest_part(viewer, about.slug, about.title, interest_queries.own(viewer, slug))
    shown = render_template("seminars/seminar.html", about=about, months=lines, sharing=told, interest=interest)
    return hosting.kept_a_minute(viewer, shown)


@blueprint.page(DATE, permission=PUBLIC)
def session(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    page = pages.session_page(viewer, *queries.session(viewer, slug, session_id), now())
    form = wish_forms.session_form(page.asked, guest=page.guest, consent=page.consent, opened=hosting.opened())
    return hosting.kept_a_minute(viewer, render_template("seminars/session.html", page=page, form=form))


@blueprint.phased_action(f"{DATE}/ask", permission=PUBLIC)
def ask(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    page = pages.session_page(viewer, *queries.session(viewer, slug, session_id), now())
    form = wish_forms.guest_form(page.asked).read(consent=page.consent)
    asked = asking.Asked(form.website.data or "", form.opened.data or "", network(), form.told())
    guest = form.guest(hosting.language())
    if form.attempt(asking.ask, session_id, guest, asked, host=hosting.host(), now=now()):
        return to("seminars.asked", slug=slug, session_id=session_id)
    form.opened.data = hosting.opened()
    return render_template("seminars/session.html", page=page, form=form), 422


@blueprint.page(f"{DATE}/asked", permission=PUBLIC)
def asked(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    page = pages.session_page(viewer, *queries.session(viewer, slug, session_id), now())
    return hosting.private(render_template("seminars/asked.html", page=page))


@blueprint.action(f"{DATE}/register", permission=Permission.SEMINAR_ATTEND)
def register(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    form = wish_forms.PressForm.read()
    asked = {"host": hosting.host(), "now": now(), "told": form.told(), "knows": bool(form.knows.data)}
    if form.attempt(service.register_employee, viewer, session_id, **asked):
        say(own_words(form.outcome.state, form.outcome.place))
        return to("seminars.session", slug=slug, session_id=session_id)
    page = pages.session_page(viewer, *queries.session(viewer, slug, session_id), now())
    return render_template("seminars/session.html", page=page, form=form.again(page.asked)), 422


@blueprint.action(f"{DATE}/cancel", permission=Permission.SEMINAR_ATTEND)
def cancel(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    about, row = queries.session(viewer, slug, session_id)
    form, claim = Form.read(), Claim(row.registration or "", person_id=viewer.person_id)
    if form.attempt(service.cancel_registration, claim, host=hosting.host(), now=now()):
        say(text("You have given it up. Somebody who waits will be glad."))
        return to("seminars.session", slug=slug, session_id=session_id)
    page = pages.session_page(viewer, about, row, now())
    return render_template("seminars/session.html", page=page, form=form), 422


@blueprint.page(f"{DATE}/calendar.ics", permission=Permission.SEMINAR_ATTEND)
def own_calendar(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    about, row = queries.session(viewer, slug, session_id)
    return hosting.calendar_file(own_entry(viewer, about, row, hosting.host(), now=now()))


@blueprint.page("/seminars/verify/<token:token>", permission=PUBLIC)
def verify_form(_viewer: Viewer, token: str) -> ResponseReturnValue:
    seat = hosting.seat_to_verify(token)
    if seat is None:
        return hosting.private(render_template("seminars/link_over.html")), 404
    if seat.state is not State.UNVERIFIED:
        return to("seminars.manage", token=hosting.manage_token(hosting.claim_to_verify(token)))
    return hosting.private(render_template("seminars/verify.html", page=pages.seat_page(seat, now()), form=Form()))


@blueprint.action("/seminars/verify/<token:token>", permission=PUBLIC)
def verify(_viewer: Viewer, token: str) -> ResponseReturnValue:
    claim, form = hosting.claim_to_verify(token), Form.read()
    told = {"host": hosting.host(), "now": now(), "agreeing": hosting.agreeing}
    if form.attempt(service.verify_guest, claim, **told):
        return to("seminars.manage", token=hosting.manage_token(claim))
    page = pages.seat_page(hosting.seat_of(claim), now())
    return hosting.private(render_template("seminars/verify.html", page=page, form=form)), 422


@blueprint.page(LINK, permission=PUBLIC)
def manage(_viewer: Viewer, token: str) -> ResponseReturnValue:
    seat = hosting.seat_to_manage(token)
    if seat is None:
        return hosting.private(render_template("seminars/link_over.html")), 404
    page = pages.seat_page(seat, now())
    return hosting.private(render_template("seminars/manage.html", page=page, token=token, form=Form()))


@blueprint.action(f"{LINK}/cancel", permission=PUBLIC)
def give_up(_viewer: Viewer, token: str) -> ResponseReturnValue:
    claim, form = hosting.claim_to_manage(token), Form.read()
    if form.attempt(service.cancel_registration, claim, host=hosting.host(), now=now()):
        return to("seminars.manage", token=token)
    page = pages.seat_page(hosting.seat_of(claim), now())
    return hosting.private(render_template("seminars/manage.html", page=page, token=token, form=form)), 422


@blueprint.page(f"{LINK}/calendar.ics", permission=PUBLIC)
def guest_calendar(_viewer: Viewer, token: str) -> ResponseReturnValue:
    seat = hosting.seat_of(hosting.claim_to_manage(token))
    return hosting.calendar_file(guest_entry(seat, hosting.host(), now=now()))
