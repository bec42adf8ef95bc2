"""Makers of accommodations: somebody of the security team who arranges, replaces and ends."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.learning import making
from training.audit.models import Event
from training.core.db import database
from training.core.permissions import Role
from training.learning.models import Accommodation

LIST = "/desk/accommodations/"
TODAY = making.TODAY
FIELDS = {"time": "150", "reason": "Agreed with the health service"}


class Known(NamedTuple):
    """A person as a test remembers them: a row would be read again after each transaction."""

    id: int
    email: str


def somebody(*names: str, **values: Any) -> Known:
    row = make.person(*names, **values)
    return Known(row.id, row.email)


def a_team(client: Client) -> Known:
    """Somebody of the security team, signed in."""
    who = somebody()
    make.sign_in(client, who, role=Role.SECURITY_TEAM)
    return who


def enter(client: Client, email: str, **fields: Any) -> Page:
    """Fill in the form, and send it."""
    page = client.get(LIST)
    return client.submit(page, {"person": email, **FIELDS, **fields}, action=LIST)


def listed(page: Page) -> list[str]:
    """The names of those for whom something is arranged."""
    return [name.get_text(strip=True) for name in page.soup.select("[aria-labelledby=arranged] h3")]


def rows() -> list[tuple[Any, ...]]:
    """Every row as it is now: what is arranged, the days for which it holds, whether it was retired."""
    return [
        (row.time_percent, row.valid_from, row.valid_until, row.retired_at is not None)
        for row in making.rows(Accommodation)
    ]


def happened(*actions: str) -> list[tuple[str, int | None, int | None]]:
    database.session.rollback()
    found = select(Event.action, Event.actor_id, Event.subject_id).where(Event.action.in_(actions)).order_by(Event.id)
    return [tuple(row) for row in database.session.execute(found)]


def later(client: Client, clock: Clock, who: Known, days: int) -> date:
    clock.forward(days=days)
    make.sign_in(client, who)
    return clock().date()


def end(client: Client, page: Page) -> Page:
    return client.submit(page, action="/end")
