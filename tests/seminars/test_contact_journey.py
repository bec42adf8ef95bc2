"""A contact brings people over HTTP: the desk invites, seats are kept, colleagues pasted, confirmed, swapped, reported."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import admitting, contacting, making, planned
from tests.seminars.contacting import NINA
from training.core.db import writing
from training.core.errors import NotFound
from training.core.permissions import Role
from training.notices.models import Message
from training.people.models import Person
from training.seminars import attendance
from training.seminars.attendance import Marked
from training.seminars.organisation_models import Allotment, Contact, Organisation
from training.seminars.rules import Audience, BlockState, Mark, State
from training.seminars.service import Outcome

LATER = making.NOW + timedelta(days=11)
"""A day after the seats without a name have gone back."""

PASTED = """Name;E-mail
Sofia Lindqvist <sofia.lindqvist@canalstreet.example>
tom.price@canalstreet.example; Tom Price
Lea Marchand\tlea.marchand@canalstreet.example
Noor Haddad, noor.haddad.canalstreet.example
Ola Berg, ola.berg@canalstret.example
Tom Price <TOM.PRICE@canalstreet.example>
"""


@pytest.fixture
def desk(app: Flask) -> Client:
    client = Client(app)
    make.sign_in(client, make.person("Ines", "Trainer"), role=Role.SECURITY_TEAM)
    return client


def mails(to: str) -> list[Any]:
    return making.rows(
        select(Message.subject, Message.body, Message.calendar_method)
        .where(Message.recipient == to)
        .order_by(Message.id)
    )


def link(to: str, kind: str) -> str:
    found = [re.search(rf"http://localhost(/{kind}/\S+)", mail.body) for mail in mails(to)]
    return [one[1] for one in found if one][-1]


def test_from_the_invitation_to_the_report(app: Flask, client: Client, desk: Client, clock: Clock) -> None:
    session = making.session(capacity=20)
    invited(desk)
    own = opened(client)
    block = held(client, own)
    pasted(client, block)
    two_confirm(app)
    page = client.get(block)
    assert "12 seats are kept, three named, nine to name by Thu 3 Dec." in page.heading
    swapped(app, client, page)
    assert "canalstreet.example" in desk.get("/desk/organisations/").words
    reported(app, client, own, session, clock)


def invited(desk: Client) -> None:
    made = desk.submit(
        desk.get("/desk/organisations/new"), {"name": "Canal Street Dental", "domains": "canalstreet.example"}
    )
    assert "Nobody can keep seats for this organisation yet." in made.words
    again = desk.submit(desk.get("/desk/organisations/new"), {"name": "CANAL street  dental"})
    assert again.status == 422 and "There is an organisation of this name already." in again.words
    form = desk.get(f"{made.path}/contacts/new")
    told = desk.submit(form, {"name": "Nina Roth", "email": "Nina.Roth@canalstreet.example"})
    assert "not opened yet" in told.words
    twice = desk.submit(form, {"name": "Nina Roth", "email": "nina.roth@canalstreet.example"})
    assert twice.status == 422 and "is a contact already" in twice.words


def opened(client: Client) -> str:
    own = link(NINA, "organisations/contact")
    first = client.get(own)
    assert "You act for Canal Street Dental." in first.heading
    assert first.headers["Cache-Control"] == "no-store" and first.headers["X-Robots-Tag"] == "noindex"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    page = client.submit(first)
    assert "No seats are kept for Canal Street Dental." in page.heading
    return own


def held(client: Client, own: str) -> str:
    page = client.get(client.get(own).soup.select_one('a[href*="/dates/"]')["href"])
    wrong = client.submit(page, {"seats": "0", "release_at": ""})
    assert wrong.status == 422 and len(wrong.errors) == 2
    block = client.submit(page, {"seats": "12", "release_at": "2026-12-03"})
    assert "12 seats are kept. Name who comes." in block.text
    assert "12 seats are kept, to name by Thu 3 Dec." in block.heading
    (kept,) = [mail for mail in mails(NINA) if mail.subject.startswith("We keep 12 seats")]
    assert "by Thursday 3 December 2026" in kept.body and block.path in kept.body
    return block.path


def pasted(client: Client, block: str) -> None:
    form = client.get(f"{block}/name")
    empty = client.submit(form, {"people": ""})
    assert empty.status == 422
    preview = client.submit(form, {"people": PASTED})
    assert preview.status == 200 and "Three people can be named. Three lines need a look." in preview.heading
    for words in (
        "There is no address with an @ in it.",
        "This is not a domain of your organisation.",
        "stands further up already",
    ):
        assert words in preview.words
    assert not mails("sofia.lindqvist@canalstreet.example"), "nothing is sent before the button is pressed"
    sent = client.submit(preview, action="/send")
    assert "Colleagues who get a mail: 3." in sent.text
    assert "Has not confirmed yet" in sent.words and "Lea Marchand" in sent.words
    again = client.submit(client.get(f"{block}/name"), {"people": PASTED})
    assert again.words.count("is registered for the date already") == 3
    assert "Nobody can be named yet." in again.heading
    others = client.submit(again, {"people": "Ola Berg, ola.berg@canalstret.example", "others": "y"}, action="/name")
    assert "One person can be named." in others.heading


def two_confirm(app: Flask) -> None:
    for who in ("sofia.lindqvist", "tom.price"):
        client, email = Client(app), f"{who}@canalstreet.example"
        page = client.get(link(email, "seminars/colleague"))
        assert "A seat is kept for you." in page.heading
        assert "Nina Roth of Canal Street Dental named you." in page.words
        refused = client.submit(page, action=page.path)
        assert refused.status == 422 and "Tick the box" in refused.words
        done = client.submit(page, {"agree": "y"}, action=page.path)
        assert "You have a seat." in done.heading
        assert [mail.subject.split(":")[0] for mail in mails(email)] == ["Nina Roth named you", "Your seat"]
        again = client.get(page.path)
        assert "You have a seat." in again.heading, "the link goes on to what they have"


def swapped(app: Flask, client: Client, block: Any) -> None:
    change = next(a["href"] for a in block.soup.select("main table a") if "Tom Price" in a.get_text())
    page = client.get(change)
    assert "Who comes instead of Tom Price?" in page.heading
    taken = client.submit(page, {"name": "Lea M", "email": "lea.marchand@canalstreet.example"}, action="/swap")
    assert taken.status == 422 and "registered for the date already" in taken.words
    done = client.submit(page, {"name": "Ada Moss", "email": "ada.moss@canalstreet.example"}, action="/swap")
    assert "Ada Moss gets a mail." in done.text
    told = mails("tom.price@canalstreet.example")[-1]
    assert told.subject.startswith("Your seat was taken back") and str(told.calendar_method) == "CANCEL"
    contacting.confirm(app, "Ada Moss")
    assert contacting.row_of("Ada Moss").state is State.BOOKED
    assert contacting.row_of("Tom Price").state is State.CANCELLED


def reported(app: Flask, client: Client, own: str, session: str, clock: Clock) -> None:
    clock.set(making.begun())
    marks = {
        contacting.registration("Sofia Lindqvist"): Marked(Mark.HERE),
        contacting.registration("Ada Moss"): Marked(Mark.PARTLY, 90),
    }
    assert "Nobody has signed yet" in client.get(f"{own}/dates/{session}/attended").heading
    with writing():
        attendance.mark_attendance(session, marks, by_person_id=None, now=clock())
    with writing():
        attendance.close_attendance(session, by_person_id=None, now=clock())
    report = client.get(f"{own}/dates/{session}/attended")
    assert "2 of 2 were there." in report.heading
    assert "Ada Moss Partly 90" in report.words
    file = client.get(f"{own}/dates/{session}/people.csv")
    assert file.text.splitlines()[1].startswith("Ada Moss,") or '"Ada Moss"' in file.text
    assert file.headers["Cache-Control"] == "no-store"
    assert "Who was there" in client.get(own).words


def test_who_confirms_too_late_stays_in_the_sight_of_their_contact(app: Flask, client: Client, clock: Clock) -> None:
    claim, session = contacting.contact(app, contacting.organisation()), making.session(capacity=2)
    path, block = contacting.path(app, claim), contacting.hold(app, claim, session, 2).block
    contacting.name(app, claim, block, "Ada Moss", "Tom Price")
    staff, own_block = late(app, session, clock), f"{path}/blocks/{block}"
    page = client.get(own_block)
    assert "Tom Price Waits for a seat, place 1 of 2" in page.words and "Ada Moss" in page.words
    assert (
        "No colleagues have a seat. The others went back to everybody. One colleague waits for a seat" in page.heading
    )
    assert "Tom" not in " ".join(link.get_text() for link in page.soup.select("main table a")), "his place is his own"
    assert "2 named" in client.get(path).words
    for one in staff:
        admitting.give_up(app, *one, now=LATER)
    page = client.get(own_block)
    assert "Tom Price Has a seat" in page.words and "One colleague has a seat." in page.heading
    clock.set(making.begun())
    assert contacting.row_of("Tom Price").allotment_id is None
    assert "Tom Price" in client.get(f"{path}/dates/{session}/attended").words
    assert "Who was there" in client.get(path).words


def late(app: Flask, session: str, clock: Clock) -> list[tuple[Outcome, Person]]:
    """The seats go back, three employees ask before Tom confirms: two have them now, one waits behind him."""
    clock.set(LATER)
    contacting.release(app, session, now=LATER)
    people = [admitting.person() for _ in range(3)]
    seats = [making.register(app, session, one, now=LATER) for one in people]
    contacting.confirm(app, "Tom Price", now=LATER)
    return list(zip(seats, people, strict=True))[:2]


def test_the_desk_keeps_seats_for_an_organisation(app: Flask, client: Client, desk: Client) -> None:
    organisation = contacting.organisation()
    form, claim = f"/desk/organisations/{organisation}/seats", contacting.contact(app, organisation)
    staff, session = making.session(audience=Audience.STAFF), making.session(audience=Audience.INVITED, capacity=5)
    page = desk.get(desk.get(f"/desk/organisations/{organisation}").soup.select_one(f'a[href="{form}"]')["href"])
    wrong = desk.submit(page, {"seats": "6", "least": "", "release_at": "2026-12-03"})
    assert wrong.status == 422 and "The room has 5 seats." in wrong.words
    assert wrong.soup.select_one('input[name="seats"]')["value"] == "6", "what was typed stays"
    sent = {"date": session, "contact": claim.contact, "seats": "4", "release_at": "2026-12-03"}
    done = desk.submit(page, sent)
    assert "4 seats are kept. The contact gets a mail." in done.text and "0 of 4 named" in done.words
    (told,) = [mail for mail in mails(NINA) if mail.subject.startswith("We keep 4 seats")]
    block = re.search(r"http://localhost(/organisations/contact/\S+)", told.body)
    assert block and "Four seats are kept, to name by" in client.get(block[1]).heading
    again = desk.submit(desk.get(form), {**sent, "seats": "2"})
    assert "waits as one, and its contact gets a mail" in again.text
    shown = desk.get(f"/desk/sessions/{session}").words
    assert "Canal Street Dental 4 kept, 0 with a seat" in shown and "Canal Street Dental waits for 2 seats" in shown
    forged = desk.submit(desk.get(form), {**sent, "date": staff})
    assert forged.status == 422 and taken(session) == 4


def test_the_desk_is_told_why_no_seats_can_be_kept(app: Flask, client: Client, desk: Client) -> None:
    organisation = contacting.organisation()
    form = f"/desk/organisations/{organisation}/seats"
    contacting.contact(app, organisation, "Max Kerr", "max@canalstreet.example", confirmed=False)
    assert "Nobody acts for this organisation yet" in desk.get(form).words
    contacting.contact(app, organisation)
    assert "No date is open to organisations" in desk.get(form).words
    making.session()
    assert "They name everybody by" in desk.get(form).words
    assert "Nina Roth" in desk.get(form).words and "Max Kerr" not in desk.get(form).words
    make.sign_in(client, make.person())
    assert client.get(form).status == client.post(form, {}).status == 404


def taken(session: str) -> int:
    return int(contacting.session_row(session).taken)


def test_the_link_again_answers_everybody_alike(app: Flask, client: Client) -> None:
    contacting.contact(app, contacting.organisation())
    form = client.get("/organisations/contact")
    known = client.submit(form, {"email": NINA})
    unknown = client.submit(form, {"email": "nobody@canalstreet.example"})
    assert known.words == unknown.words
    assert [mail.subject.split(" for")[0] for mail in mails(NINA)] == ["You can keep seats", "Your page"]
    assert not mails("nobody@canalstreet.example")
    for _ in range(18):
        client.submit(form, {"email": NINA})
    assert len(mails(NINA)) == 2, "one an hour"
    assert client.submit(form, {"email": NINA}).status == 429


def test_an_ended_contact_is_out_and_can_be_invited_anew(app: Flask, client: Client, desk: Client) -> None:
    organisation = contacting.organisation()
    claim = contacting.contact(app, organisation)
    path, session = contacting.path(app, claim), making.session(capacity=9)
    block = contacting.hold(app, claim, session, 3).block
    ended = desk.submit(desk.get(f"/desk/contacts/{claim.contact}/end"))
    assert "acts no longer" in ended.text
    for address in (path, f"{path}/blocks/{block}", f"{path}/dates/{session}", f"{path}/blocks/{block}/name"):
        assert client.get(address).status == 404
    assert client.post(f"{path}/blocks/{block}/give-back").status == 404
    assert contacting.block(block).state is BlockState.HELD, "what is kept stays"
    assert "Send me my link" in client.get(path).words
    fresh = contacting.contact(app, organisation)
    assert fresh.link_version > claim.link_version
    assert client.get(contacting.path(app, fresh)).status == 200


def test_nothing_can_be_done_before_the_first_button(app: Flask, client: Client) -> None:
    session = making.session(capacity=9)
    path = contacting.path(app, contacting.contact(app, contacting.organisation(), confirmed=False))
    assert client.get(f"{path}/dates/{session}").status == 404
    assert client.post(f"{path}/dates/{session}", {"seats": "3", "release_at": "2026-12-03"}).status == 404
    assert making.rows(select(Contact.confirmed_at))[0].confirmed_at is None
    assert not making.rows(select(Allotment.id))


def test_what_belongs_to_others_is_not_there(app: Flask, client: Client) -> None:
    """Another organisation's block, colleague and report are 404, whoever asks with whatever link."""
    session = making.session(capacity=9)
    nina = contacting.contact(app, contacting.organisation())
    block = contacting.hold(app, nina, session, 3).block
    contacting.name(app, nina, block, "Tom Price")
    other = contacting.contact(app, contacting.organisation("Harbour Freight"), "Max Kerr", "max@harbour.example")
    path, tom = contacting.path(app, other), contacting.registration("Tom Price")
    for address in (
        f"blocks/{block}",
        f"blocks/{block}/name",
        f"blocks/{block}/codes",
        f"people/{tom}",
        f"dates/{session}/attended",
        f"dates/{session}/people.csv",
    ):
        assert client.get(f"{path}/{address}").status == 404, address
    for address in (
        f"blocks/{block}/fewer",
        f"blocks/{block}/give-back",
        f"blocks/{block}/send",
        f"people/{tom}/swap",
        f"people/{tom}/take-back",
    ):
        sent = {"seats": "1", "people": "A <a@harbour.example>", "name": "A", "email": "a@harbour.example"}
        assert client.post(f"{path}/{address}", sent).status == 404, address
    assert contacting.row_of("Tom Price").state is State.UNVERIFIED
    assert "Tom Price" not in client.get(path).text


