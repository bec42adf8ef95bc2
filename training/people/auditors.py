"""The verbs of auditors' accounts: somebody from outside, without a membership, who may read until a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import database, insert
from training.core.errors import Refused
from training.core.permissions import Role
from training.core.text import text
from training.people import auditor_queries
from training.people.models import Account, Grant, OneTimeLink, Person, SignIn
from training.people.rules import GrantSource


@dataclass(frozen=True)
class Outsider:
    """Somebody from outside; the address in small letters."""

    given: str
    family: str
    email: str
    language: str = ""


def know(outsider: Outsider) -> int:
    """Return the id of the person with this address, made with an account where nobody has it.

    Raises Refused at `email` for somebody who works or worked here: what they may see is for the roster to say.
    """
    known = auditor_queries.holder(outsider.email)
    if known is not None and known.inside:
        raise Refused("email", text("This address belongs to somebody from this house. Give an address from outside."))
    return known.person_id if known is not None else _new(outsider)


def _new(outsider: Outsider) -> int:
    person = Person(
        given=outsider.given, family=outsider.family, email=outsider.email, language=outsider.language, zone=""
    )
    database.session.add(person)
    database.session.flush()
    account = insert(Account).values(person_id=person.id).on_conflict_do_nothing(index_elements=[Account.person_id])
    database.session.execute(account)
    return person.id


def let_read(person_id: int, *, until: date | None, by_id: int | None, now: datetime) -> None:
    """Let somebody read as an auditor until a day, which is the first without; None ends it now, on every device.

    What held before ends today, so that one role stands with one end. Days are those of UTC, as for every role.
    """
    today = now.date()
    held = auditor_queries.readings(person_id, today)
    if [one.until for one in held] == [until]:
        return
    for one in held:
        _end(one, person_id, today, now)
    if until is not None:
        _give(person_id, today, until, by_id, now)
    else:
        _sign_out(person_id, now)
    detail = {"role": str(Role.AUDITOR), "until": until.isoformat() if until else None}
    happening = Happening("granted" if until else "grant-ended", "person", person_id, detail)
    record(happening, actor_id=by_id, now=now)


def _end(one: auditor_queries.Reading, person_id: int, today: date, now: datetime) -> None:
    table: Any = Grant.__table__
    database.session.execute(update(table).where(table.c.id == one.grant_id).values(retired_at=now))
    if one.since < today:
        _give(person_id, one.since, today, None, now)


def _give(person_id: int, since: date, until: date, by_id: int | None, now: datetime) -> None:
    row = {
        "person_id": person_id, "role": Role.AUDITOR, "department_id": None, "source": GrantSource.PERSON,
        "given_by_id": by_id, "valid_from": since, "valid_until": until, "recorded_at": now,
    }  # fmt: skip
    database.session.execute(insert(Grant).values(row))


def _sign_out(person_id: int, now: datetime) -> None:
    open_ones = (SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    database.session.execute(update(SignIn).where(*open_ones).values(ended_at=now))
    unused = (OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None))
    database.session.execute(update(OneTimeLink).where(*unused).values(used_at=now))
