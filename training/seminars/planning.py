"""The verbs of those who run seminars: describe one, plan a date, give it more seats, call it off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from training.audit.service import Happening, record
from training.catalogue.service import seminar_subject
from training.core.db import database
from training.core.errors import Refused
from training.core.text import text
from training.core.world import new_public_id
from training.seminars import mailing, plan_queries, seat_queries, seats
from training.seminars.letters import Host
from training.seminars.models import Seminar, SeminarSession, Venue
from training.seminars.rules import RESERVED, Audience, Mode, SessionStatus, State
from training.seminars.service import send, tell_booked
from training.seminars.times import resolve

CALLED_OFF = (State.BOOKED, State.OFFERED, State.WAITLISTED, State.PENDING, State.UNVERIFIED)


@dataclass(frozen=True)
class AgendaItem:
    """One part of a seminar: how many minutes after the start it begins, and what happens."""

    after: int
    title: str
    text: str = ""


@dataclass(frozen=True)
class NewSeminar:
    """What a seminar is about, whatever its dates."""

    slug: str
    title: str
    summary: str
    minutes: int
    good_to_know: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    language: str = "en"
    retention_days: int = 30


@dataclass(frozen=True)
class NewSession:
    """One date. `local_start` is naive: the wall clock at `zone`, or at the venue's site where `zone` is empty.

    `venue` is a public id, empty for an online date, which then has a `join_url`. `capacity` None: as many as come.
    """

    seminar: str
    local_start: datetime
    zone: str = ""
    venue: str = ""
    join_url: str = ""
    capacity: int | None = None
    audience: Audience = Audience.BOTH
    minutes: int | None = None
    """None: as long as the seminar says."""


@dataclass(frozen=True)
class Planned:
    """A new date; `twice`: its clock time comes twice that day, and the earlier one was taken."""

    public_id: str
    slug: str
    starts_at: datetime
    twice: bool


def create_seminar(new: NewSeminar, *, by_person_id: int | None, now: datetime) -> str:
    """Describe a seminar and return its slug. Raises Refused; a slug in use breaks the constraint uq_seminar_slug."""
    if new.slug in RESERVED:
        raise Refused("slug", text("This address is taken by a page of ours. Choose another one."))
    row = Seminar(
        slug=new.slug,
        title=new.title,
        summary=new.summary,
        good_to_know=new.good_to_know,
        language=new.language,
        agenda=[{"after": one.after, "title": one.title, "text": one.text} for one in new.agenda],
        minutes=new.minutes,
        retention_days=new.retention_days,
        subject_id=seminar_subject(new.slug, new.title, minutes=new.minutes),
    )
    database.session.add(row)
    database.session.flush()
    record(Happening("seminar-created", "seminar", row.id), actor_id=by_person_id, now=now)
    return row.slug


def create_venue(site_id: int, name: str, *, seats: int | None) -> str:
    """Name a room at a site and return its public id."""
    row = Venue(public_id=new_public_id(), site_id=site_id, name=name, seats=seats)
    database.session.add(row)
    database.session.flush()
    return row.public_id


def name_room(site_public_id: str, name: str, seats: int | None, *, by_person_id: int | None, now: datetime) -> str:
    """Name a room at a site and return its public id. Raises NotFound; a name in use breaks uq_venue_site_id_name."""
    public_id = create_venue(plan_queries.site_id(site_public_id), name, seats=seats)
    record(Happening("room-named", "venue", None, {"room": public_id}), actor_id=by_person_id, now=now)
    return public_id


def plan_session(new: NewSession, *, by_person_id: int | None, now: datetime) -> Planned:
    """Plan a date. Raises NotFound, and Refused: no such time, past, room too small or in use, no room and no link."""
    seminar = plan_queries.seminar(new.seminar)
    if not new.venue and not new.join_url:
        raise Refused("venue", text("Choose a room, or enter the link on which people join."))
    venue = plan_queries.lock_venue(new.venue) if new.venue else None
    zone = new.zone or (venue.zone if venue else "")
    start = resolve(new.local_start, zone)
    row = SeminarSession(
        public_id=new_public_id(),
        seminar_id=seminar.id,
        local_start=f"{new.local_start:%Y-%m-%dT%H:%M}",
        zone=zone,
        starts_at=start.at,
        ends_at=start.at + timedelta(minutes=new.minutes or seminar.minutes),
        mode=_mode(new),
        venue_id=venue.id if venue else None,
        join_url=new.join_url or None,
        audience=new.audience,
        capacity=new.capacity,
        created_by_id=by_person_id,
    )
    _check(row, venue, now)
    database.session.add(row)
    database.session.flush()
    record(Happening("seminar-planned", "seminar-session", row.id), actor_id=by_person_id, now=now)
    return Planned(row.public_id, seminar.slug, row.starts_at, start.twice)


def resize_session(
    session_public_id: str, capacity: int | None, *, by_person_id: int | None, host: Host, now: datetime
) -> int:
    """Change how many seats there are; return how many people moved up. Raises Refused below the seats taken."""
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        door.resize(capacity)
    record(Happening("seminar-resized", "seminar-session", door.session.id), actor_id=by_person_id, now=now)
    tell_booked(door, host, now)
    return len(door.booked)


def cancel_session(session_public_id: str, reason: str, *, by_person_id: int | None, host: Host, now: datetime) -> int:
    """Call a date off: all registrations end, and who confirmed theirs is told why. Return how many were told."""
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        if door.session.status is not SessionStatus.OPEN:
            raise Refused("", text("This date was called off, or its attendance was signed, before."))
        door.end(SessionStatus.CANCELLED)
        ids = seat_queries.in_states(door.session.id, CALLED_OFF)
        told = [one.id for old in CALLED_OFF for one in door.move(ids[old], old, State.CANCELLED, reason=reason)]
    happening = Happening("seminar-cancelled", "seminar-session", door.session.id, {"reason": reason})
    record(happening, actor_id=by_person_id, now=now)
    confirmed = [to for to in seat_queries.recipients(told) if to.registration_id not in set(ids[State.UNVERIFIED])]
    send([mailing.to_called_off(door.about, host, to, reason=reason, now=now) for to in confirmed], now)
    return len(confirmed)


def _mode(new: NewSession) -> Mode:
    if new.venue and new.join_url:
        return Mode.HYBRID
    return Mode.IN_PERSON if new.venue else Mode.ONLINE


def _check(row: SeminarSession, venue: plan_queries.VenueRow | None, now: datetime) -> None:
    if row.starts_at <= now:
        raise Refused("starts", text("This time is past. Choose a later one."))
    if venue is None:
        return
    if venue.seats is not None and (row.capacity is None or row.capacity > venue.seats):
        raise Refused(
            "capacity", text("%(room)s has %(n)s seats. Choose at most that many.", room=venue.name, n=venue.seats)
        )
    if plan_queries.in_use(venue.id, row.starts_at, row.ends_at):
        raise Refused("venue", text("%(room)s is in use at that time. Choose another room or time.", room=venue.name))
