"""Declining in the calendar: what programs answer, read from a real IMAP server, gives the seat up; nothing else does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests import imap as servers
from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.imap import Imap
from tests.make import NOW
from tests.seminars import making, public
from tests.seminars.icalendar_reader import read
from training.audit.models import Event, EventDetail
from training.cli.diagnosis_of_services import replies as findings
from training.core.db import writing
from training.core.links import Links
from training.core.mailbox import opened
from training.core.settings import Mode, Settings, SettingsFault, read_settings
from training.jobs.models import Job
from training.jobs.service import add
from training.jobs.worker import Tools, run_due
from training.notices.models import Message
from training.rooms import SCHEDULES, schedules
from training.seminars import reply_work, service
from training.seminars.calendar import Organiser
from training.seminars.job_host import Sender
from training.seminars.models import Registration, RegistrationEvent
from training.seminars.replies import MOST_LINES, Reply, read_calendar, read_reply
from training.seminars.rules import State

SOFIA = "sofia@canalstreet.example"
REPLIES = "replies@alderfinch.example"


def calendar(uid: str, attendee: str = SOFIA, answer: str = "DECLINED", **values: str) -> str:
    told = {"method": "REPLY", "sequence": "SEQUENCE:1\r\n"} | values
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Somebody//EN\r\nVERSION:2.0\r\nMETHOD:{told['method']}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
        f"{told['sequence']}DTSTAMP:20261124T090000Z\r\nORGANIZER:mailto:{REPLIES}\r\n"
        f'ATTENDEE;PARTSTAT={answer};CN="Lindqvist; Sofia: at\r\n  home":mailto:{attendee}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    )


def mail(text: str, *, attached: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SOFIA, REPLIES, "Declined: First hour"
    message.set_content("Sofia has declined.")
    if attached:
        message.add_attachment(text.encode(), maintype="application", subtype="ics", filename="invite.ics")
    else:
        message.add_alternative(text, subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


# --- reading ----------------------------------------------------------------------------------------------------------

UID = "4t8r0p2k9m6c@training.alderfinch.example"
DECLINED = Reply(UID, SOFIA, "DECLINED", 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (calendar(UID), DECLINED),
        (calendar(UID, "SOFIA@CanalStreet.example").replace("mailto:", "MAILTO:"), DECLINED),
        (calendar(UID).replace("\r\n", "\n"), DECLINED),
        (calendar(UID).lower().replace(UID.lower(), UID), DECLINED),
        (calendar(UID, sequence=""), replace(DECLINED, sequence=None)),
        (calendar(UID, answer="ACCEPTED"), replace(DECLINED, answer="ACCEPTED")),
        (calendar(UID, answer="TENTATIVE"), replace(DECLINED, answer="TENTATIVE")),
        (calendar(UID, method="REQUEST"), None),
        (calendar(UID).replace("METHOD:REPLY\r\n", ""), None),
        (calendar(UID) + calendar(UID), None),
        (calendar(UID).replace("END:VEVENT", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT"), None),
        (calendar(UID).replace("UID:", "ATTENDEE:mailto:b@c.example\r\nUID:"), None),
        (calendar(UID).replace("UID:", "UID:other\r\nUID:"), None),
        (calendar(UID).replace("mailto:sofia", "tel:sofia"), None),
        ("BEGIN:VALARM\r\n" * MOST_LINES + calendar(UID), None),
        ("", None),
        ("METHOD:REPLY", None),
    ],
)
def test_an_answer_is_read_as_programs_write_it(text: str, found: Reply | None) -> None:
    assert read_calendar(text) == found


def test_what_stands_within_the_event_is_not_the_event() -> None:
    inner = "BEGIN:VALARM\r\nUID:other\r\nATTENDEE:mailto:b@c.example\r\nEND:VALARM\r\n"
    assert read_calendar(calendar(UID).replace("END:VEVENT", f"{inner}END:VEVENT")) == DECLINED


@pytest.mark.parametrize("attached", [False, True])
def test_an_answer_is_found_in_its_mail(attached: bool) -> None:
    assert read_reply(mail(calendar(UID), attached=attached)) == DECLINED
    assert read_reply(mail("not at all", attached=attached)) is None


def test_the_same_answer_twice_in_a_mail_is_one_and_two_answers_are_none() -> None:
    message = EmailMessage()
    message.set_content("x")
    for uid in (UID, UID):
        message.add_attachment(calendar(uid).encode(), maintype="application", subtype="ics")
    assert read_reply(message.as_bytes()) == DECLINED
    message.add_attachment(calendar("other@x").encode(), maintype="application", subtype="ics")
    assert read_reply(message.as_bytes()) is None


PIECES = st.sampled_from([
    b"Content-Type: text/calendar; charset=no-such\r\n\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: uuencode\r\n", b"\r\n", b"--x--", b"\xff\xfe\x00",
    b"BEGIN:VCALENDAR\r\n", b"METHOD:REPLY\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"UID:a\r\n", b"ATTENDEE;;=:mailto:\r\n",
    b"SEQUENCE:99999999999999\r\n", b'ATTENDEE;CN="', b"END:\r\n", b" folded\r\n", b"=?utf-8?b?//8=?=",
])  # fmt: skip


@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=14).map(b"".join)))
def test_rubbish_is_no_error(data: bytes) -> None:
    assert read_reply(data) is None or isinstance(read_reply(data), Reply)


@given(st.text(max_size=300))
def test_rubbish_in_a_calendar_is_no_error(text: str) -> None:
    assert read_calendar(text) is None
    assert read_calendar(calendar(UID).replace("DTSTAMP", text)) in {None, DECLINED, replace(DECLINED, sequence=None)}


def test_a_huge_answer_takes_no_time() -> None:
    assert read_reply(mail(calendar(UID).replace("DTSTAMP", 'X;A="' * 20_000))) is None
    assert read_calendar("X" + ";a=" * 50_000) is None


# --- acting -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[Imap]:
    with servers.running() as one:
        yield one


@pytest.fixture
def inbox(app: Flask, clock: Clock, server: Imap) -> Any:
    """Let mails arrive, and carry the job out through the real server."""
    house = app.extensions["muster"]
    tools = Tools(house.world, Links(house.settings.site_url, house.settings.secret_key, clock))
    handlers = {reply_work.READ: reply_work.reader(server.address, Sender("training@alderfinch.example", REPLIES))}

    def arrive(*mails: bytes) -> None:
        for one in mails:
            server.put(one)
        with writing():
            add(*reply_work.schedule(clock.forward(minutes=5)), now=clock())
        run_due(handlers, tools)
        assert server.unseen() == 0, "what was read is marked"
        assert not making.rows(select(Job).where(Job.kind == reply_work.READ, Job.last_error.is_not(None)))

    return arrive


def state(claim: service.Claim) -> State:
    found: State = making.rows(select(Registration.state).where(Registration.public_id == claim.registration))[0][0]
    return found


def test_who_declines_in_the_calendar_gives_the_seat_up(app: Flask, inbox: Any) -> None:
    session = making.session(capacity=1)
    sofia, tom = public.seated(app, session, who=making.guest(email=SOFIA)), public.seated(app, session)
    inbox(mail(calendar(f"{sofia.registration}@localhost")))
    assert (state(sofia), state(tom)) == (State.CANCELLED, State.BOOKED), "who waited has the seat"
    gone = select(RegistrationEvent.reason, RegistrationEvent.recorded_by_id).where(
        RegistrationEvent.new == State.CANCELLED
    )
    assert making.rows(gone) == [("declined in the calendar", None)]
    event, detail = making.rows(
        select(Event, EventDetail.detail)
        .join(EventDetail, EventDetail.event_id == Event.id)
        .where(Event.action == "seminar-given-up")
    )[0]
    assert event.actor_id is None and detail == {"reason": "declined in the calendar"}
    (goodbye,) = making.rows(select(Message.calendar).where(Message.kind == "seminar.given-up"))
    assert read(goodbye[0]).one("METHOD").value == "CANCEL"
    inbox(mail(calendar(f"{sofia.registration}@localhost")))
    assert len(making.rows(gone)) == 1, "once"


def test_an_employee_too(app: Flask, inbox: Any) -> None:
    person = make.person()
    booked = making.register(app, making.session(), person)
    inbox(mail(calendar(f"{booked.registration}@localhost", (person.email or "").upper())))
    assert state(service.Claim(booked.registration)) is State.CANCELLED


NOTHING = (
    {"attendee": "somebody@else.example"}, {"uid": "000000000000@localhost"}, {"uid": "{}@other.example"}, {"uid": "{}"},
    {"answer": "ACCEPTED"}, {"answer": "TENTATIVE"}, {"method": "REQUEST"}, {"sequence": "SEQUENCE:0\r\n"},
)  # fmt: skip
"""A forged address, entries that are not ours, other answers, and the answer to a version that was superseded."""


def test_nothing_else_does(app: Flask, inbox: Any) -> None:
    sofia = public.seated(app, making.session(), who=making.guest(email=SOFIA))
    for change in NOTHING:
        values = {"uid": "{}@localhost"} | change
        values["uid"] = values["uid"].format(sofia.registration)
        inbox(mail(calendar(**values)))
        assert state(sofia) is State.BOOKED, change
    inbox(b"rubbish", *(mail(calendar(f"{sofia.registration}@localhost")) for _ in range(2)))
    assert state(sofia) is State.CANCELLED, "and the whole one does"


def test_who_waits_or_sits_there_already_is_left_alone(app: Flask, inbox: Any, clock: Clock) -> None:
    session = making.session(capacity=1)
    first, second = (
        public.seated(app, session, who=making.guest(email=SOFIA)),
        public.seated(app, session, who=making.guest(email="t@b.example")),
    )
    inbox(mail(calendar(f"{second.registration}@localhost", "t@b.example", sequence="")))
    assert state(second) is State.WAITLISTED
    clock.set(making.begun())
    inbox(mail(calendar(f"{first.registration}@localhost")))
    assert state(first) is State.BOOKED


def test_one_bad_mail_does_not_keep_the_others(app: Flask, inbox: Any) -> None:
    sofia = public.seated(app, making.session(), who=making.guest(email=SOFIA))
    inbox(b"\xff\x00" * 50, b"Content-Type: multipart/mixed\r\n\r\n", mail(calendar(f"{sofia.registration}@localhost")))
    assert state(sofia) is State.CANCELLED


# --- only where it is wished ------------------------------------------------------------------------------------------


def test_entries_ask_for_an_answer_only_where_it_is_read(app: Flask, another_app: Any, clock: Clock) -> None:
    public.seated(app, making.session())
    for replies, organiser, rsvp in (("", "training@alderfinch.example", "FALSE"), (REPLIES, REPLIES, "TRUE")):
        host = replace(making.host(app), replies=replies)
        assert host.organiser() == Organiser("Alder & Finch", organiser, "localhost", listens=bool(replies))
        one = making.guest()
        session = making.session()
        making.ask(app, session, one)
        with writing():
            service.verify_guest(public.claim_of(one.email), host=host, now=NOW)
        (text,) = making.rows(
            select(Message.calendar).where(Message.recipient == one.email, Message.calendar.is_not(None))
        )[0]
        event = read(text).parts[0]
        assert event.one("ORGANIZER").value == f"mailto:{organiser}"
        assert event.one("ATTENDEE").parameters["RSVP"] == [rsvp]


def known(**values: Any) -> Settings:
    return Settings(mode=Mode.TEST, **values)


def mailbox(port: int, **values: Any) -> Settings:
    return known(
        reply_mailbox_host="127.0.0.1", reply_mailbox_port=port, reply_mailbox_user=servers.USER, reply_mailbox_tls=False,
        reply_mailbox_password=servers.PASSWORD, **values,
    )  # fmt: skip


def test_it_is_off_until_it_is_set() -> None:
    assert schedules(known()) == SCHEDULES and known().replies == ""
    assert reply_work.schedule in schedules(mailbox(143))
    assert mailbox(143).replies == servers.USER
    assert mailbox(143, reply_mailbox_address="other@alderfinch.example").replies == "other@alderfinch.example"
    (job,) = reply_work.schedule(NOW + timedelta(minutes=8))
    assert job.key == "2026-11-23T09:05"


def test_half_a_mailbox_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSTER_MODE", "test")
    monkeypatch.setenv("MUSTER_REPLY_MAILBOX_HOST", "imap.alderfinch.example")
    with pytest.raises(SettingsFault, match="MUSTER_REPLY_MAILBOX_USER, _PASSWORD and _ADDRESS are needed"):
        read_settings()


def test_doctor_tells_of_the_mailbox(server: Imap) -> None:
    assert "no mailbox" in str(next(findings(known())))
    assert "the mailbox replies@alderfinch.example can be read" in str(next(findings(mailbox(server.port))))
    wrong = mailbox(server.port).model_copy(update={"reply_mailbox_password": "no"})
    assert next(findings(wrong)).wrong
    assert next(findings(mailbox(9))).wrong


def test_the_conversation(server: Imap) -> None:
    server.put(b"Subject: one\r\n\r\nhello\r\n")
    with opened(server.address) as box:
        (number,) = box.unseen(5)
        assert box.read(number) == b"Subject: one\r\n\r\nhello\r\n"
        assert box.unseen(5) == [number], "looking is not reading"
        box.mark_seen(number)
        assert box.unseen(5) == []
        assert box.read("4711") == b""


def test_a_guests_own_page_is_the_same_after_it(app: Flask, client: Client, inbox: Any) -> None:
    claim = public.seated(app, making.session(), who=making.guest(email=SOFIA))
    inbox(mail(calendar(f"{claim.registration}@localhost")))
    page = client.get(
        "/seminars/manage/" + making.host(app).links.sign("seminar.manage", [claim.registration, claim.link_version])
    )
    assert page.heading.startswith("You have no seat any more.")
