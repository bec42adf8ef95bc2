"""Who comes: the attendee that an employee or a guest is, found or made; and the words to which they agreed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func

from training.core.db import database, insert
from training.core.digest import digest
from training.core.permissions import Viewer
from training.seminars import attendee_queries
from training.seminars.models import Attendee, Consent
from training.seminars.organisation_models import Organisation
from training.seminars.rules import organisation_key


@dataclass(frozen=True)
class Guest:
    """Who asks from outside: what they typed, and the sentence about their data to which they agreed."""

    name: str
    email: str
    organisation: str
    language: str
    consent: str


def of_employee(viewer: Viewer) -> int:
    """Return the id of the attendee that an employee is."""
    return of_person(viewer.person_id, viewer.language)


def of_person(person_id: int | None, language: str) -> int:
    """Return the id of the attendee that one of our people is, who reads a language."""
    values = {"person_id": person_id, "name": "", "language": language}
    return _found_or_made(insert(Attendee).values(values), Attendee.person_id, {"language": language})


def of_guest(guest: Guest) -> int:
    """Return the id of the attendee with a guest's address.

    Until the address is confirmed anybody may have typed it: what is stored of a confirmed guest stays as it is.
    """
    (number,) = of_guests([guest], guest.organisation)
    return number


def of_guests(guests: Sequence[Guest], house: str) -> list[int]:
    """Return the ids of the attendees with the addresses of guests of one organisation, each address once. In order.

    What is stored of a confirmed guest stays, as for `of_guest`.
    """
    if not guests:
        return []
    from_where = organisation(house)
    # Sorted: two contacts who name the same people at once lock them in the same order.
    values = [
        {"email": one.email, "name": one.name, "organisation_id": from_where, "language": one.language}
        for one in sorted(guests, key=lambda one: one.email)
    ]
    adding = insert(Attendee).values(values)
    unconfirmed = Attendee.verified_at.is_(None)
    kept: dict[str, Any] = {
        name: case((unconfirmed, adding.excluded[name]), else_=getattr(Attendee, name))
        for name in ("name", "organisation_id", "language")
    }
    # Who does not say where they come from takes nothing back.
    kept["organisation_id"] = func.coalesce(kept["organisation_id"], Attendee.organisation_id)
    finding = adding.on_conflict_do_update(index_elements=[Attendee.email], set_=kept)
    rows = database.session.execute(finding.returning(Attendee.email, Attendee.id))
    found = {row.email: row.id for row in rows}
    return [found[one.email] for one in guests]


def organisation(name: str) -> int | None:
    """Return the id of the organisation of that name, whatever its capitals and spaces; None for no name."""
    key = organisation_key(name)
    if not key:
        return None
    return _shared(key, attendee_queries.organisation_called, insert(Organisation).values(name=name, key=key))


def consent(guest: Guest, *, now: datetime) -> int:
    """Return the id of the sentence to which a guest agreed, kept once for ever, word for word."""
    key = digest(guest.consent.encode())
    values = {"digest": key, "language": guest.language, "sentence": guest.consent, "first_shown_at": now}
    return _shared(key, attendee_queries.consent_worded, insert(Consent).values(values))


def _shared(key: str, look: Callable[[str], int], adding: Any) -> int:
    # What is there is not updated: that would keep everybody else waiting for the row with a date in hand, and one who
    # has the row and waits for that date would make it a deadlock. Known or not, it is the same two statements.
    database.session.execute(adding.on_conflict_do_nothing())
    return look(key)


def _found_or_made(adding: Any, unique: Any, changes: dict[str, Any]) -> int:
    finding = adding.on_conflict_do_update(index_elements=[unique], set_=changes).returning(unique.class_.id)
    number: int = database.session.execute(finding).scalar_one()
    return number
