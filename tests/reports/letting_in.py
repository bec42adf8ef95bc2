"""Makers of auditors for tests: let one in through the page, take the link from the mail, sign in as they would."""

import re
from datetime import date
from typing import Any

from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.reports import lived
from training.core.permissions import Role
from training.notices.models import Message
from training.people.models import Person

LIST, ADDRESS = "/desk/auditors/", "robin@audit.example"
PASSWORD = "a sparrow on the gutter"


def team(app: Flask) -> Client:
    """Somebody of the security team, signed in."""
    client = Client(app)
    make.sign_in(client, make.person("Marek", "Lindholm"), role=Role.SECURITY_TEAM)
    return client


def let_in(client: Client, **values: Any) -> Page:
    said = {
        "given": "Robin", "family": "Quist", "email": ADDRESS, "requirement": [lived.SLUG], "since": lived.START.isoformat(),
        "until": lived.END.isoformat(), "last": "2026-12-07", "reason": "ISO 27001 audit",
    }  # fmt: skip
    return client.submit(client.get(LIST), said | values, action=LIST)


def mails(address: str = ADDRESS) -> list[Any]:
    return [
        mail
        for (mail,) in lived.everything(lived.select(Message).where(Message.recipient == address).order_by(Message.id))
    ]


def welcome(address: str = ADDRESS) -> str:
    """The path of the link in the last mail."""
    found = re.search(r"http://localhost(/welcome/\S+)", mails(address)[-1].body)
    assert found
    return found[1]


def person(address: str = ADDRESS) -> Person:
    ((found,),) = lived.everything(lived.select(Person).where(Person.email == address))
    assert isinstance(found, Person)
    return found


def come_in(app: Flask, address: str = ADDRESS) -> Client:
    """Set a password by the link and sign in: a browser of the auditor's own."""
    client = Client(app)
    client.submit(client.get(welcome(address)), {"password": PASSWORD, "again": PASSWORD})
    page = sign_in(client, address)
    assert page.path == "/evidence/", page.errors
    return client


def sign_in(client: Client, address: str = ADDRESS) -> Page:
    return client.submit(client.get("/sign-in"), {"email": address, "password": PASSWORD}, action="/sign-in")


def engagement(client: Client) -> str:
    """The address of the first thing to read."""
    return str(client.get("/evidence/").soup.select_one("main h3 a")["href"])


DAY_AFTER = date(2026, 12, 8)
