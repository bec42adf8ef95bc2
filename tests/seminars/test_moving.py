"""A date is moved: everything is told before it happens, then it happens in one piece, and once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import admitting, making, planned, public
from tests.seminars.icalendar_reader import read
from training.audit.models import Event
from training.core.db import database, writing
from training.core.errors import NotFound, Refused
from training.seminars import moving, service
from training.seminars.addresses import MANAGE
from training.seminars.models import Registration, SeminarSession
from training.seminars.moving import Decision, Keep
from training.seminars.placing import Aim
from training.seminars.rules import Mode, State
from training.seminars.service import Claim
from training.seminars.terms import Terms

NOW = making.NOW
NEW = datetime(2026, 12, 17, 20, 0, tzinfo=UTC)
"""17 December, 14:00 in Chicago."""


def aim(**values: Any) -> Aim:
    given = {
        "local_start": planned.at("2026-12-17T14:00"), "minutes": 180, "zone": "America/Chicago",
        "join_url": "https://meet.alderfinch.example/first-hour",
    }  # fmt: skip
    return Aim(**(given | values))


def look(session: str, to: Aim, now: datetime = NOW) -> moving.Impact:
    with writing():
        return moving.look(session, to, now=now)


def move(
    app: Flask, session: str, to: Aim | None = None, keep: Keep = Keep.INFORM, now: datetime = NOW
) -> moving.Outcome:
    to = to or aim()
    seen = look(session, to, now).stamp
    with writing():
        return moving.move_session(session, to, Decision(keep, seen), by_person_id=None, host=making.host(app), now=now)


def test_everybody_keeps_what_they_have(app: Flask) -> None:
    session = making.session(capacity=1)
    for _ in range(2):
        making.register(app, session, make.person())
    making.ask(app, session, making.guest())
    before = {row.public_id: (row.state, row.calendar_sequence) for row in planned.registrations(session)}
    outcome = move(app, session)
    assert (outcome.done, outcome.impact.mails, outcome.impact.updates) == (True, 2, 1)
    row = planned.date(session)
    assert (row.starts_at, row.ends_at, row.local_start) == (NEW, NEW + timedelta(hours=3), "2026-12-17T14:00")
    assert (row.revision, row.previous_starts_at) == (1, datetime(2026, 12, 15, 15, 0, tzinfo=UTC))
    for one in planned.registrations(session):
        state, sequence = before[one.public_id]
        assert one.state is state
        assert one.calendar_sequence == sequence + (state is State.BOOKED)
        assert one.asked_at is None
    assert "seminar-moved" in [event.action for event in making.rows(select(Event.action))]


def test_everybody_is_told_when_it_was_and_when_it_is(app: Flask) -> None:
    session = making.session(capacity=1)
    addresses = [employee(app, session) for _ in range(2)]
    move(app, session)
    (mail,) = planned.mails("seminar.moved")
    assert mail.recipient == addresses[0]
    assert mail.subject.startswith("New date: ")
    assert "Tuesday 15 December 2026, 09:00 to 12:00, Chicago time" in mail.body
    assert "Thursday 17 December 2026, 14:00 to 17:00, Chicago time" in mail.body
    assert "You keep your seat." in mail.body
    (waiting,) = planned.mails("seminar.moved-waiting")
    assert (waiting.recipient, waiting.calendar) == (addresses[1], None)


def employee(app: Flask, session: str) -> str:
    person = make.person()
    address = person.email or ""
    making.register(app, session, person)
    return address


def test_the_entry_in_the_calendar_is_the_same_one_at_the_new_time(app: Flask) -> None:
    session = making.session()
    making.register(app, session, make.person())
    first = entry(planned.mails("seminar.seat")[0])
    move(app, session)
    move(app, session, aim(local_start=planned.at("2026-12-18T14:00")))
    second, third = (entry(mail) for mail in planned.mails("seminar.moved"))
    assert first["UID"] == second["UID"] == third["UID"]
    assert [one["SEQUENCE"] for one in (first, second, third)] == ["1", "2", "3"]
    assert second["METHOD"] == "REQUEST"
    assert (second["DTSTART"], third["DTSTART"]) == ("20261217T200000Z", "20261218T200000Z")


def entry(mail: Any) -> dict[str, str]:
    calendar = read(mail.calendar)
    (event,) = calendar.parts
    names = ("UID", "SEQUENCE", "DTSTART")
    return {name: event.one(name).value for name in names} | {"METHOD": calendar.one("METHOD").value}


def test_window_deadline_and_offers_move_along_by_the_clock(app: Flask) -> None:
    terms = Terms(planned.at("2026-12-01T08:00"), planned.at("2026-12-14T18:00"), planned.at("2026-12-13T12:00"))
    session = making.session(terms=terms)
    move(app, session, aim(local_start=planned.at("2027-03-16T09:00")))
    row = planned.date(session)
    # In March the clocks of Chicago have gone forward: by the clock the distance is the same, in hours it is not.
    assert row.opens_at == datetime(2027, 3, 2, 14, 0, tzinfo=UTC)
    assert row.closes_at == datetime(2027, 3, 15, 23, 0, tzinfo=UTC)
    assert row.cancel_until == datetime(2027, 3, 14, 17, 0, tzinfo=UTC)


def test_a_deadline_that_would_be_past_gives_a_day(app: Flask) -> None:
    session = making.session(terms=Terms(cancel_until=planned.at("2026-12-10T09:00")))
    move(app, session, aim(local_start=planned.at("2026-11-25T09:00")))
    assert planned.date(session).cancel_until == NOW + timedelta(hours=24)


def test_a_block_keeps_its_seats_and_its_contact_is_told(app: Flask) -> None:
    session = making.session(capacity=5)
    public_id = planned.block(app, session)
    impact = look(session, aim(local_start=planned.at("2026-11-27T09:00")))
    assert [(one.block.organisation, one.hurried) for one in impact.blocks] == [("Acme", True)]
    move(app, session)
    assert planned.kept(public_id).release_at == datetime(2026, 12, 10, 17, 0, tzinfo=UTC)
    (mail,) = planned.mails("seminar.moved-block")
    assert mail.recipient == "tom@acme.example"
    assert "has 2 seats was moved" in mail.body
    assert "Thursday 10 December 2026" in mail.body


def test_who_is_elsewhere_is_told_by_name(app: Flask) -> None:
    session = making.session(making.seminar("First hour"))
    other = making.session(making.seminar("Second hour"), local_start=planned.at("2026-12-17T15:00"))
    person = make.person("Amara", "Okafor")
    for one in (session, other):
        making.register(app, one, person)
    making.register(app, session, make.person())
    (clash,) = look(session, aim()).clashes
    assert (clash.family, clash.title, clash.duty) == ("Okafor", "Second hour", False)
    assert not look(session, aim(local_start=planned.at("2026-12-17T12:00"))).clashes, "one ends as the other begins"


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ({"local_start": planned.at("2026-11-20T09:00")}, "past"),
        ({"local_start": planned.at("2027-03-14T02:30")}, "does not exist on that day"),
        ({"local_start": planned.at("2026-12-15T09:00")}, "planned already"),
        ({"join_url": ""}, "Choose a room"),
    ],
)
def test_what_cannot_be_is_refused(app: Flask, to: dict[str, Any], told: str) -> None:
    session = making.session()
    with pytest.raises(Refused, match=told):
        look(session, aim(**to))


def test_rooms_are_checked(app: Flask) -> None:
    small, used = making.venue("Small", seats=1), making.venue("Used", seats=9)
    making.session(venue_id=used, local_start=planned.at("2026-12-17T13:00"))
    session = making.session(venue_id=making.venue("Old"))
    with pytest.raises(Refused, match="Small has one seat"):
        look(session, aim(venue=small, zone=""))
    with pytest.raises(Refused, match="Used is in use"):
        look(session, aim(venue=used, zone=""))
    move(app, session, aim(zone="Europe/London"))
    row = planned.date(session)
    assert (row.venue_id, row.mode, row.zone) == (None, Mode.ONLINE, "Europe/London")
    assert row.starts_at == datetime(2026, 12, 17, 14, 0, tzinfo=UTC)


def test_a_date_that_is_over_cannot_be_moved(app: Flask) -> None:
    session = making.session()
    with pytest.raises(Refused, match="has begun"):
        look(session, aim(local_start=planned.at("2027-01-15T09:00")), making.begun())
    with writing():
        making.planning.cancel_session(session, "No.", by_person_id=None, host=making.host(app), now=NOW)
    with pytest.raises(Refused, match="called off"):
        look(session, aim())


def test_what_has_changed_since_is_not_done(app: Flask) -> None:
    session = making.session(capacity=5)
    seen = look(session, aim()).stamp
    making.register(app, session, make.person())
    with writing():
        outcome = moving.move_session(
            session, aim(), Decision(Keep.INFORM, seen), by_person_id=None, host=making.host(app), now=NOW
        )
    assert not outcome.done and outcome.impact.updates == 1
    assert planned.date(session).revision == 0
    assert not planned.mails("seminar.moved")
    assert outcome.impact.stamp == look(session, aim()).stamp
    assert outcome.impact.stamp != look(session, aim(minutes=60)).stamp


def test_who_waits_reads_on_their_page_that_it_was_moved_and_no_more(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = admitting.on_terms(making.session(slug, capacity=1), arrival="Ring at the side door.")
    making.register(app, session, make.person())
    making.register(app, session, make.employee(client))
    claim = public.seated(app, session)
    move(app, session, keep=Keep.ASK)
    token = making.host(app).links.sign(MANAGE, [claim.registration, claim.link_version])
    for path in (f"/seminars/{slug}/{session}", f"/seminars/manage/{token}"):
        page = client.get(path)
        assert "on the waiting list" in page.words
        assert "This date was moved. It was to be on Tue 15 Dec 2026, 09:00." in page.words
        assert "side door" not in page.words and "suits" not in page.words, "that is for who has a seat"


def test_who_is_asked_answers_with_one_press(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=5)
    making.register(app, session, make.employee(client))
    move(app, session, keep=Keep.ASK)
    assert "Does it suit you?" in planned.mails("seminar.moved")[0].body
    page = client.get(f"/seminars/{slug}/{session}")
    assert "This date was moved. It was to be on Tue 15 Dec 2026, 09:00." in page.words
    assert "Does the new date suit you? If not, give the seat back on this page." in page.words
    after = client.submit(page, action="suits")
    assert "You have told us that the new date suits you." in after.words
    assert "Does the new date suit you?" not in after.words


ANOTHER_LINK = aim(local_start=planned.at("2026-12-15T09:00"), join_url="https://meet.alderfinch.example/other")


@pytest.mark.parametrize(
    ("to", "words"), [(aim(), "Moved: does the new date suit you?"), (ANOTHER_LINK, "Changed: does it still suit you?")]
)
def test_the_first_page_asks_who_has_not_answered(
    app: Flask, client: Client, statements: Any, to: Aim, words: str
) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=1)
    making.register(app, session, make.employee(client))
    client.get("/")
    with statements() as before:
        assert "suit you" not in client.get("/").words
    move(app, session, to, keep=Keep.ASK)
    with statements() as after:
        page = client.get("/")
    assert words in page.words and len(after) == len(before)
    answer = page.soup.select_one("[aria-labelledby=seats] a.button")
    assert answer.get_text(" ", strip=True).startswith("Say yes or no")
    client.submit(client.get(answer["href"]), action="suits")
    page = client.get("/")
    assert "suit you" not in page.words and "Say yes or no" not in page.words


def test_nobody_is_asked_about_a_date_that_has_begun(app: Flask, client: Client, clock: Clock) -> None:
    session = making.session(making.seminar("First hour"), capacity=1)
    person = planned.apart(make.employee(client))
    making.register(app, session, person)
    move(app, session, keep=Keep.ASK)
    for since, asked in ((timedelta(minutes=-1), True), (timedelta(0), False)):
        clock.set(NEW + since)
        make.sign_in(client, person)
        page = client.get("/")
        assert "First hour" in page.words and ("suit you" in page.words) is asked


def test_the_desk_sees_who_has_not_answered(app: Flask, client: Client) -> None:
    session = making.session(capacity=5)
    amara = make.person("Amara", "Okafor")
    number = amara.id
    registered = making.register(app, session, amara)
    making.register(app, session, make.person())
    move(app, session, keep=Keep.ASK)
    with pytest.raises(NotFound), writing():
        moving.answer_yes(Claim(registered.registration, person_id=number + 1), now=NOW)
    planned.desk(client)
    answers = client.get(f"/desk/sessions/{session}/move/answers")
    assert "Two people have not answered." in answers.heading
    assert "Okafor, Amara No answer yet" in answers.words
    with writing():
        service.cancel_registration(Claim(registered.registration, person_id=number), host=making.host(app), now=NOW)
    assert "Gave the seat back" in client.get(f"/desk/sessions/{session}/move/answers").words
    assert "Gave the seat back" in client.get(f"/desk/sessions/{session}/move/answers/people.csv").text


def test_a_guest_answers_through_their_link(app: Flask, client: Client) -> None:
    session = making.session(capacity=5)
    making.ask(app, session, making.guest())
    (row,) = planned.registrations(session)
    with writing():
        service.verify_guest(Claim(row.public_id, link_version=0), host=making.host(app), now=NOW)
    move(app, session, keep=Keep.ASK)
    path = planned.mails("seminar.moved")[0].body.partition("http://localhost/seminars/manage/")[2].split()[0]
    page = client.get(f"/seminars/manage/{path}")
    assert "Does the new date suit you?" in page.words
    assert "You have told us" in client.submit(page, action="suits").words
    (row,) = planned.registrations(session)
    assert row.answered_at is not None
    with pytest.raises(NotFound), writing():
        moving.answer_yes(Claim(row.public_id, link_version=1), now=NOW)


def test_nobody_is_asked_twice_about_the_same(app: Flask) -> None:
    session = making.session()
    making.register(app, session, make.person())
    move(app, session, keep=Keep.ASK)
    move(app, session, aim(local_start=planned.at("2026-12-18T09:00")), keep=Keep.INFORM)
    (row,) = planned.registrations(session)
    assert (row.asked_at, row.answered_at) == (None, None)


def test_an_offer_never_lasts_beyond_the_new_start(app: Flask) -> None:
    session = making.session(capacity=5, terms=Terms(offer_hours=500))
    making.register(app, session, make.person())
    with writing():
        values = {"state": State.OFFERED, "offer_until": datetime(2026, 12, 14, 9, 0, tzinfo=UTC)}
        database.session.execute(update(Registration).where(Registration.state == State.BOOKED).values(values))
    move(app, session, aim(local_start=planned.at("2026-12-01T09:00")))
    (row,) = planned.registrations(session)
    assert row.offer_until == planned.date(session).starts_at


def test_the_preview_says_everything_and_does_nothing(app: Flask, client: Client) -> None:
    session, form = with_people(app, client)
    same = client.submit(form)
    assert same.status == 422 and "planned already" in same.words
    preview = client.submit(form, {"starts": "2026-12-17T14:00", "venue": making.venue("Room 9", seats=9)})
    for words in (
        "One person keeps a seat.", "Tue 15 Dec 2026, 09:00 to 12:00", "Thu 17 Dec 2026, 14:00 to 17:00", "2 mails go out",
        "1 entry in a calendar is moved", "1 contact of an organisation is told", "The room is free then.",
        "Acme, 2 seats: unnamed seats go back on Thu 10 Dec 2026.",
    ):  # fmt: skip
        assert words in preview.words, words
    assert planned.date(session).revision == 0


def with_people(app: Flask, client: Client) -> tuple[str, Any]:
    planned.desk(client)
    session = making.session(making.seminar("First hour of a breach"), venue_id=making.venue(seats=24), capacity=5)
    making.register(app, session, make.person())
    planned.block(app, session)
    return session, client.get(f"/desk/sessions/{session}/move")


def test_a_preview_that_is_stale_is_shown_again(app: Flask, client: Client) -> None:
    session, form = with_people(app, client)
    assert form.soup.select_one("input[name=starts]")["value"] == "2026-12-15T09:00"
    preview = client.submit(form, {"starts": "2026-12-17T14:00"})
    making.register(app, session, make.person())
    stale = client.submit(preview, {"keep": "ask"})
    assert stale.status == 422
    assert "Something has changed since you looked." in stale.words and "Two people keep their seats." in stale.words
    done = client.submit(stale, {"keep": "ask"})
    assert "The date is moved. Mails on their way: 3." in done.text
    assert "New date" in planned.mails("seminar.moved")[0].subject
    assert len(making.rows(select(SeminarSession.id).where(SeminarSession.revision == 1))) == 1
    assert client.submit(stale, {"keep": "ask"}).status == 422, "pressed twice it is planned there already"
