"""A guest, from the page to the seat and back, with a real mail server in between."""

import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.mailbox import Mailbox
from tests.seminars import making
from tests.seminars.icalendar_reader import read
from training.core.db import writing
from training.core.links import Links
from training.core.post import smtp_post
from training.jobs.service import add
from training.jobs.worker import Tools, run_due
from training.notices import service as notices
from training.notices.models import Message
from training.notices.work import sender
from training.seminars import own_data, planning, service, work
from training.seminars.models import Attendee, Registration
from training.seminars.organisation_models import Organisation
from training.seminars.rules import Audience, State
from training.seminars.service import Claim

FORM = {
    "name": "Sofia Lindqvist",
    "email": "sofia@canalstreet.example",
    "organisation": "Canal Street Dental",
    "agree": "y",
}


@pytest.fixture
def post(app: Flask, clock: Clock, mailbox: Mailbox) -> Any:
    """Carry out all jobs that are due, mails through the real server."""
    house = app.extensions["muster"]
    tools = Tools(
        replace(house.world, post=smtp_post(mailbox.url)),
        Links(house.settings.site_url, house.settings.secret_key, clock),
    )
    handlers = {notices.SEND: sender("training@alderfinch.example", "Alder & Finch", keep=False), **work.HANDLERS}
    return lambda: run_due(handlers, tools)


def ask(client: Client, clock: Clock, path: str, **values: str) -> Page:
    page = client.get(path)
    clock.forward(seconds=5)
    return client.submit(page, FORM | values, action="ask")


def link(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"http://localhost(/seminars/{kind}/\S+)", body.get_content())
    assert found, body.get_content()
    return found[1]


def entry_of(mail: EmailMessage) -> Any:
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1, "a mail has exactly one calendar part"
    calendar = read(parts[0].get_content().replace("\r\n", "\n").replace("\n", "\r\n"))
    assert parts[0].get_param("method") == calendar.one("METHOD").value
    return calendar


def state_of(email: str) -> State:
    found = select(Registration.state).join(Attendee).where(Attendee.email == email).order_by(Registration.id.desc())
    state: State = making.rows(found)[0][0]
    return state


def confirmed(client: Client, post: Any, mailbox: Mailbox) -> Page:
    """Fetch the last mail and press the button that its link shows."""
    post()
    seat = client.submit(client.get(link(mailbox.got[-1], "verify")))
    post()
    return seat


