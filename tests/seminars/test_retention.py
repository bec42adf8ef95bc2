"""What is kept of guests: what goes when, forgetting a date now, a guest's own wish; facts and counts stay."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.make import NOW
from tests.seminars import making, public, wishes
from tests.seminars.icalendar_reader import read
from training.audit.models import Event
from training.core.db import database, writing
from training.core.errors import NotFound
from training.core.links import Links
from training.core.permissions import Role
from training.jobs.models import Job
from training.jobs.worker import Tools, run_due
from training.notices import work as mails
from training.notices.models import Message
from training.notices.rules import MessageState
from training.notices.service import FORGET, SEND
from training.seminars import attendance, own_data, planning, roster_queries, service, work
from training.seminars.addresses import MANAGE
from training.seminars.attendance import Marked
from training.seminars.day_models import AttendanceRecord, SpecialNeed
from training.seminars.models import Attendee, Registration, RegistrationEvent, Seminar, SeminarSession
from training.seminars.plan_models import Interest
from training.seminars.rules import Mark, State
from training.seminars.service import Claim

SOFIA = making.guest(name="Sofia Lindqvist", email="sofia@canalstreet.example")
FACTS = (Registration, RegistrationEvent, AttendanceRecord, Attendee, Message)


@pytest.fixture
def post(app: Flask, clock: Clock) -> Any:
    """Carry out the jobs of mail, with a post that takes everything."""
    house = app.extensions["muster"]
    tools = Tools(house.world, Links(house.settings.site_url, house.settings.secret_key, clock))
    handlers = {SEND: mails.sender("training@alderfinch.example", "Alder & Finch", keep=False), FORGET: mails.forget}
    return lambda: run_due(handlers, tools)


def counts() -> dict[str, int]:
    return {table.__tablename__: making.rows(select(func.count()).select_from(table))[0][0] for table in FACTS}


def words_of_sofia() -> list[str]:
    """All that the tables hold in which Sofia is still named."""
    columns = (
        (Attendee, Attendee.name), (Attendee, Attendee.email), (Message, Message.recipient), (Message, Message.body),
        (Message, Message.subject), (Message, Message.recipient_name), (Message, Message.calendar), (SpecialNeed, SpecialNeed.need),
    )  # fmt: skip
    found = [
        f"{table.__tablename__}: {value}"
        for table, column in columns
        for (value,) in making.rows(select(column).where(column.is_not(None)))
    ]
    found += [f"registration: {answers}" for (answers,) in making.rows(select(Registration.answers))]
    return [one for one in found if "ofia" in one or "indqvist" in one or "nuts" in one]


def held(app: Flask, *guests: Any) -> str:
    """A date three weeks ahead to which guests and an employee came; attendance is signed. Ends at 18:00 UTC."""
    one = making.session(making.seminar("First hour", retention_days=30), capacity=20)
    claims = [public.seated(app, one, who=guest) for guest in guests]
    making.register(app, one, make.person())
    begun = making.begun()
    with writing():
        attendance.mark_attendance(
            one, {claim.registration: Marked(Mark.HERE) for claim in claims}, by_person_id=None, now=begun
        )
    everybody = making.rows(select(Registration.public_id).where(Registration.state == State.BOOKED))
    with writing():
        attendance.mark_attendance(one, {key: Marked(Mark.HERE) for (key,) in everybody}, by_person_id=None, now=begun)
    with writing():
        attendance.close_attendance(one, by_person_id=None, now=begun + timedelta(hours=3))
    return one


def known_better(email: str, *, wishes: bool = True) -> None:
    """Somebody who answered a question, needs something and, where `wishes`, waits for a seminar."""
    with writing():
        attendee = database.session.scalar(
            select(Attendee.id).where(Attendee.email == email).execution_options(scoped="test")
        )
        number = database.session.scalar(
            select(func.max(Registration.id))
            .where(Registration.attendee_id == attendee)
            .execution_options(scoped="test")
        )
        answers = [["What is your role?", "Sofia runs the desk"]]
        database.session.execute(update(Registration).where(Registration.id == number).values(answers=answers))
        database.session.add(SpecialNeed(registration_id=number, need="no nuts, please"))
        seminar = database.session.scalar(select(func.min(Seminar.id)))
        if wishes:
            database.session.add(Interest(seminar_id=seminar, attendee_id=attendee, language="en", said_at=NOW))


# --- the desk ---------------------------------------------------------------------------------------------------------


def desk(client: Client) -> Client:
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    return client


def test_the_desk_sees_what_goes_when(app: Flask, client: Client, clock: Clock, statements: Any) -> None:
    held(app, SOFIA, making.guest())
    desk(client)
    page = client.get("/desk/seminars/retention")
    assert page.heading == "Guests of one date are known by name. The next go on Thu 14 Jan 2027."
    (row,) = page.soup.select("tbody tr")
    assert [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] == [
        "First hour Tue 15 Dec 2026",
        "2",
        "Thu 14 Jan 2027",
        "",
    ]
    clock.set(making.begun() + timedelta(hours=4))
    page = desk(client).get("/desk/seminars/retention")
    assert "Forget them now" in page.words and "sofia" not in page.text.lower()
    with statements() as counted:
        client.get("/desk/seminars/retention")
    assert len(counted) <= 3, counted.texts
    assert client.get("/desk/seminars/retention/dates.csv").text.splitlines()[1].startswith("First hour,2026-12-15")


def test_forgetting_a_date_is_previewed_confirmed_and_changes_no_count(
    app: Flask, client: Client, clock: Clock
) -> None:
    one = held(app, SOFIA, making.guest())
    known_better(SOFIA.email)
    desk(client)
    path = f"/desk/sessions/{one}/forget"
    assert client.get(path).heading == "This date is not over. Its guests are needed by name until then."
    clock.set(making.begun() + timedelta(hours=4))
    page = desk(client).get(path)
    assert page.heading == "Two guests would be forgotten now. It cannot be undone."
    assert "3 registrations" in page.words and "3 records of attendance" in page.words
    page = client.submit(page)
    assert page.status == 422 and "Tick the box: it cannot be undone" in page.errors[0]
    before, figures = counts(), client.get(f"/desk/sessions/{one}").words
    page = client.submit(page, {"sure": "y"})
    assert page.path == "/desk/seminars/retention" and "2 guests were forgotten." in page.text
    assert words_of_sofia() == [] and counts() == before
    assert client.get(f"/desk/sessions/{one}").words.count("Was here") == figures.count("Was here")
    assert making.rows(select(SeminarSession.purged_at)) == [(clock(),)]
    assert page.heading == "No guest is known by name." and "erased on Tue 15 Dec 2026" in page.words
    assert len(making.rows(select(Event.action).where(Event.action.in_(["guest-forgotten", "seminar-forgotten"])))) == 3
    assert client.get(path).heading == "No guests would be forgotten now."


def test_who_comes_to_another_date_stays(app: Flask, client: Client, clock: Clock) -> None:
    one = held(app, SOFIA, making.guest())
    later = making.begun() + timedelta(days=1)
    public.seated(
        app,
        making.session(local_start=(later + timedelta(days=20)).replace(tzinfo=None), now=later),
        who=SOFIA,
        now=later,
    )
    clock.set(later)
    desk(client)
    page = client.get(f"/desk/sessions/{one}/forget")
    assert page.heading.startswith("One guest would be forgotten now.")
    assert "1 guest stays: another date of theirs still needs the name." in page.words
    client.submit(page, {"sure": "y"})
    assert making.rows(select(Attendee.name).where(Attendee.email == SOFIA.email)) == [("Sofia Lindqvist",)]
    assert making.rows(select(SeminarSession.purged_at).where(SeminarSession.public_id == one)) == [(None,)]


def test_nobody_is_forgotten_before_the_date_is_over(app: Flask, client: Client) -> None:
    one = making.session()
    public.seated(app, one, who=SOFIA)
    desk(client)
    page = client.post(f"/desk/sessions/{one}/forget", {"sure": "y"})
    assert page.status == 422 and words_of_sofia()


def test_a_date_that_was_called_off_is_over(app: Flask, client: Client, post: Any) -> None:
    one = making.session()
    public.seated(app, one, who=SOFIA)
    with writing():
        planning.cancel_session(one, "The trainer is ill.", by_person_id=None, host=making.host(app), now=NOW)
    post()
    desk(client)
    client.submit(client.get(f"/desk/sessions/{one}/forget"), {"sure": "y"})
    assert words_of_sofia() == []


def test_each_night_marks_the_dates_that_know_nobody(app: Flask, clock: Clock) -> None:
    held(app, SOFIA)
    tools = type("Tools", (), {"world": app.extensions["muster"].world})
    clock.set(making.begun() + timedelta(days=30))
    work.forget(None, tools)  # type: ignore[arg-type]
    assert words_of_sofia() and making.rows(select(SeminarSession.purged_at)) == [(None,)]
    before = counts()
    clock.forward(days=1)
    work.forget(None, tools)  # type: ignore[arg-type]
    assert words_of_sofia() == [] and counts() == before
    assert making.rows(select(SeminarSession.purged_at)) == [(clock(),)]
    assert roster_queries.guests_to_forget(clock()) == {}


# --- a guest ----------------------------------------------------------------------------------------------------------


def token(app: Flask, claim: Claim) -> str:
    return making.host(app).links.sign(MANAGE, [claim.registration, claim.link_version])


def test_a_guest_takes_everything_as_a_file(app: Flask, client: Client, clock: Clock) -> None:
    held(app, SOFIA)
    known_better(SOFIA.email, wishes=False)
    wishes.guest_interested(app, making.seminar("Another hour"), SOFIA.email)
    public.seated(app, making.session(), who=making.guest(email="noor@canalstreet.example"))
    clock.set(making.begun() + timedelta(hours=4))
    path = f"/seminars/manage/{token(app, public.claim_of(SOFIA.email))}/data"
    page = client.get(path)
    assert page.heading == "This is what we keep of you. It is yours." and "Sofia Lindqvist" in page.words
    page = client.get(f"{path}.json")
    assert page.headers["Cache-Control"] == "no-store" and "attachment" in page.headers["Content-Disposition"]
    taken = json.loads(page.text)
    assert (taken["name"], taken["email"], taken["organisation"]) == (
        "Sofia Lindqvist",
        SOFIA.email,
        "Canal Street Dental",
    )
    ((one,), (wish,)) = taken["registrations"], taken["wishes"]
    assert one["answers"] == [{"question": "What is your role?", "answer": "Sofia runs the desk"}]
    assert (one["needs"], one["agreed_to"], one["state"]) == ("no nuts, please", "Keep my name.", "attended")
    assert [part["to"] for part in one["history"]] == ["unverified", "waitlisted", "booked", "attended"]
    assert one["attendance"][0]["mark"] == "here"
    assert (wish["agreed_to"], wish["agreed_at"]) == ("Keep my name.", NOW.isoformat())
    assert [mail["subject"].partition(":")[0] for mail in taken["mails"]] == [
        "One step left",
        "Your seat",
        "One step left",
    ]
    assert "noor@" not in page.text


def test_looking_erases_nothing(app: Flask, client: Client) -> None:
    claim = public.seated(app, making.session(), who=SOFIA)
    for _ in range(2):
        page = client.get(f"/seminars/manage/{token(app, claim)}/data")
    assert "1 seat or place is given up first." in page.words and words_of_sofia()
    assert client.get(f"/seminars/manage/{token(app, claim)}/data/erase").status in {404, 405}


def test_a_guest_is_erased_at_their_wish(app: Flask, client: Client, clock: Clock, post: Any) -> None:
    one = making.session(capacity=1)
    claim, waits = public.seated(app, one, who=SOFIA), public.seated(app, one)
    other = public.seated(app, making.session(), who=SOFIA)
    known_better(SOFIA.email)
    post()
    before, own, again = counts(), token(app, claim), token(app, other)
    page = client.submit(client.get(f"/seminars/manage/{own}/data"), action="erase")
    assert page.heading.startswith("Your data is erased.")
    states = dict(making.rows(select(Registration.public_id, Registration.state)))
    assert (states[claim.registration], states[other.registration]) == (State.CANCELLED, State.CANCELLED)
    assert states[waits.registration] is State.BOOKED, "whoever waited has the seat"
    on_their_way()
    over(client, own, again)
    clock.forward(minutes=6)
    post()
    sent = [str(mail["To"]) for mail in app.extensions["muster"].world.post.sent]
    assert sent.count(f"Sofia Lindqvist <{SOFIA.email}>") == 6, "verify, seat, and the last word about each"
    assert words_of_sofia() == [], "and now that is gone too"
    assert all(counts()[name] == before[name] for name in ("registration", "attendee"))
    assert making.rows(select(Interest.ended_at)) == [(NOW,)] and making.rows(select(SpecialNeed)) == []


def on_their_way() -> None:
    """The last words, which take the dates out of the calendar, are not forgotten before they have left."""
    left = making.rows(select(Message).where(Message.recipient == SOFIA.email))
    assert [(mail.kind, mail.state) for (mail,) in left] == [("seminar.given-up", MessageState.WAITING)] * 2
    assert all(read(mail.calendar).one("METHOD").value == "CANCEL" for (mail,) in left)


def over(client: Client, *tokens: str) -> None:
    for void in tokens:
        for end in ("", "/data", "/data.json"):
            page = client.get(f"/seminars/manage/{void}{end}")
            assert (page.status, page.heading) == (404, "This link is over. Nothing is lost.")
        assert client.post(f"/seminars/manage/{void}/data/erase").status == 404


def test_attendance_stays_when_the_guest_goes(app: Flask, client: Client, clock: Clock) -> None:
    one = held(app, SOFIA)
    clock.set(making.begun() + timedelta(hours=4))
    before = counts()
    client.submit(client.get(f"/seminars/manage/{token(app, public.claim_of(SOFIA.email))}/data"), action="erase")
    assert words_of_sofia() == [] and counts() == before
    desk(client)
    assert client.get(f"/desk/sessions/{one}").words.count("Was here") == 2


def test_a_mail_that_cannot_leave_is_forgotten_after_a_day(
    app: Flask, clock: Clock, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = public.seated(app, making.session(), who=SOFIA)

    def broken(_message: Any) -> None:
        raise OSError("no way there")

    world = app.extensions["muster"].world
    monkeypatch.setattr(type(world.post), "__call__", lambda _self, message: broken(message))
    with writing():
        own_data.erase(claim, host=making.host(app), now=NOW)
    for _ in range(40):
        clock.forward(hours=1)
        post()
    assert words_of_sofia() == []
    (job,) = making.rows(select(Job).where(Job.kind == FORGET))
    assert str(job[0].state) == "done"


@pytest.mark.parametrize("bad", ["made-up" * 6, ""])
def test_a_void_link_looks_like_any_other(app: Flask, client: Client, bad: str) -> None:
    claim = public.seated(app, making.session(), who=SOFIA)
    own = bad or token(app, Claim(claim.registration, link_version=5))
    pages: list[Page] = [client.get(f"/seminars/manage/{own}{end}") for end in ("", "/data", "/data.json")]
    pages.append(client.post(f"/seminars/manage/{own}/data/erase"))
    assert len({page.words for page in pages}) == 1 and {page.status for page in pages} == {404}


def test_nobody_elses_link_erases(app: Flask) -> None:
    public.seated(app, making.session(), who=SOFIA)
    with pytest.raises(NotFound), writing():
        own_data.erase(Claim("000000000000", link_version=0), host=making.host(app), now=NOW)
    assert words_of_sofia()


def test_an_employee_has_no_such_link(app: Flask, client: Client) -> None:
    booked = making.register(app, making.session(), make.person())
    page = client.get(f"/seminars/manage/{token(app, Claim(booked.registration, link_version=0))}/data")
    assert page.status == 404


def test_what_expires_keeps_its_needs_from_nobody(app: Flask) -> None:
    one = making.session()
    making.ask(app, one, SOFIA)
    known_better(SOFIA.email, wishes=False)
    with writing():
        service.expire_unverified(one, now=NOW + timedelta(hours=25))
    assert words_of_sofia() == []
