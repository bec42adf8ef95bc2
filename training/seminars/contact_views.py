"""Pages of a contact, behind the link of their mail: seats kept for their organisation, who is named, who was there."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import (
    block_pages,
    code_pages,
    codes,
    contact_pages,
    contact_queries,
    contacts,
    holding,
    hosting,
    naming,
    organisation_rows,
)
from training.seminars.blueprint import blueprint
from training.seminars.contact_forms import CodeForm, FewerForm, HoldForm, LinkForm, PeopleForm, SwapForm
from training.seminars.contact_hosting import (
    contact_claim,
    contact_if_any,
    contact_newly,
    contact_of,
    looked_through,
    new_code,
    ready,
    revocable,
)
from training.seminars.hosting import private
from training.web.blueprint import PUBLIC
from training.web.exporting import download
from training.web.forms import Form
from training.web.request import network, now, say, to

ASK = "/organisations/contact"
OWN = "/organisations/contact/<token:token>"
DATE = f"{OWN}/dates/<public_id:session_id>"
BLOCK = f"{OWN}/blocks/<public_id:block_id>"
COLLEAGUE = f"{OWN}/people/<public_id:registration_id>"


@blueprint.page(ASK, permission=PUBLIC)
def link_form(_viewer: Viewer) -> ResponseReturnValue:
    return private(render_template("seminars/contact_link.html", form=LinkForm()))


@blueprint.phased_action(ASK, permission=PUBLIC)
def send_link(_viewer: Viewer) -> ResponseReturnValue:
    form = LinkForm.read()
    if form.attempt(contacts.ask_for_link, form.email.data, network(), host=hosting.host(), now=now()):
        return to("seminars.link_sent")
    return private(render_template("seminars/contact_link.html", form=form)), 422


@blueprint.page(f"{ASK}/sent", permission=PUBLIC)
def link_sent(_viewer: Viewer) -> ResponseReturnValue:
    return private(render_template("seminars/contact_link_sent.html"))


@blueprint.page(OWN, permission=PUBLIC)
def contact(_viewer: Viewer, token: str) -> ResponseReturnValue:
    who = contact_if_any(token)
    if who is None:
        return private(render_template("seminars/contact_over.html")), 404
    if who.confirmed_at is None:
        return private(render_template("seminars/contact_confirm.html", who=who, form=Form()))
    blocks, dates = contact_queries.blocks_of(who.organisation_id), contact_queries.open_dates(who, now())
    page = contact_pages.contact_page(token, who, blocks, dates, now())
    return private(render_template("seminars/contact.html", page=page, token=token))


@blueprint.action(OWN, permission=PUBLIC)
def confirm_contact(_viewer: Viewer, token: str) -> ResponseReturnValue:
    form, who = Form.read(), contact_newly(token)
    if form.attempt(contacts.confirm_contact, contact_claim(token), now=now()):
        return to("seminars.contact", token=token)
    return private(render_template("seminars/contact_confirm.html", who=who, form=form)), 422


@blueprint.page(DATE, permission=PUBLIC)
def hold_form(_viewer: Viewer, token: str, session_id: str) -> ResponseReturnValue:
    page = contact_pages.hold_page(contact_queries.open_date(contact_of(token), session_id, now()))
    return private(render_template("seminars/hold.html", page=page, token=token, form=HoldForm()))


@blueprint.action(DATE, permission=PUBLIC)
def hold(_viewer: Viewer, token: str, session_id: str) -> ResponseReturnValue:
    one, form = contact_queries.open_date(contact_of(token), session_id, now()), HoldForm.read()
    asked = {"host": hosting.host(), "now": now()}
    if form.attempt(holding.hold_seats, contact_claim(token), session_id, form.wish(), **asked):
        say(contact_pages.held_words(form.outcome.seats, form.wish().seats))
        return to("seminars.contact_block", token=token, block_id=form.outcome.block)
    page = contact_pages.hold_page(one)
    return private(render_template("seminars/hold.html", page=page, token=token, form=form)), 422


@blueprint.page(BLOCK, permission=PUBLIC)
def contact_block(_viewer: Viewer, token: str, block_id: str) -> ResponseReturnValue:
    one = contact_queries.block_of(contact_of(token).organisation_id, block_id)
    page = block_pages.block_page(token, one, contact_queries.members(one.id), now())
    return private(render_template("seminars/block.html", page=page, token=token, form=FewerForm()))


@blueprint.action(f"{BLOCK}/fewer", permission=PUBLIC)
def fewer(_viewer: Viewer, token: str, block_id: str) -> ResponseReturnValue:
    one, form = contact_queries.block_of(contact_of(token).organisation_id, block_id), FewerForm.read()
    told = {"host": hosting.host(), "now": now()}
    if form.attempt(holding.keep_fewer, contact_claim(token), block_id, form.seats.data, **told):
        say(text("Seats given back: %(n)s. Somebody who waits will be glad.", n=form.outcome))
        return to("seminars.contact_block", token=token, block_id=block_id)
    page = block_pages.block_page(token, one, contact_queries.members(one.id), now())
    return private(render_template("seminars/block.html", page=page, token=token, form=form)), 422


@blueprint.action(f"{BLOCK}/give-back", permission=PUBLIC)
def give_back(_viewer: Viewer, token: str, block_id: str) -> ResponseReturnValue:
    one, form = contact_queries.block_of(contact_of(token).organisation_id, block_id), FewerForm()
    told = {"host": hosting.host(), "now": now()}
    if form.try_without(holding.give_rest_back, contact_claim(token), block_id, **told):
        say(text("The seats are given back. Somebody who waits will be glad."))
        return to("seminars.contact_block", token=token, block_id=block_id)
    page = block_pages.block_page(token, one, contact_queries.members(one.id), now())
    return private(render_template("seminars/block.html", page=page, token=token, form=form)), 422


@blueprint.page(f"{BLOCK}/name", permission=PUBLIC)
def name_form(_viewer: Viewer, token: str, block_id: str) -> ResponseReturnValue:
    one = contact_queries.block_of(contact_of(token).organisation_id, block_id)
    page = block_pages.preview_page(one, ())
    return private(render_template("seminars/name.html", page=page, block=one, token=token, form=PeopleForm()))


@blueprint.action(f"{BLOCK}/name", permission=PUBLIC)
def look_through_names(_viewer: Viewer, token: str, block_id: str) -> ResponseReturnValue:
    who, form = contact_of(token), PeopleForm.read()
    one = contact_queries.block_of(who.organisation_id, block_id)
    if not form.validate():
        page = block_pages.preview_page(one, ())
        return private(render_template("seminars/name.html", page=page, block=one, token=token, form=form)), 422
    page = block_pages.preview_page(one, looked_through(form, who, one))
    return private(render_template("seminars/preview.html", page=page, block=one, token=token, form=form))


@blueprint.action(f"{BLOCK}/send", permission=PUBLIC)
def send_names(_viewer: Viewer, token: str, block_id: str) -> ResponseReturnValue:
    who, form = contact_of(token), PeopleForm.read()
    one = contact_queries.block_of(who.organisation_id, block_id)
    people = ready(looked_through(form, who, one))
    told = {"host": hosting.host(), "now": now()}
    if form.attempt(naming.name_colleagues, contact_claim(token), block_id, people, **told):
        say(text("Colleagues who get a mail: %(n)s. Each has a seat once they confirm.", n=form.outcome))
        return to("seminars.contact_block", token=token, block_id=block_id)
    page = block_pages.preview_page(one, looked_through(form, who, one))
    return private(render_template("seminars/preview.html", page=page, block=one, token=token, form=form)), 422


@blueprint.page(COLLEAGUE, permission=PUBLIC)
def swap_form(_viewer: Viewer, token: str, registration_id: str) -> ResponseReturnValue:
    organisation = contact_of(token).organisation_id
    member, block = contact_queries.member(organisation, registration_id)
    page = block_pages.swap_page(member, contact_queries.block_of(organisation, block))
    return private(render_template("seminars/swap.html", page=page, token=token, form=SwapForm()))


@blueprint.action(f"{COLLEAGUE}/swap", permission=PUBLIC)
def swap(_viewer: Viewer, token: str, registration_id: str) -> ResponseReturnValue:
    member, block = contact_queries.member(contact_of(token).organisation_id, registration_id)
    form, told = SwapForm.read(), {"host": hosting.host(), "now": now()}
    if form.attempt(naming.substitute, contact_claim(token), registration_id, form.colleague(), **told):
        say(text("%(name)s gets a mail. The seat is kept for them until the seminar begins.", name=form.name.data))
        return to("seminars.contact", token=token)
    page = block_pages.swap_page(member, contact_queries.block_of(contact_of(token).organisation_id, block))
    return private(render_template("seminars/swap.html", page=page, token=token, form=form)), 422


@blueprint.action(f"{COLLEAGUE}/take-back", permission=PUBLIC)
def take_back(_viewer: Viewer, token: str, registration_id: str) -> ResponseReturnValue:
    member, block = contact_queries.member(contact_of(token).organisation_id, registration_id)
    form, told = SwapForm(), {"host": hosting.host(), "now": now()}
    if form.try_without(naming.withdraw_colleague, contact_claim(token), registration_id, **told):
        say(text("%(name)s is taken back.", name=member.name))
        return to("seminars.contact_block", token=token, block_id=block)
    page = block_pages.swap_page(member, contact_queries.block_of(contact_of(token).organisation_id, block))
    return private(render_template("seminars/swap.html", page=page, token=token, form=form)), 422


@blueprint.page(f"{DATE}/attended", permission=PUBLIC)
def contact_attended(_viewer: Viewer, token: str, session_id: str) -> ResponseReturnValue:
    organisation = contact_of(token).organisation_id
    people, block = (
        contact_queries.attended(organisation, session_id),
        contact_queries.any_block(organisation, session_id),
    )
    page = contact_pages.attended_page(block, people)
    return private(render_template("seminars/attended.html", page=page, token=token))


@blueprint.page(f"{DATE}/people.<form:kind>", permission=PUBLIC)
def attended_table(_viewer: Viewer, token: str, session_id: str, kind: TableForm) -> ResponseReturnValue:
    who = contact_of(token)
    block = contact_queries.any_block(who.organisation_id, session_id)
    rows = organisation_rows.attended(contact_queries.attended(who.organisation_id, session_id))
    return hosting.kept_by_nobody(download(kind, rows, block.slug, of=("contact", who.id)))


@blueprint.page(f"{BLOCK}/codes", permission=PUBLIC)
def block_codes(_viewer: Viewer, token: str, block_id: str) -> ResponseReturnValue:
    one = contact_queries.block_of(contact_of(token).organisation_id, block_id)
    lines = code_pages.code_lines(contact_queries.codes_of_block(one.id), now())
    return private(render_template("seminars/block_codes.html", block=one, lines=lines, token=token, form=CodeForm()))


@blueprint.action(f"{BLOCK}/codes", permission=PUBLIC)
def make_block_code(_viewer: Viewer, token: str, block_id: str) -> ResponseReturnValue:
    one, form = contact_queries.block_of(contact_of(token).organisation_id, block_id), CodeForm.read()
    made = {"allotment_id": one.id, "by_person_id": None, "now": now()}
    if form.attempt(codes.make_code, one.session_id, new_code(form), **made):
        say(code_pages.made_words(form.outcome))
        return to("seminars.block_codes", token=token, block_id=block_id)
    lines = code_pages.code_lines(contact_queries.codes_of_block(one.id), now())
    page = render_template("seminars/block_codes.html", block=one, lines=lines, token=token, form=form)
    return private(page), 422


@blueprint.action(f"{BLOCK}/codes/<number:code>/revoke", permission=PUBLIC)
def revoke_block_code(_viewer: Viewer, token: str, block_id: str, code: str) -> ResponseReturnValue:
    one = contact_queries.block_of(contact_of(token).organisation_id, block_id)
    codes.revoke_code(revocable(contact_queries.codes_of_block(one.id), code), by_person_id=None, now=now())
    say(text("The code opens nothing any more. Who came with it keeps their seat."))
    return to("seminars.block_codes", token=token, block_id=block_id)
