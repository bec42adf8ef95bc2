"""Mail against a real SMTP server: delivered once, tried again after a real failure, given up when refused, kept in a demo."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.mailbox import Mailbox
from training.core.db import database, writing
from training.core.links import Links
from training.core.permissions import Role
from training.core.post import smtp_post
from training.core.world import World
from training.jobs.rules import pause
from training.jobs.worker import Tools, run_due
from training.notices import service
from training.notices.models import Message
from training.notices.rules import CalendarMethod, MessageState
from training.notices.service import NewMessage
from training.notices.work import sender

FROM = "training@alderfinch.example"


@pytest.fixture
def tools(app: Flask, clock: Clock, mailbox: Mailbox) -> Tools:
    world: World = app.extensions["muster"].world
    post = smtp_post(mailbox.url)
    return Tools(replace(world, post=post), Links("http://localhost", "k" * 40, clock))


def write(clock: Clock, **values: Any) -> None:
    words: dict[str, Any] = {
        "kind": "test", "key": "test:1", "recipient": "sofia@canalstreet.example", "recipient_name": "Lindqvist, Sofía",
        "subject": "A seat for you", "body": "Hello,\n\nyou have a seat.\n",
    }  # fmt: skip
    with writing():
        service.write(NewMessage(**(words | values)), now=clock())


def state(key: str = "test:1") -> tuple[MessageState, int, str]:
    database.session.rollback()
    row = select(Message).where(Message.key == key).execution_options(populate_existing=True, scoped="test")
    mail = database.session.scalars(row).one()
    return mail.state, mail.attempts, mail.last_error or ""


def deliver(tools: Tools) -> int:
    return run_due({service.SEND: sender(FROM, "Alder & Finch", keep=False)}, tools)


def test_a_mail_arrives_whole_and_once(tools: Tools, clock: Clock, mailbox: Mailbox) -> None:
    for _ in range(2):
        write(clock)
    deliver(tools)
    deliver(tools)
    (mail,) = mailbox.got
    assert mailbox.envelopes == [(FROM, ["sofia@canalstreet.example"])]
    assert mail["From"] == f"Alder & Finch <{FROM}>" or '"Alder & Finch"' in mail["From"]
    assert "Lindqvist, Sofía" in mail["To"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@alderfinch.example>")
    assert "you have a seat" in mail.get_content()
    assert state()[:2] == (MessageState.SENT, 1)


def test_a_calendar_entry_travels_with_its_method(tools: Tools, clock: Clock, mailbox: Mailbox) -> None:
    entry = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    write(clock, calendar=entry, calendar_method=CalendarMethod.REQUEST)
    deliver(tools)
    parts = [part for part in mailbox.got[0].walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1
    assert parts[0].get_param("method") == "REQUEST"


def test_a_server_that_is_busy_is_tried_again(tools: Tools, clock: Clock, mailbox: Mailbox) -> None:
    mailbox.answers = ["451 Try again later", "421 Too busy"]
    write(clock)
    deliver(tools)
    told = state()
    assert told[:2] == (MessageState.WAITING, 1)
    assert "451" in told[2]
    assert deliver(tools) == 0, "not before the pause is over"
    clock.moment += pause(1)
    deliver(tools)
    clock.moment += pause(2)
    deliver(tools)
    assert len(mailbox.got) == 1
    assert state() == (MessageState.SENT, 3, "")


def test_an_address_that_is_refused_is_given_up(tools: Tools, clock: Clock, mailbox: Mailbox) -> None:
    mailbox.refuse = "sofia"
    write(clock)
    deliver(tools)
    told = state()
    assert told[0] is MessageState.FAILED
    assert "550" in told[2]
    clock.forward(days=2)
    assert deliver(tools) == 0


def test_a_server_that_is_not_there_is_waited_for(app: Flask, clock: Clock, tools: Tools) -> None:
    away = replace(tools, world=replace(tools.world, post=smtp_post("smtp://127.0.0.1:9")))
    write(clock)
    deliver(away)
    assert state()[0] is MessageState.WAITING
    clock.moment += pause(1)
    deliver(tools)
    assert state()[0] is MessageState.SENT


def test_without_a_server_mail_is_kept_and_shown(app: Flask, clock: Clock, tools: Tools, client: Client) -> None:
    write(clock, subject="A seat\r\nBcc: everybody@evil.example", body="See <b>you</b> there")
    run_due({service.SEND: sender(FROM, "Alder & Finch", keep=True)}, tools)
    assert state()[0] is MessageState.KEPT
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    page = client.get("/desk/outbox/")
    assert "Kept here" in page.words
    shown = client.get(str(page.soup.select_one("main table a")["href"]))  # type: ignore[index]
    assert "See <b>you</b> there" in shown.words
    assert not shown.soup.select("main b b")


@pytest.mark.parametrize("name", ["Sofia\r\nBcc: x@evil.example", 'So"fia', "Sofia <x@evil.example>", "Ω" * 90])
def test_a_hostile_name_makes_no_header(tools: Tools, clock: Clock, mailbox: Mailbox, name: str) -> None:
    write(clock, recipient_name=name)
    deliver(tools)
    for mail in mailbox.got:
        assert mail["Bcc"] is None
        assert len(mail.get_all("To", [])) == 1
    assert mailbox.envelopes[0][1] == ["sofia@canalstreet.example"]


def test_the_list_goes_on_to_older_mail(app: Flask, clock: Clock, client: Client) -> None:
    for number in range(30):
        clock.forward(minutes=1)
        write(clock, key=f"k{number}", subject=f"Mail number {number:02}")
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    first = client.get("/desk/outbox/")
    assert "Mail number 29" in first.words
    assert "Mail number 04" not in first.words
    older = client.get(str(first.soup.select_one("nav.pages a")["href"]))  # type: ignore[index]
    assert "Mail number 04" in older.words
    assert "Mail number 05" not in older.words