def test_dates_for_staff_and_drafts_are_not_open(app: Flask, client: Client) -> None:
    staff, both = (making.session(audience=one) for one in (Audience.STAFF, Audience.BOTH))
    path = contacting.path(app, contacting.contact(app, contacting.organisation()))
    page = client.get(path)
    assert f"/dates/{both}" in page.text and staff not in page.text
    assert client.get(f"{path}/dates/{staff}").status == 404


def test_a_date_by_invitation_is_there_once_the_desk_keeps_seats(app: Flask, client: Client) -> None:
    hidden, nina = making.session(audience=Audience.INVITED), contacting.contact(app, contacting.organisation())
    other = contacting.contact(app, contacting.organisation("Lakeside Clinic"), "Max Kerr", "max@lakeside.example")
    path = contacting.path(app, nina)
    assert hidden not in client.get(path).text and client.get(f"{path}/dates/{hidden}").status == 404
    with pytest.raises(NotFound):
        contacting.hold(app, nina, hidden, 2)
    contacting.hold(app, nina, hidden, 2, desk=True)
    assert f"/dates/{hidden}" in client.get(path).text
    contacting.hold(app, nina, hidden, 1)
    assert hidden not in client.get(contacting.path(app, other)).text


def test_the_desk_finds_pages_and_changes_organisations(
    app: Flask, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.seminars import organisation_pages, organisation_queries

    for name in ("Harbour Freight", "50% off", "Canal Street Dental"):
        contacting.organisation(name)
    assert "Three organisations send people." in desk.get("/desk/organisations/").heading
    found = desk.get("/desk/organisations/?find=50%25")
    assert "One organisation has this in its name." in found.heading and "Harbour" not in found.words
    assert "No organisation has this" in desk.get("/desk/organisations/?find=zebra").words
    monkeypatch.setattr(organisation_queries, "PAGE", 2)
    monkeypatch.setattr(organisation_pages, "PAGE", 2)
    first = desk.get("/desk/organisations/")
    second = desk.get(first.soup.select_one("a[rel=next]")["href"])
    assert "Harbour Freight" in second.words and "3 to 3 of 3" in second.words
    assert len(desk.get("/desk/organisations/organisations.csv").text.splitlines()) == 4
    one = desk.get(first.soup.select_one("main th a")["href"])
    edited = desk.submit(desk.get(f"{one.path}/edit"), {"domains": "no domain, a@b", "agreement_until": "2026-11-30"})
    assert edited.status == 422 and "is no domain" in edited.words
    edited = desk.submit(
        desk.get(f"{one.path}/edit"), {"domains": "@off.example off.example", "agreement_until": "2026-11-30"}
    )
    assert "30 November 2026" in edited.words
    assert making.rows(select(Organisation.domains).where(Organisation.name == "50% off"))[0].domains == ["off.example"]


def test_the_first_page_of_a_contact_costs_few_statements(app: Flask, client: Client, statements: Any) -> None:
    claim = contacting.contact(app, contacting.organisation())
    path = contacting.path(app, claim)
    for number in range(4):
        session = making.session(capacity=9)
        contacting.name(app, claim, contacting.hold(app, claim, session, 3).block, f"Colleague {number}")
    client.get(path)
    with statements() as counted:
        assert client.get(path).status == 200
    assert len(counted) <= 4, "\n".join(text[:90] for text in counted.texts)


def test_a_hundred_are_named_in_as_many_statements_as_two(app: Flask, statements: Any) -> None:
    claim = contacting.contact(app, contacting.organisation())
    session = making.session(capacity=100)
    block = contacting.hold(app, claim, session, 100).block
    few, many = [f"First {number}" for number in range(2)], [f"Later {number}" for number in range(97)]
    with statements() as for_two:
        contacting.name(app, claim, block, *few)
    with statements() as for_a_hundred:
        assert contacting.name(app, claim, block, few[0], *many) == 97, "who is registered already is passed over"
    assert len(for_a_hundred) == len(for_two) <= 17, "\n".join(text[:90] for text in for_a_hundred.texts)
    named = planned.registrations(session)
    assert len({one.queue_number for one in named}) == len(named) == 99
    assert len(contacting.subjects(contacting.address("Later 96"))) == 1
