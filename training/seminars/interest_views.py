"""Pages of interest: say that one would come, confirm it from a mail, end it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.seminars import asking, hosting, interest_pages, interest_queries
from training.seminars import interest as verbs
from training.seminars.blueprint import blueprint
from training.seminars.interest_forms import InterestForm, WhereForm
from training.web.blueprint import PUBLIC
from training.web.forms import Form
from training.web.request import network, now, say, to

INTEREST = "/seminars/<slug:slug>/interest"
LINK = "/seminars/interest/<token:token>"
ATTEND = Permission.SEMINAR_ATTEND


@blueprint.page(INTEREST, permission=PUBLIC)
def interest(viewer: Viewer, slug: str) -> ResponseReturnValue:
    known, own = interest_queries.known(viewer, slug), interest_queries.own(viewer, slug)
    part = interest_pages.of_known(viewer, known, own)
    form = InterestForm(consent=part.consent, opened=hosting.opened())
    return hosting.kept_a_minute(viewer, render_template("seminars/interest.html", interest=part, form=form))


@blueprint.phased_action(INTEREST, permission=PUBLIC)
def ask_interest(viewer: Viewer, slug: str) -> ResponseReturnValue:
    part = interest_pages.of_known(viewer, interest_queries.known(viewer, slug), None)
    form = InterestForm.read(consent=part.consent)
    guest, asked = form.guest(hosting.language()), form.asked(network())
    if form.attempt(asking.ask_interest, viewer, slug, guest, asked, host=hosting.host(), now=now()):
        return to("seminars.interest_asked", slug=slug)
    form.opened.data = hosting.opened()
    return render_template("seminars/interest.html", interest=part, form=form), 422


@blueprint.page(f"{INTEREST}/asked", permission=PUBLIC)
def interest_asked(viewer: Viewer, slug: str) -> ResponseReturnValue:
    about = interest_queries.known(viewer, slug)
    return hosting.private(render_template("seminars/interest_asked.html", about=about))


@blueprint.action(f"{INTEREST}/say", permission=ATTEND)
def say_interested(viewer: Viewer, slug: str) -> ResponseReturnValue:
    form = WhereForm.read()
    if form.attempt(verbs.say_interested, viewer, slug, online=form.online, now=now()):
        say(text("You are told as soon as there is a date."))
        return to("seminars.seminar", slug=slug)
    part = interest_pages.of_known(viewer, interest_queries.known(viewer, slug), None)
    return render_template("seminars/interest.html", interest=part, form=form), 422


@blueprint.action(f"{INTEREST}/end", permission=ATTEND)
def end_interest(viewer: Viewer, slug: str) -> ResponseReturnValue:
    if Form.read().attempt(verbs.end_own, viewer, slug, now=now()):
        say(text("You are told no longer."))
    return to("seminars.seminar", slug=interest_queries.known(viewer, slug).slug)


@blueprint.page(LINK, permission=PUBLIC)
def interest_link(_viewer: Viewer, token: str) -> ResponseReturnValue:
    found = hosting.interest_to_confirm(token)
    if found is None or found.ended_at is not None:
        return hosting.private(render_template("seminars/interest_over.html")), 404
    page = interest_pages.link_page(found)
    return hosting.private(render_template("seminars/interest_confirm.html", page=page, form=Form()))


@blueprint.action(LINK, permission=PUBLIC)
def confirm_interest(_viewer: Viewer, token: str) -> ResponseReturnValue:
    found = hosting.known(hosting.interest_to_confirm(token))
    if Form.read().attempt(verbs.confirm_interest, found.public_id, found.link_version, now=now()):
        say(text("You are told as soon as there is a date."))
    return to("seminars.interest_link", token=token)


@blueprint.page(f"{LINK}/end", permission=PUBLIC)
def no_interest_link(_viewer: Viewer, token: str) -> ResponseReturnValue:
    found = hosting.interest_to_end(token)
    if found is None:
        return hosting.private(render_template("seminars/interest_over.html")), 404
    page = interest_pages.link_page(found)
    return hosting.private(render_template("seminars/interest_end.html", page=page, form=Form()))


@blueprint.action(f"{LINK}/end", permission=PUBLIC)
def end_interest_by_link(_viewer: Viewer, token: str) -> ResponseReturnValue:
    found = hosting.known(hosting.interest_to_end(token))
    Form.read().attempt(verbs.end_by_link, found.public_id, found.link_version, now=now())
    return to("seminars.no_interest_link", token=token)
