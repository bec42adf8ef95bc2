"""Pages of the security team's hand: everybody's place on a date, change one, register somebody on their behalf."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import hosting, override_forms, override_pages, override_queries, overriding, roster_queries
from training.seminars.blueprint import blueprint
from training.seminars.override_forms import GuestForForm
from training.web.exporting import download
from training.web.request import now, say, site, to, today

RUN = Permission.SEMINAR_RUN
SESSION = "/desk/sessions/<public_id:session_id>"
PLACE = "/desk/registrations/<public_id:registration_id>/place"


@blueprint.page(f"{SESSION}/places", permission=RUN)
def places(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, comers = roster_queries.session(viewer, session_id), roster_queries.comers(viewer, session_id)
    reasons = override_queries.reasons(viewer, session_id)
    page = override_pages.places_page(one, comers, reasons, begun=now() >= one.starts_at)
    return render_template("seminars/places.html", page=page)


@blueprint.page(f"{SESSION}/places/people.<form:kind>", permission=RUN)
def places_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one, comers = roster_queries.session(viewer, session_id), roster_queries.comers(viewer, session_id)
    rows = override_pages.places_table(comers, override_queries.reasons(viewer, session_id))
    return download(kind, rows, f"{one.slug}-places", of=("session", None))


@blueprint.page(PLACE, permission=RUN)
def place_form(viewer: Viewer, registration_id: str) -> ResponseReturnValue:
    one = roster_queries.comer(viewer, registration_id)
    form = override_forms.place_form(one)
    return render_template("seminars/place.html", one=override_pages.place_head(one), form=form)


@blueprint.action(PLACE, permission=RUN)
def change_place(viewer: Viewer, registration_id: str) -> ResponseReturnValue:
    one = roster_queries.comer(viewer, registration_id)
    form = override_forms.sent_place_form(one)
    hand, told = form.hand(viewer.person_id), hosting.acting()
    if form.attempt(lambda: overriding.change(registration_id, form.change(), hand, **told)):
        say(text("It is done, and stands in the history with your reason."))
        return to("seminars.places", session_id=one.session)
    return render_template("seminars/place.html", one=override_pages.place_head(one), form=form), 422


@blueprint.page(f"{SESSION}/register", permission=RUN)
def register_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = roster_queries.session(viewer, session_id), override_queries.search(viewer, hosting.finding(), today())
    forms = {"form": override_forms.colleague_form(found), "guest": GuestForForm()}
    page = override_pages.register_page(one, found, hosting.finding())
    return render_template("seminars/register_for.html", page=page, **forms)


@blueprint.action(f"{SESSION}/register", permission=RUN)
def register_colleague(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = roster_queries.session(viewer, session_id), override_queries.search(viewer, hosting.finding(), today())
    form, told = override_forms.colleague_form(found, sent=True), hosting.acting()
    verb = partial(overriding.register_person, session_id, form.person.data, form.hand(viewer.person_id), **told)
    if form.attempt(verb):
        say(text("The person is registered, and has a mail from us."))
        return to("seminars.places", session_id=session_id)
    page = override_pages.register_page(one, found, hosting.finding())
    return render_template("seminars/register_for.html", page=page, form=form, guest=GuestForForm()), 422


@blueprint.action(f"{SESSION}/register-guest", permission=RUN)
def register_guest_for(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, guest = roster_queries.session(viewer, session_id), GuestForForm.read()
    told, hand = hosting.acting(), guest.hand(viewer.person_id)
    if guest.attempt(lambda: overriding.register_guest_for(session_id, guest.guest(site().language), hand, **told)):
        say(text("The guest has a mail, and a seat or a place once they press its button."))
        return to("seminars.places", session_id=session_id)
    page, form = override_pages.register_page(one, [], ""), override_forms.colleague_form([])
    return render_template("seminars/register_for.html", page=page, form=form, guest=guest), 422
