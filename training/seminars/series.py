"""The verb that plans several dates at once: each found by the wall clock on its own day, all of them or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from training.audit.service import Happening, record
from training.core.db import database
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import Text, text
from training.core.world import new_public_id
from training.seminars import impact_queries, interest, placing, plan_queries, trainer_queries
from training.seminars.impact_queries import Engagement
from training.seminars.models import SeminarSession
from training.seminars.placing import Aim, Spot
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.plan_queries import VenueRow
from training.seminars.planning import NewSession, session_row
from training.seminars.recurrence import FEWEST, LONGEST_PAUSE, MOST, Pattern, days
from training.seminars.times import resolve, zone_named

Spans = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True)
class NewSeries:
    """Dates that are planned together: the first one, how they go on, and which of our people gives them."""

    first: NewSession
    pattern: Pattern
    trainer: str = ""
    """The work e-mail address of one of our people, or empty."""
    leave_out: bool = False
    """Whether days on which it cannot be are left out; else none is planned."""


@dataclass(frozen=True)
class Occasion:
    """One date of a series: found, or what stands in its way."""

    new: NewSession
    aim: Aim
    spot: Spot | None
    problem: Text | None = None


@dataclass(frozen=True)
class Looked:
    """The dates of a series in their order, and who gives them."""

    occasions: tuple[Occasion, ...]
    trainer_id: int | None


def look(viewer: Viewer, new: NewSeries, *, now: datetime) -> Looked:
    """Return the dates of a series, those that cannot be with the reason. Raises NotFound and Refused for all alike."""
    seminar = plan_queries.seminar(new.first.seminar)
    _check(new.pattern)
    aim = new.first.aim(seminar.minutes)
    venue = placing.room(aim)
    placing.check_size(venue, new.first.capacity)
    trainer_id = _trainer(viewer, new.trainer)
    return Looked(tuple(_occasions(new, aim, (venue, trainer_id), now)), trainer_id)


def _trainer(viewer: Viewer, email: str) -> int | None:
    if not email:
        return None
    found = trainer_queries.person_by_email(viewer, email)
    if found is None:
        raise Refused("trainer", text("Nobody of ours has this address. Enter a work e-mail address, or nothing."))
    trainer_queries.lock_person(found)
    return found


def plan_series(viewer: Viewer, new: NewSeries, *, now: datetime) -> list[str]:
    """Plan the dates and return their public ids. Raises Refused with the day that cannot be, unless it is left out."""
    seminar_id = plan_queries.seminar(new.first.seminar).id
    looked = look(viewer, new, now=now)
    wrong = next((one.problem for one in looked.occasions if one.problem is not None), None)
    if wrong is not None and not new.leave_out:
        raise Refused("starts", wrong)
    rows = [_row(one, seminar_id, viewer.person_id, now) for one in looked.occasions if one.problem is None]
    if len(rows) < FEWEST:
        raise Refused("starts", text("Fewer than two of these dates can be planned. Choose another time or room."))
    series = new_public_id()
    for row in rows:
        row.series = series
    database.session.add_all(rows)
    database.session.flush()
    _add_trainer(looked.trainer_id, rows)
    happening = Happening("series-planned", "seminar", seminar_id, {"dates": len(rows), "series": series})
    record(happening, actor_id=viewer.person_id, now=now)
    if not new.first.draft:
        interest.date_published(rows[0].id, now=now)  # one mail, not one for each date: the page shows the others
    return [row.public_id for row in rows]


def _check(pattern: Pattern) -> None:
    if not FEWEST <= pattern.times <= MOST:
        raise Refused("times", text("Enter a number from %(low)s to %(high)s.", low=FEWEST, high=MOST))
    if not 1 <= pattern.every <= LONGEST_PAUSE:
        raise Refused("every", text("Enter a number from %(low)s to %(high)s.", low=1, high=LONGEST_PAUSE))


def _occasions(
    new: NewSeries, aim: Aim, against: tuple[VenueRow | None, int | None], now: datetime
) -> Iterator[Occasion]:
    venue, trainer_id = against
    zone = aim.zone or (venue.zone if venue else "")
    place = zone_named(zone)
    starts = [datetime.combine(day, aim.local_start.time()) for day in days(aim.local_start.date(), new.pattern)]
    first, last = (edge.replace(tzinfo=place).astimezone(UTC) for edge in (starts[0], starts[-1]))
    edges = first - timedelta(days=2), last + timedelta(days=2)
    taken = plan_queries.taken_times(venue.id, *edges) if venue else []
    busy = _engaged(trainer_id, *edges)
    for start in starts:
        planned = replace(new.first, local_start=start, terms=new.first.terms.later(start - aim.local_start))
        there = replace(aim, local_start=start)
        yield _occasion(planned, there, venue, (zone, taken, busy, now))


def _engaged(trainer_id: int | None, since: datetime, until: datetime) -> list[Engagement]:
    if trainer_id is None:
        return []
    return impact_queries.duties_of(trainer_id, since, until) + impact_queries.seats_of(trainer_id, since, until)


def _occasion(
    new: NewSession, aim: Aim, venue: VenueRow | None, against: tuple[str, Spans, list[Engagement], datetime]
) -> Occasion:
    zone, taken, busy, now = against
    day = aim.local_start.date()
    try:
        start = resolve(aim.local_start, zone)
    except Refused as refused:
        return Occasion(new, aim, None, text("%(day)s: %(why)s", day=day, why=refused.message))
    spot = Spot(start.at, start.at + timedelta(minutes=aim.minutes), zone, venue, start.twice)
    problem = _problem(spot, taken, busy, now)
    if problem is not None:
        problem = text("%(day)s: %(why)s", day=day, why=problem)
    return Occasion(new, aim, spot, problem)


def _problem(spot: Spot, taken: Spans, busy: list[Engagement], now: datetime) -> Text | None:
    if spot.starts_at <= now:
        return text("This time is past. Choose a later one.")
    if spot.venue and any(starts < spot.ends_at and ends > spot.starts_at for starts, ends in taken):
        return text("%(room)s is in use at that time. Choose another room or time.", room=spot.venue.name)
    elsewhere = [one for one in busy if one.starts_at < spot.ends_at and one.ends_at > spot.starts_at]
    if elsewhere:
        return text("The trainer is in “%(title)s” at that time.", title=elsewhere[0].title)
    return None


def _row(one: Occasion, seminar_id: int, by_person_id: int | None, now: datetime) -> SeminarSession:
    assert one.spot is not None  # noqa: S101  only dates without a problem come here
    row = session_row(one.new, one.aim, one.spot, seminar_id, now=now)
    row.created_by_id = by_person_id
    return row


def _add_trainer(person_id: int | None, rows: Sequence[SeminarSession]) -> None:
    if person_id is not None:
        database.session.add_all(
            [SessionTrainer(session_id=row.id, person_id=person_id, name="", role=TrainerRole.TRAINER) for row in rows]
        )
        database.session.flush()
