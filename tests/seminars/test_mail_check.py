"""Trustworthy mail: each carries a code that anybody can check, greets its reader, and links to nothing but us."""

import re
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making, public
from training.core.db import writing
from training.notices.models import Message
from training.notices.rules import grouped, hidden_address, read_code
from training.notices.service import forget
from training.seminars.rules import fit_to_greet

PRINTED = re.compile(r"check code is ([0-9A-Z]{4}-[0-9A-Z]{4}):")


def mails() -> list[Any]:
    return [row[0] for row in making.rows(select(Message).order_by(Message.id))]


def written(app: Flask) -> Any:
    """The mail that asks Sofia for her button."""
    making.ask(app, making.session(), making.guest(name="Sofia Lindqvist", email="sofia@canalstreet.example"))
    (mail,) = mails()
    return mail


def test_a_mail_names_sender_and_reader_and_prints_its_code(app: Flask) -> None:
    mail = written(app)
    assert mail.body.startswith("Hello Sofia Lindqvist,\n\n")
    assert "It comes from training@alderfinch.example" in mail.body and "Alder & Finch\n" in mail.body
    printed = PRINTED.search(mail.body)
    assert printed and read_code(printed[1]) == mail.code
    assert "\ufdd0" not in mail.body


def test_every_code_is_another(app: Flask) -> None:
    one = making.session(capacity=30)
    for _ in range(20):
        making.ask(app, one, making.guest())
    assert len({mail.code for mail in mails()}) == 20


def test_whoever_enters_the_code_learns_that_it_is_ours(app: Flask, client: Client) -> None:
    mail = written(app)
    for typed in (grouped(mail.code), mail.code, f" {mail.code[:4]} {mail.code[4:].upper()} "):
        page = client.get("/mail-check", query_string={"code": typed})
        assert page.heading == "Yes: we sent this mail."
        assert mail.subject in page.words and "s… at c….example" in page.words and "23 November 2026" in page.words
    assert "canalstreet" not in page.text and "Lindqvist" not in page.text
    assert "Set-Cookie" not in page.headers and page.headers["Cache-Control"] == "no-store"


def test_an_unknown_code_says_what_to_do(app: Flask, client: Client) -> None:
    mail = written(app)
    wrong = ("0" if mail.code[0] != "0" else "1") + mail.code[1:]
    page = client.get(f"/mail-check?code={wrong}")
    assert page.status == 404
    assert page.heading == "No mail of ours has this code. Do not press its links."
    page = client.get("/mail-check?code=short")
    assert page.status == 422 and "all eight letters and digits" in page.errors[0]
    assert client.get("/mail-check").heading == "Is this mail from us? Its check code tells."


def test_a_forgotten_mail_is_nobodys(app: Flask, client: Client) -> None:
    mail = written(app)
    code = mail.code
    with writing():
        forget(["sofia@canalstreet.example"], now=making.NOW)
    assert client.get(f"/mail-check?code={code}").status == 404


def test_a_network_tries_so_often_and_no_more(app: Flask, client: Client, clock: Clock) -> None:
    mail = written(app)
    for _ in range(30):
        assert client.get("/mail-check?code=00000000").status == 404
    assert client.get(f"/mail-check?code={mail.code}").status == 429, "a right one is no exception"
    clock.forward(minutes=16)
    assert client.get(f"/mail-check?code={mail.code}").status == 200


@given(st.text(alphabet="0123456789abcdefghjkmnpqrstvwxyz", min_size=8, max_size=8))
def test_what_is_printed_can_be_read(code: str) -> None:
    assert read_code(grouped(code)) == code
    assert read_code(grouped(code).lower().replace("0", "o").replace("1", "l")) == code


@pytest.mark.parametrize("typed", ["", "abc", "7qk4m2xd9", "7qk4-m2x!", "é" * 8])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""


@pytest.mark.parametrize(
    "name", ["Sofia Lindqvist", "Jean-Luc O’Neill", "J. R. Smith", "Zoë Đặng", "李小龍", "Martin King Jr."]
)
def test_a_name_is_greeted(name: str) -> None:
    assert fit_to_greet(name) == name


@pytest.mark.parametrize(
    "name", ["Win at evil.example", "http://evil.example", "call 0900 123", "a" * 61, "x@y.example", "A\nB: C", ""]
)
def test_what_a_stranger_typed_is_not_sent_on(name: str) -> None:
    assert fit_to_greet(name) == ""


@pytest.mark.parametrize(("address", "told"), [("jo@canal.example", "j… at c….example"), ("", ""), ("odd", "")])
def test_of_an_address_little_is_told(address: str, told: str) -> None:
    assert hidden_address(address) == told


def test_no_letter_leads_anywhere_else(app: Flask, clock: Clock) -> None:
    """Over all kinds of mails of seminars: every link begins with the address of the site, but the one to join."""
    public.every_letter(app)
    found = mails()
    kinds = {mail.kind for mail in found}
    assert kinds >= {
        "seminar.verify",
        "seminar.seat",
        "seminar.waiting",
        "seminar.already",
        "seminar.given-up",
        "seminar.cancelled",
        "seminar.week-before",
        "seminar.day-before",
    }
    for mail in found:
        assert mail.kind.startswith("seminar."), mail.kind
        assert mail.code and grouped(mail.code) in mail.body, mail.kind
        links = re.findall(r"https?://\S+", mail.body)
        own = [link for link in links if link.startswith("http://localhost")]
        others = {link for link in links if link not in own}
        assert own and others <= {"https://meet.alderfinch.example/first-hour"}, (mail.kind, others)
        assert "<" not in mail.body and "bit.ly" not in mail.body
