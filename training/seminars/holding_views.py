"""Pages of a trainer on the day: one's own dates, the door with its taps, who came unexpected, a square code."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.seminars import checking_in, holding_pages, holding_queries, hosting, pages, telephone, walk_ins
from training.seminars.blueprint import blueprint
from training.seminars.holding_forms import TapForm, TapsForm, WalkInForm
from training.web.blueprint import PUBLIC
from training.web.request import asked, now, say, to

HOLD = Permission.SEMINAR_HOLD
DATE = "/desk/sessions/<public_id:session_id>"
HERE = "/seminars/here/<token:token>"


@blueprint.page("/today", permission=HOLD)
def own_dates(viewer: Viewer) -> ResponseReturnValue:
    page = holding_pages.today_page(holding_queries.dates(viewer, now()), now())
    return render_template("seminars/own_dates.html", page=page)


@blueprint.page(f"{DATE}/check-in/", permission=HOLD)
def check_in_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    held = holding_queries.date(viewer, session_id)
    page = holding_pages.check_in_page(held, holding_queries.comers(held.session), asked("find"), now())
    return render_template("seminars/check_in.html", page=page, form=TapForm(nonce=telephone.page_name()))


@blueprint.action(f"{DATE}/check-in/", permission=HOLD)
def check_in(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    holding_queries.date(viewer, session_id)
    form = TapForm.read()
    batch = form.batch(form.registration.data or "", now())
    taken = checking_in.check_in(session_id, batch, by_person_id=viewer.person_id, now=now())
    say(holding_pages.answer_words(next(iter(taken.answers.values()))))
    return to("seminars.check_in_form", session_id=session_id)


@blueprint.action(f"{DATE}/check-in/taps", permission=HOLD)
def taps(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    holding_queries.date(viewer, session_id)
    batch = TapsForm.read().batch(now())
    return holding_pages.received(checking_in.check_in(session_id, batch, by_person_id=viewer.person_id, now=now()))


@blueprint.page(f"{DATE}/check-in/worker.js", permission=HOLD)
def check_in_worker(_viewer: Viewer, session_id: str) -> ResponseReturnValue:
    return telephone.worker(session_id)


@blueprint.page(f"{DATE}/walk-in", permission=HOLD)
def walk_in_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    page = holding_pages.walk_in_page(holding_queries.date(viewer, session_id))
    return render_template("seminars/walk_in.html", page=page, form=WalkInForm())


@blueprint.action(f"{DATE}/walk-in", permission=HOLD)
def walk_in(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    held, form = holding_queries.date(viewer, session_id), WalkInForm.read()
    who, by = form.walk_in(hosting.language()), {"by_person_id": viewer.person_id, "host": hosting.host(), "now": now()}
    if form.attempt(walk_ins.let_in, session_id, who, **by):
        expected = text("They had a seat already, and are checked in.")
        say(expected if form.outcome.expected else text("They have a seat and are checked in."))
        return to("seminars.check_in_form", session_id=session_id)
    return render_template("seminars/walk_in.html", page=holding_pages.walk_in_page(held), form=form), 422


@blueprint.page(HERE, permission=PUBLIC)
def here_form(viewer: Viewer, token: str) -> ResponseReturnValue:
    found = telephone.shown(viewer, token)
    page = holding_pages.here_page(*found) if found else holding_pages.HerePage()
    form = TapForm(nonce=telephone.page_name())
    return hosting.private(render_template("seminars/here.html", page=page, token=token, form=form))


@blueprint.action(HERE, permission=HOLD)
def here(viewer: Viewer, token: str) -> ResponseReturnValue:
    held, comer = telephone.shown_to_trainer(viewer, token)
    batch = TapForm.read().batch(comer.registration, now())
    taken = checking_in.check_in(held.session.public_id, batch, by_person_id=viewer.person_id, now=now())
    say(holding_pages.answer_words(next(iter(taken.answers.values()))))
    return to("seminars.here_form", token=token)


@blueprint.action("/seminars/manage/<token:token>/agree", permission=PUBLIC)
def agree_as_guest(_viewer: Viewer, token: str) -> ResponseReturnValue:
    seat = hosting.seat_of(hosting.claim_to_manage(token))
    sentence = pages.consent_words(seat.retention_days)
    walk_ins.agree(seat.registration, sentence, hosting.language(), now=now())
    return to("seminars.manage", token=token)
