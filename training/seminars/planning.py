"""The verbs of those who run seminars: describe one, plan a date, give it more seats, call it off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.catalogue.service import seminar_subject
from training.core.db import amend, database
from training.core.errors import Refused
from training.core.text import text
from training.core.world import new_public_id
from training.seminars import holding, interest, mailing, plan_queries, seat_queries, seats
from training.seminars.calling_off import CALLED_OFF, end_blocks, whom_to_tell
from training.seminars.letters import Host
from training.seminars.models import Seminar, SeminarSession, Venue
from training.seminars.placing import Aim, Spot, check, find
from training.seminars.rules import RESERVED, Audience, SessionStatus, State
from training.seminars.service import send, tell_booked
from training.seminars.terms import NO_TERMS, Terms, columns


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
    topic: str = ""


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
    terms: Terms = NO_TERMS
    draft: bool = False
    """Whether only those who run seminars see it until it is published."""

    def aim(self, minutes: int) -> Aim:
        """Return when and where; `minutes` is how long the seminar takes."""
        return Aim(self.local_start, self.minutes or minutes, self.zone, self.venue, self.join_url)


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
        topic_slug=new.topic or None,
        subject_id=seminar_subject(new.slug, new.title, minutes=new.minutes),
    )
    database.session.add(row)
    database.session.flush()
    record(Happening("seminar-created", "seminar", row.id), actor_id=by_person_id, now=now)
    return row.slug


def edit_seminar(slug: str, new: NewSeminar, *, by_person_id: int | None, now: datetime) -> None:
    """Describe a seminar anew; its address, its length and what it completes stay. Raises NotFound."""
    number = plan_queries.seminar(slug).id
    changing = (
        update(Seminar)
        .where(Seminar.id == number)
        .values(
            title=new.title, summary=new.summary, good_to_know=new.good_to_know, topic_slug=new.topic or None,
            retention_days=new.retention_days,
            agenda=[{"after": one.after, "title": one.title, "text": one.text} for one in new.agenda],
        )
    )  # fmt: skip
    amend(changing)
    record(Happening("seminar-edited", "seminar", number), actor_id=by_person_id, now=now)


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
    aim = new.aim(seminar.minutes)
    spot = find(aim)
    check(spot, new.capacity, now=now)
    row = session_row(new, aim, spot, seminar.id, now=now)
    row.created_by_id = by_person_id
    database.session.add(row)
    database.session.flush()
    detail = {"draft": True} if new.draft else {}
    record(Happening("seminar-planned", "seminar-session", row.id, detail), actor_id=by_person_id, now=now)
    if not new.draft:
        interest.date_published(row.id, now=now)
    return Planned(row.public_id, seminar.slug, row.starts_at, spot.twice)


def session_row(new: NewSession, aim: Aim, spot: Spot, seminar_id: int, *, now: datetime) -> SeminarSession:
    """Return the row of a date that fits its place. Raises Refused at one of its terms."""
    return SeminarSession(
        public_id=new_public_id(),
        seminar_id=seminar_id,
        local_start=f"{aim.local_start:%Y-%m-%dT%H:%M}",
        zone=spot.zone,
        starts_at=spot.starts_at,
        ends_at=spot.ends_at,
        mode=aim.mode,
        venue_id=spot.venue.id if spot.venue else None,
        join_url=aim.join_url or None,
        audience=new.audience,
        capacity=new.capacity,
        status=SessionStatus.DRAFT if new.draft else SessionStatus.OPEN,
        published_at=None if new.draft else now,
        **columns(new.terms, spot.zone, spot.starts_at),
    )


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
    """Call a date off: all registrations and blocks end, and who confirmed theirs is told why. Return how many are."""
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        if door.session.status not in {SessionStatus.OPEN, SessionStatus.CLOSED}:
            raise Refused("", text("This date was called off, or its attendance was signed, before."))
        door.end(SessionStatus.CANCELLED)
        ids = seat_queries.in_states(door.session.id, CALLED_OFF)
        for old in CALLED_OFF:
            door.move(ids[old], old, State.CANCELLED, reason=reason)
        ended = end_blocks(door)
    happening = Happening("seminar-cancelled", "seminar-session", door.session.id, {"reason": reason})
    record(happening, actor_id=by_person_id, now=now)
    told = whom_to_tell(ids)
    send([mailing.to_called_off(door.about, host, to, reason=reason, now=now) for to in told], now)
    return len(told) + holding.tell_called_off(door, ended, reason, host=host, now=now)
