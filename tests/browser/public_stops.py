"""Stops of the public side of seminars, and of the desk that looks after what is kept of guests."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from tests.browser import house
from tests.browser.desk_stops import Stop
from tests.browser.house import House
from tests.make import NOW
from tests.seminars import making, public
from training.core.db import database
from training.notices.models import Message
from training.notices.rules import grouped


def stops(app: Flask, found: House, guest: str) -> list[Stop]:
    """The check of mails, the list for pages of others, what is kept of guests, and a guest's own data."""
    own, begun = house.link_to(guest, "manage"), _over(app, found)
    forget = f"/desk/sessions/{begun}/forget"
    return [
        Stop("", "/mail-check"), Stop("", f"/mail-check?code={grouped(_code(guest))}"), Stop("", "/mail-check?code=0000-0000"),
        Stop("", "/mail-check?code=x"), Stop("", "/seminars/?where=Chicago&language=en"), Stop("", "/seminars/?where=Nowhere"),
        Stop("", "/seminars/embed"), Stop("", f"{own}/data"), Stop("", "/seminars/erased"),
        Stop("cso", "/desk/seminars/embed"), Stop("cso", "/desk/seminars/retention"), Stop("cso", "/desk/seminars/consents"),
        Stop("cso", forget, "Forget them"),
    ]  # fmt: skip


def _code(email: str) -> str:
    found = select(Message.code).where(Message.recipient == email).order_by(Message.id).limit(1)
    code = database.session.scalar(found.execution_options(scoped="test"))
    assert code
    return code


def _over(app: Flask, found: House) -> str:
    """A date of last week to which a guest came."""
    early, start = NOW - timedelta(days=10), datetime(2026, 11, 19, 9, 0)  # noqa: DTZ001  a wall clock
    one = making.session(making.seminar("Last week"), venue_id=found.room, now=early, local_start=start, capacity=20)
    public.seated(app, one, now=early)
    return one
