"""Pages of the desk about outside organisations, their contacts, and the codes of a date."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import (
    code_pages,
    codes,
    contact_queries,
    contacts,
    holding,
    hosting,
    organisation_pages,
    organisation_queries,
    organisation_rows,
    roster_queries,
)
from training.seminars.blueprint import blueprint
from training.seminars.contact_forms import CodeForm
from training.seminars.contact_hosting import new_code, revocable
from training.seminars.organisation_forms import BlockForm, ContactForm, OrganisationForm
from training.web.exporting import download
from training.web.forms import Form
from training.web.request import asked, now, say, site, to

RUN = Permission.SEMINAR_RUN
LIST = "/desk/organisations/"
ONE = "/desk/organisations/<public_id:organisation_id>"
CODES = "/desk/sessions/<public_id:session_id>/codes"


@blueprint.page(LIST, permission=RUN)
def organisations(viewer: Viewer) -> ResponseReturnValue:
    find, passed = asked("find")[:100], hosting.passed()
    page = organisation_pages.list_page(*organisation_queries.listed(viewer, find, passed), find, passed)
    return render_template("seminars/organisations.html", page=page)


@blueprint.page(f"{LIST}organisations.<form:kind>", permission=RUN)
def organisations_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    rows = organisation_rows.organisations(organisation_queries.all_listed(viewer, asked("find")[:100]))
    return download(kind, rows, "organisations")


@blueprint.page(f"{LIST}new", permission=RUN)
def new_organisation_form(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("seminars/new_organisation.html", form=OrganisationForm(), one=None)


@blueprint.action(f"{LIST}new", permission=RUN)
def new_organisation(viewer: Viewer) -> ResponseReturnValue:
    form = OrganisationForm.read()
    by = {"by_person_id": viewer.person_id, "now": now()}
    if form.attempt(contacts.create_organisation, form.described(), **by):
        say(text("The organisation is described. Invite a contact, who keeps its seats."))
        return to("seminars.organisation", organisation_id=form.outcome)
    return render_template("seminars/new_organisation.html", form=form, one=None), 422


@blueprint.page(ONE, permission=RUN)
def organisation(viewer: Viewer, organisation_id: str) -> ResponseReturnValue:
    one = organisation_queries.one(viewer, organisation_id)
    page = organisation_pages.one_page(
        one, organisation_queries.contacts(one), contact_queries.blocks_of(one.id),
        contact_queries.attended_over_time(one.id),
    )  # fmt: skip
    return render_template("seminars/organisation.html", page=page)


@blueprint.page(f"{ONE}/contacts.<form:kind>", permission=RUN)
def contacts_table(viewer: Viewer, organisation_id: str, kind: TableForm) -> ResponseReturnValue:
    one = organisation_queries.one(viewer, organisation_id)
    rows = organisation_rows.contacts(organisation_queries.contacts(one))
    return download(kind, rows, "contacts", of=("organisation", one.id))


@blueprint.page(f"{ONE}/blocks.<form:kind>", permission=RUN)
def blocks_table(viewer: Viewer, organisation_id: str, kind: TableForm) -> ResponseReturnValue:
    one = organisation_queries.one(viewer, organisation_id)
    rows = organisation_rows.blocks(contact_queries.blocks_of(one.id))
    return download(kind, rows, "blocks", of=("organisation", one.id))


@blueprint.page(f"{ONE}/people.<form:kind>", permission=RUN)
def organisation_people_table(viewer: Viewer, organisation_id: str, kind: TableForm) -> ResponseReturnValue:
    one = organisation_queries.one(viewer, organisation_id)
    rows = organisation_rows.attended(contact_queries.attended_over_time(one.id))
    return download(kind, rows, "people", of=("organisation", one.id))


@blueprint.page(f"{ONE}/edit", permission=RUN)
def edit_organisation_form(viewer: Viewer, organisation_id: str) -> ResponseReturnValue:
    one = organisation_queries.one(viewer, organisation_id)
    return render_template("seminars/new_organisation.html", form=OrganisationForm.of(one), one=one)


@blueprint.action(f"{ONE}/edit", permission=RUN)
def edit_organisation(viewer: Viewer, organisation_id: str) -> ResponseReturnValue:
    one, form = organisation_queries.one(viewer, organisation_id), OrganisationForm.read()
    by = {"by_person_id": viewer.person_id, "now": now()}
    if form.attempt(contacts.edit_organisation, organisation_id, form.described(), **by):
        say(text("The change is saved."))
        return to("seminars.organisation", organisation_id=organisation_id)
    return render_template("seminars/new_organisation.html", form=form, one=one), 422


@blueprint.page(f"{ONE}/contacts/new", permission=RUN)
def new_contact_form(viewer: Viewer, organisation_id: str) -> ResponseReturnValue:
    one = organisation_queries.one(viewer, organisation_id)
    return render_template("seminars/new_contact.html", form=ContactForm(), one=one)


@blueprint.action(f"{ONE}/contacts/new", permission=RUN)
def new_contact(viewer: Viewer, organisation_id: str) -> ResponseReturnValue:
    one, form = organisation_queries.one(viewer, organisation_id), ContactForm.read()
    by = {"by_person_id": viewer.person_id, "host": hosting.host(), "now": now()}
    if form.attempt(contacts.invite_contact, one.id, form.guest(one.name, site().language), **by):
        say(text("%(name)s gets a mail with their own link.", name=form.name.data))
        return to("seminars.organisation", organisation_id=organisation_id)
    return render_template("seminars/new_contact.html", form=form, one=one), 422


@blueprint.page(f"{ONE}/seats", permission=RUN)
def keep_seats_form(viewer: Viewer, organisation_id: str) -> ResponseReturnValue:
    one = organisation_queries.one(viewer, organisation_id)
    offered = organisation_queries.open_dates(viewer, now()), organisation_queries.contacts(one)
    form = organisation_pages.offering(BlockForm(), *offered)
    return render_template("seminars/keep_seats.html", one=one, form=form)


@blueprint.action(f"{ONE}/seats", permission=RUN)
def keep_seats(viewer: Viewer, organisation_id: str) -> ResponseReturnValue:
    one = organisation_queries.one(viewer, organisation_id)
    offered = organisation_queries.open_dates(viewer, now()), organisation_queries.contacts(one)
    form = organisation_pages.offering(BlockForm.read(), *offered)
    by = {"by_id": viewer.person_id, **hosting.acting()}
    if form.attempt(lambda: holding.hold_for(form.contact.data, form.date.data, form.wish(), **by)):
        say(organisation_pages.kept_words(form.outcome))
        return to("seminars.organisation", organisation_id=organisation_id)
    return render_template("seminars/keep_seats.html", one=one, form=form), 422


@blueprint.page("/desk/contacts/<public_id:contact_id>/end", permission=RUN)
def end_contact_form(viewer: Viewer, contact_id: str) -> ResponseReturnValue:
    page = organisation_pages.ending_page(organisation_queries.contact(viewer, contact_id))
    return render_template("seminars/end_contact.html", page=page, form=Form())


@blueprint.action("/desk/contacts/<public_id:contact_id>/end", permission=RUN)
def end_contact(viewer: Viewer, contact_id: str) -> ResponseReturnValue:
    one = organisation_queries.contact(viewer, contact_id)
    contacts.end_contact(contact_id, by_person_id=viewer.person_id, now=now())
    say(text("%(name)s acts no longer. Their link opens nothing any more.", name=one.name))
    return to("seminars.organisation", organisation_id=one.organisation)


# --- the codes of a date ----------------------------------------------------------------------------------------------


@blueprint.page(CODES, permission=RUN)
def session_codes(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = roster_queries.session(viewer, session_id)
    lines = code_pages.code_lines(contact_queries.codes_of_session(session_id), now())
    return render_template("seminars/session_codes.html", one=one, lines=lines, form=CodeForm())


@blueprint.action(CODES, permission=RUN)
def make_session_code(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = roster_queries.session(viewer, session_id), CodeForm.read()
    made = {"by_person_id": viewer.person_id, "now": now()}
    if form.attempt(codes.make_code, organisation_queries.session_id(viewer, session_id), new_code(form), **made):
        say(code_pages.made_words(form.outcome))
        return to("seminars.session_codes", session_id=session_id)
    lines = code_pages.code_lines(contact_queries.codes_of_session(session_id), now())
    return render_template("seminars/session_codes.html", one=one, lines=lines, form=form), 422


@blueprint.page(f"{CODES}/codes.<form:kind>", permission=RUN)
def codes_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one = roster_queries.session(viewer, session_id)
    rows = organisation_rows.codes(contact_queries.codes_of_session(session_id), now())
    return download(kind, rows, one.slug, of=("session", None))


@blueprint.action(f"{CODES}/<number:code>/revoke", permission=RUN)
def revoke_session_code(viewer: Viewer, session_id: str, code: str) -> ResponseReturnValue:
    found = revocable(contact_queries.codes_of_session(roster_queries.session(viewer, session_id).public_id), code)
    codes.revoke_code(found, by_person_id=viewer.person_id, now=now())
    say(text("The code opens nothing any more. Who came with it keeps their seat."))
    return to("seminars.session_codes", session_id=session_id)
