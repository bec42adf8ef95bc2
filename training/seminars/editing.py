"""The verb that changes the terms of a date that stands: its window, who may come, how to get in, where people join."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import amend
from training.core.errors import Refused
from training.core.text import text
from training.seminars import impact_queries, planning_mail, seat_queries, seats
from training.seminars.letters import Host
from training.seminars.models import Registration
from training.seminars.moving import TO_MOVE
from training.seminars.rules import Audience, Mode, State
from training.seminars.seats import Door
from training.seminars.service import send, tell_booked
from training.seminars.terms import Terms, columns


@dataclass(frozen=True)
class Change:
    """What a date is to be from now on, but for when and where it is."""

    audience: Audience
    terms: Terms
    join_url: str = ""


def edit_session(session_public_id: str, change: Change, *, by_person_id: int | None, host: Host, now: datetime) -> int:
    """Change the terms of a date; return how many entries in calendars are renewed, which a new link to join does.

    Raises NotFound, and Refused at the field that cannot be.
    """
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        _check(door, change)
        for name, value in columns(change.terms, door.session.zone, door.session.starts_at).items():
            setattr(door.session, name, value)
        door.session.audience = change.audience
        other_link = (door.session.join_url or "") != change.join_url
        ids = _join_at(door, change.join_url) if other_link else []
    record(Happening("seminar-date-edited", "seminar-session", door.session.id), actor_id=by_person_id, now=now)
    people = seat_queries.recipients(ids)
    send([planning_mail.to_changed(door.about, host, to, now=now) for to in people], now)
    tell_booked(door, host, now)
    return len(people)


def _check(door: Door, change: Change) -> None:
    if door.session.status not in TO_MOVE:
        raise Refused("", text("This date was called off, or its attendance was signed, before."))
    if not change.join_url and door.session.venue_id is None:
        raise Refused("join_url", text("People join this date online. Enter the link."))


def _join_at(door: Door, join_url: str) -> list[int]:
    """Set another link and raise the entries of those with a seat; return their registrations."""
    session = door.session
    session.join_url = join_url or None
    if session.venue_id is not None:
        session.mode = Mode.HYBRID if join_url else Mode.IN_PERSON
    door.about = replace(door.about, join_url=join_url)
    booked = [one.id for one in impact_queries.live(session.id) if one.state is State.BOOKED]
    raising = update(Registration).where(
        Registration.session_id == session.id, Registration.state == State.BOOKED
    ).values(calendar_sequence=Registration.calendar_sequence + 1)  # fmt: skip
    amend(raising)
    return booked
