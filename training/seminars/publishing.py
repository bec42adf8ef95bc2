"""The life of a date: a draft is published or thrown away, a date is closed and opened again, a held one put away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete

from training.audit.service import Happening, record
from training.core.db import database
from training.core.errors import Refused
from training.core.text import Text, text
from training.seminars import interest, publishing_queries, seats
from training.seminars.models import SeminarSession
from training.seminars.plan_models import Material, SeminarCost, SessionTrainer
from training.seminars.rules import SessionStatus
from training.seminars.seats import Door

OF_A_DATE = (SessionTrainer, Material, SeminarCost)
"""What goes with a date and is thrown away with a draft."""


class Step(StrEnum):
    """A step in the life of a date."""

    PUBLISH = "publish"
    CLOSE = "close"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    DISCARD = "discard"


def steps(status: SessionStatus, starts_at: datetime, now: datetime) -> tuple[Step, ...]:
    """Return which steps a date can take now."""
    if status is SessionStatus.HELD:
        return (Step.ARCHIVE,)
    if status is SessionStatus.DRAFT:
        return (Step.PUBLISH, Step.DISCARD) if starts_at > now else (Step.DISCARD,)
    step = {SessionStatus.OPEN: Step.CLOSE, SessionStatus.CLOSED: Step.REOPEN}.get(status)
    return (step,) if step is not None and starts_at > now else ()


def take(session_public_id: str, step: Step, *, by_person_id: int | None, now: datetime) -> None:
    """Take a step. Raises NotFound, and Refused where the date cannot take it."""
    verbs = {Step.PUBLISH: publish, Step.CLOSE: close, Step.REOPEN: reopen, Step.ARCHIVE: archive,
             Step.DISCARD: discard}  # fmt: skip
    verbs[step](session_public_id, by_person_id=by_person_id, now=now)


def publish(session_public_id: str, *, by_person_id: int | None, now: datetime) -> None:
    """Let everybody whom a draft is for see it. Raises Refused for what is no draft, or past."""
    with _from(session_public_id, SessionStatus.DRAFT, by_person_id, now) as door:
        _ahead(door, text("This time is past. Move the date first, then publish it."))
        door.session.status, door.session.published_at = SessionStatus.OPEN, now
        _note("seminar-published", door, by_person_id)
        interest.date_published(door.session.id, now=now)


def close(session_public_id: str, *, by_person_id: int | None, now: datetime) -> None:
    """Take nobody new; who waits still moves up. Raises Refused unless it is open and to come."""
    with _from(session_public_id, SessionStatus.OPEN, by_person_id, now) as door:
        _ahead(door, text("This date has begun: it takes nobody any more."))
        door.session.status = SessionStatus.CLOSED
        _note("seminar-closed", door, by_person_id)


def reopen(session_public_id: str, *, by_person_id: int | None, now: datetime) -> None:
    """Take people again. Raises Refused unless it was closed and is to come."""
    with _from(session_public_id, SessionStatus.CLOSED, by_person_id, now) as door:
        _ahead(door, text("This date has begun: it takes nobody any more."))
        door.session.status = SessionStatus.OPEN
        _note("seminar-reopened", door, by_person_id)


def archive(session_public_id: str, *, by_person_id: int | None, now: datetime) -> None:
    """Put a date whose attendance is signed out of the desk's way. Raises Refused for any other."""
    with _from(session_public_id, SessionStatus.HELD, by_person_id, now) as door:
        door.session.status = SessionStatus.ARCHIVED
        _note("seminar-archived", door, by_person_id)


def discard(session_public_id: str, *, by_person_id: int | None, now: datetime) -> None:
    """Throw a draft away, with what goes with it: nobody has ever seen it. Raises Refused for what is no draft."""
    with _from(session_public_id, SessionStatus.DRAFT, by_person_id, now) as door:
        if publishing_queries.anybody(door.session.id):
            raise Refused("", text("Seats or invitations hang on this draft. Take them back first."))
        _note("seminar-discarded", door, by_person_id)
        number = door.session.id
    for table in OF_A_DATE:
        database.session.execute(delete(table).where(table.session_id == number))
    database.session.execute(delete(SeminarSession).where(SeminarSession.id == number))


WRONG = {
    SessionStatus.DRAFT: text("This date was published before."),
    SessionStatus.OPEN: text("Only a date that is open can be closed."),
    SessionStatus.CLOSED: text("Only a date that is closed can be opened again."),
    SessionStatus.HELD: text("Sign the attendance first. Only then can a date be put into the archive."),
}


@contextmanager
def _from(session_public_id: str, status: SessionStatus, by_id: int | None, now: datetime) -> Iterator[Door]:
    with seats.change(session_public_id, by_id=by_id, now=now) as door:
        if door.session.status is not status:
            raise Refused("", WRONG[status])
        yield door


def _ahead(door: Door, otherwise: Text) -> None:
    if door.session.starts_at <= door.now:
        raise Refused("", otherwise)


def _note(action: str, door: Door, by_person_id: int | None) -> None:
    record(Happening(action, "seminar-session", door.session.id), actor_id=by_person_id, now=door.now)
