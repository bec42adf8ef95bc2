"""The verbs of who gives a date: one of our people or somebody from outside; nobody is in two places at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from training.audit.service import Happening, record
from training.core.db import database
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.seminars import impact_queries, seats, trainer_queries
from training.seminars.models import SeminarSession
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.rules import SessionStatus


@dataclass(frozen=True)
class NewTrainer:
    """Who gives a date: `person` is one of ours by public id, else `name` is somebody from outside."""

    role: TrainerRole
    person: str = ""
    name: str = ""
    anyway: bool = False
    """Whether they give it although they have a seat elsewhere at that time."""


def add_trainer(viewer: Viewer, session_public_id: str, new: NewTrainer, *, now: datetime) -> None:
    """Have somebody give a date.

    Raises NotFound, Conflict, and Refused: nobody named, named before, or elsewhere at that time, at `anyway` where
    they only have a seat there.
    """
    if not new.person and not new.name:
        raise Refused("name", text("Choose one of our people, or enter the name of somebody from outside."))
    person_id = trainer_queries.person(viewer, new.person) if new.person else None
    with seats.change(session_public_id, by_id=viewer.person_id, now=now) as door:
        session = door.session
        _check_alive(session)
        if person_id is not None:
            trainer_queries.lock_person(person_id)
            _check_person(session, person_id, anyway=new.anyway)
        name = "" if person_id is not None else new.name
        row = SessionTrainer(session_id=session.id, person_id=person_id, name=name, role=new.role)
        database.session.add(row)
    record(Happening("trainer-added", "seminar-session", door.session.id), actor_id=viewer.person_id, now=now)


def remove_trainer(viewer: Viewer, session_public_id: str, trainer: str, *, now: datetime) -> None:
    """Have somebody no longer give a date. Raises NotFound."""
    with seats.change(session_public_id, by_id=viewer.person_id, now=now) as door:
        number = trainer_queries.trainer_id(door.session.id, trainer)
        database.session.execute(delete(SessionTrainer).where(SessionTrainer.id == number))
    record(Happening("trainer-removed", "seminar-session", door.session.id), actor_id=viewer.person_id, now=now)


def _check_alive(session: SeminarSession) -> None:
    if session.status in {SessionStatus.CANCELLED, SessionStatus.ARCHIVED}:
        raise Refused("", text("This date was called off or put away."))


def _check_person(session: SeminarSession, person_id: int, *, anyway: bool) -> None:
    span = (session.starts_at, session.ends_at)
    if trainer_queries.gives(session.id, person_id):
        raise Refused("name", text("They give this date already."))
    duties = impact_queries.duties_of(person_id, *span, besides=session.id)
    if duties:
        words = text("They give “%(title)s” at that time. Choose somebody else.", title=duties[0].title)
        raise Refused("name", words)
    elsewhere = impact_queries.seats_of(person_id, *span, besides=session.id)
    if elsewhere and not anyway:
        words = text(
            "They have a seat in “%(title)s” at that time. Choose somebody else, or tick “Plan it anyway”.",
            title=elsewhere[0].title,
        )
        raise Refused("anyway", words)