def test_asking_holds_no_seat_and_opening_the_link_changes_nothing(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    slug = making.seminar("First hour of a breach")
    path = f"/seminars/{slug}/{making.session(slug, venue_id=making.venue(), capacity=1)}"
    answer = ask(client, clock, path)
    assert answer.path == f"{path}/asked"
    assert "Look into your mailbox." in answer.heading
    assert "1 seat left" in client.get("/seminars/").words
    post()
    (mail,) = mailbox.got
    assert mail["To"] == "Sofia Lindqvist <sofia@canalstreet.example>"
    for _ in range(2):  # scanners open links too
        seen = client.get(link(mail, "verify"))
        assert seen.headers["Cache-Control"] == "no-store"
        assert seen.headers["X-Robots-Tag"] == "noindex"
        assert state_of(FORM["email"]) is State.UNVERIFIED


def test_from_the_button_to_the_seat_and_back(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    slug = making.seminar("First hour of a breach")
    ask(client, clock, f"/seminars/{slug}/{making.session(slug, venue_id=making.venue(), capacity=1)}")
    assert "You have a seat." in confirmed(client, post, mailbox).heading
    assert "Full" in client.get("/seminars/").words
    manage = link(mailbox.got[1], "manage")
    requested, saved = entry_of(mailbox.got[1]), client.get(f"{manage}/calendar.ics")
    assert requested.one("METHOD").value == "REQUEST"
    assert requested.parts[0].one("ATTENDEE").value == "mailto:sofia@canalstreet.example"
    assert saved.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert read(saved.text).parts[0].one("UID").value == requested.parts[0].one("UID").value
    assert "You have a seat." in client.get(link(mailbox.got[0], "verify")).heading, "the first mail leads there too"

    assert "You have no seat any more." in client.submit(client.get(manage)).heading
    post()
    cancelled = entry_of(mailbox.got[2])
    assert cancelled.one("METHOD").value == "CANCEL"
    assert cancelled.parts[0].one("UID").value == requested.parts[0].one("UID").value
    assert int(cancelled.parts[0].one("SEQUENCE").value) > int(requested.parts[0].one("SEQUENCE").value)
    assert "1 seat left" in client.get("/seminars/").words


def test_who_waits_is_told_the_place_and_moves_up(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    slug = making.seminar()
    path = f"/seminars/{slug}/{making.session(slug, capacity=1)}"
    for number in range(3):
        ask(client, clock, path, email=f"guest{number}@canalstreet.example")
        confirmed(client, post, mailbox)
    told = [mail["Subject"].split(":")[0] for mail in mailbox.got]
    assert told == [
        "One step left",
        "Your seat",
        "One step left",
        "On the waiting list",
        "One step left",
        "On the waiting list",
    ]
    assert "number 2 on the waiting list" in mailbox.got[5].get_content()
    assert "You are number 2 on the waiting list." in client.get(link(mailbox.got[5], "manage")).heading

    client.submit(client.get(link(mailbox.got[1], "manage")))
    post()
    moved = [mail for mail in mailbox.got[6:] if "Your seat" in mail["Subject"]]
    assert [mail["To"] for mail in moved] == ["Sofia Lindqvist <guest1@canalstreet.example>"]
    assert "A seat has come free" in moved[0].get_body(("plain",)).get_content()
    assert entry_of(moved[0]).one("METHOD").value == "REQUEST"
    assert "You are number 1 on the waiting list." in client.get(link(mailbox.got[5], "manage")).heading


def test_the_answer_tells_nobody_anything(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    """Unknown, waiting for the button, with a seat, on the list of a full date: the same page, word for word."""
    slug = making.seminar()
    path = f"/seminars/{slug}/{making.session(slug, capacity=1)}"
    pages = {"unknown": ask(client, clock, path)}
    pages["not confirmed"] = ask(client, clock, path)
    post()
    client.submit(client.get(link(mailbox.got[0], "verify")))
    pages["with a seat"] = ask(client, clock, path)
    pages["full"] = ask(client, clock, path, email="other@canalstreet.example")
    assert {(page.status, page.path, page.text) for page in pages.values()} == {
        (200, f"{path}/asked", pages["unknown"].text)
    }
    post()
    assert [mail["Subject"].split(":")[0] for mail in mailbox.got] == [
        "One step left",
        "Your seat",
        "You are registered already",
        "One step left",
    ]


def test_asking_takes_the_same_work_whoever_it_is(app: Flask, statements: Any) -> None:
    session, host = making.session(capacity=5), making.host(app)
    counted = {}
    who = making.guest()
    for name in ("unknown", "known"):
        with statements() as ran, writing():
            service.register_guest(session, who, host=host, now=making.NOW)
        counted[name] = [text.split(" (")[0].split("\n")[0][:40] for text in ran.texts]
        with writing():
            version = making.rows(select(Registration.public_id))[0][0]
        if name == "unknown":
            with writing():
                service.verify_guest(service.Claim(version, link_version=0), host=host, now=making.NOW)
    assert [text for text in counted["unknown"] if "registration_event" not in text] == counted["known"]


def test_a_robot_gets_the_answer_and_nothing_else(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    path = f"/seminars/{slug}/{making.session(slug)}"
    page = ask(client, clock, path, website="http://cheap.example")
    assert page.path == f"{path}/asked"
    assert making.rows(select(func.count()).select_from(Attendee))[0][0] == 0


def test_a_form_is_not_sent_within_two_seconds_or_without_its_moment(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    path = f"/seminars/{slug}/{making.session(slug)}"
    quick = client.submit(client.get(path), FORM, action="ask")
    assert quick.status == 422 and "quicker than people type" in quick.words
    assert quick.soup.select_one("input[name=name]")["value"] == FORM["name"], "nothing typed is lost"
    forged = client.submit(quick, {"opened": "x"}, action="ask")
    assert forged.status == 422 and "open for too long" in forged.words
    clock.forward(seconds=3)
    assert client.submit(forged, action="ask").path.endswith("/asked")


def test_wrong_fields_are_told_and_kept(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    path = f"/seminars/{slug}/{making.session(slug)}"
    page = client.get(path)
    clock.forward(seconds=5)
    again = client.submit(
        page, {"name": "Sofia Lindqvist", "email": "sofia@", "organisation": "Canal Street Dental"}, action="ask"
    )
    assert again.status == 422 and again.title.startswith("Error:")
    assert "Two things to put right" in again.words
    assert "Enter an e-mail address like name@company.example" in again.words
    assert "Tick the box, or we cannot keep your name" in again.words


def test_one_address_gets_five_mails_a_day_and_the_page_does_not_tell(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    path = f"/seminars/{slug}/{making.session(slug)}"
    for _ in range(7):
        assert ask(client, clock, path).path.endswith("/asked")
        clock.forward(hours=1)
    assert making.rows(select(func.count()).select_from(Message))[0][0] == 5


def test_one_network_cannot_ask_without_end(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    path = f"/seminars/{slug}/{making.session(slug, capacity=100)}"
    page = client.get(path)
    clock.forward(seconds=5)
    for number in range(40):
        assert client.submit(page, FORM | {"email": f"n{number}@canalstreet.example"}, action="ask").status == 200
    stopped = client.submit(page, FORM | {"email": "one@too.example"}, action="ask")
    assert stopped.status == 429 and stopped.headers["Retry-After"]


def test_what_is_not_confirmed_ends_after_a_day_and_is_forgotten(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    slug = making.seminar()
    session = making.session(slug)
    ask(client, clock, f"/seminars/{slug}/{session}")
    post()
    verify = link(mailbox.got[0], "verify")
    clock.forward(hours=24, seconds=1)
    expired = client.get(verify)
    assert expired.status == 404 and "This link is over." in expired.heading
    assert client.post(verify).status == 404
    with writing():
        add(*work.schedule(clock()), now=clock())
    post()
    attendee = making.rows(select(Attendee.email, Attendee.name, Attendee.erased_at))[0]
    assert (attendee.email, attendee.name) == (None, "") and attendee.erased_at is not None
    assert making.rows(select(Registration.state))[0][0] is State.EXPIRED
    kept = making.rows(select(Message.recipient, Message.recipient_name, Message.body))[0]
    assert tuple(kept) == ("", "", "")
    ask(client, clock, f"/seminars/{slug}/{session}")
    assert state_of(FORM["email"]) is State.UNVERIFIED, "the same address may come again"


def test_guests_are_forgotten_when_their_days_are_over(app: Flask, clock: Clock) -> None:
    session = making.session(making.seminar(retention_days=30))
    making.ask(app, session, making.guest(email="sofia@canalstreet.example"))
    registration = making.rows(select(Registration.public_id))[0][0]
    with writing():
        service.verify_guest(service.Claim(registration, link_version=0), host=making.host(app), now=making.NOW)
    tools = Tools(app.extensions["muster"].world, making.host(app).links)
    for days, kept in ((22 + 29, "sofia@canalstreet.example"), (22 + 31, None)):
        clock.set(making.begun(days))
        work.forget(None, tools)  # type: ignore[arg-type]
        assert making.rows(select(Attendee.email))[0][0] == kept
    assert making.rows(select(Registration.state))[0][0] is State.BOOKED, "what happened stays"


def test_links_are_good_for_one_thing_and_end_with_who_had_them(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    slug = making.seminar()
    ask(client, clock, f"/seminars/{slug}/{making.session(slug)}")
    post()
    verify = link(mailbox.got[0], "verify")
    assert client.get(verify.replace("/verify/", "/manage/")).status == 404
    assert client.get(verify[:-3] + "xyz").status == 404
    manage = client.submit(client.get(verify)).path
    assert client.get(manage).status == 200
    registration = making.rows(select(Registration.public_id))[0][0]
    with writing():
        own_data.erase(Claim(registration, link_version=0), host=making.host(app), now=clock())
    for path in (verify, manage, f"{manage}/calendar.ics"):
        assert client.get(path).status == 404
    assert client.post(f"{manage}/cancel").status == 404


def test_the_link_of_a_seat_ends_two_weeks_after_the_seminar(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    slug = making.seminar()
    ask(client, clock, f"/seminars/{slug}/{making.session(slug)}")
    post()
    manage = client.submit(client.get(link(mailbox.got[0], "verify"))).path
    clock.set(making.begun() + timedelta(days=13))
    shown = client.get(manage)
    assert shown.status == 200 and not shown.soup.select("main form")
    assert client.post(f"{manage}/cancel").status == 422
    clock.forward(days=2)
    assert client.get(manage).status == 404


def test_a_typed_address_does_not_change_a_confirmed_guest(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    slug = making.seminar()
    first, second = (f"/seminars/{slug}/{making.session(slug)}" for _ in range(2))
    ask(client, clock, first)
    ask(client, clock, first, name="Sofia A. Lindqvist")
    post()
    client.submit(client.get(link(mailbox.got[0], "verify")))
    ask(client, clock, second, name="Somebody Else", organisation="Another House")
    kept = making.rows(select(Attendee.name, Organisation.name.label("house")).join(Organisation))[0]
    assert tuple(kept) == ("Sofia A. Lindqvist", "Canal Street Dental")


def test_one_organisation_however_it_is_written(app: Flask) -> None:
    session = making.session(capacity=10)
    for name in ("Canal Street Dental", "CANAL  STREET dental", "Canal Street Ｄental"):
        making.ask(app, session, making.guest(organisation=name))
    assert [row.name for row in making.rows(select(Organisation.name))] == ["Canal Street Dental"]


def test_visitors_get_no_cookie_and_pages_that_may_be_kept_a_minute(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    session = making.session(slug)
    for path in ("/seminars/", f"/seminars/{slug}/", f"/seminars/{slug}/{session}"):
        page = client.get(path)
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in page.headers
    answer = ask(client, clock, f"/seminars/{slug}/{session}")
    assert "Set-Cookie" not in answer.headers
    make.employee(client)
    assert client.get("/seminars/").headers["Cache-Control"] == "no-store"


def test_a_date_for_staff_is_nothing_to_a_visitor(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar("Only for us")
    session = making.session(slug, audience=Audience.STAFF)
    for path in (f"/seminars/{slug}/", f"/seminars/{slug}/{session}", f"/seminars/{slug}/{session}/asked"):
        assert client.get(path).status == 404
    assert client.post(f"/seminars/{slug}/{session}/ask", FORM).status == 404
    assert "Only for us" not in client.get("/seminars/").words


def test_a_date_called_off_tells_who_confirmed_and_nobody_else(
    app: Flask, client: Client, clock: Clock, mailbox: Mailbox, post: Any
) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=1)
    for who in ("seated@canalstreet.example", "waits@canalstreet.example"):
        ask(client, clock, f"/seminars/{slug}/{session}", email=who)
        confirmed(client, post, mailbox)
    ask(client, clock, f"/seminars/{slug}/{session}", email="never@canalstreet.example")
    post()
    before, reason = len(mailbox.got), "The room is flooded."
    with writing():
        told = planning.cancel_session(session, reason, by_person_id=None, host=making.host(app), now=clock())
    post()
    mails = {mail["To"].addresses[0].username: mail for mail in mailbox.got[before:]}
    assert told == 2
    assert set(mails) == {"seated", "waits"}
    assert all(reason in mail.get_body(("plain",)).get_content() for mail in mails.values())
    assert entry_of(mails["seated"]).one("METHOD").value == "CANCEL"
    assert not [part for part in mails["waits"].walk() if part.get_content_type() == "text/calendar"]
    assert {row.state for row in making.rows(select(Registration.state))} == {State.CANCELLED}
    for number, kind in ((1, "manage"), (4, "verify")):
        assert "This date was called off." in client.get(link(mailbox.got[number], kind)).heading
