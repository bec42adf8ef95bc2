"""Looks at reminders: the ladder that holds, calendars and readers, what is missing, and what waits to be told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from training.completion import states
from training.completion.models import Assignment, Exemption
from training.completion.reminder_models import Digest, DigestDay, Reminder, ReminderLadder
from training.completion.reminding import (
    WEEK,
    Bound,
    Calendar,
    Ladder,
    Reader,
    Span,
    calendar_of,
    first_day,
    local_day,
)
from training.completion.rules import BrakeState, DigestState, ExemptionKind, ReminderKind
from training.core.db import database, scoped
from training.core.permissions import Role
from training.people.models import Department, Grant, Membership, Person, Site

DAY: Any = bindparam("day", type_=Date())

# --- the ladder, sites and zones --------------------------------------------------------------------------------------

LADDER = select(
    ReminderLadder.steps, ReminderLadder.manager_from, ReminderLadder.director_from, ReminderLadder.most_a_week,
    ReminderLadder.brake,
).where(ReminderLadder.retired_at.is_(None))  # fmt: skip
SITES = select(Site.id, Site.zone, Site.working_days, Site.days_off)
zone_there = func.coalesce(func.nullif(Person.zone, ""), func.nullif(Site.zone, ""), "UTC")
"""Where somebody's morning is: Person and Site joined."""
ZONES = scoped(
    union(
        select(func.coalesce(func.nullif(Site.zone, ""), "UTC")),
        select(Person.zone).where(Person.zone != "").distinct(),
    ),
    by="system",
)


def ladder() -> Ladder:
    """Return the ladder that holds; where none was ever set, the usual one."""
    row = database.session.execute(LADDER).one_or_none()
    return Ladder(tuple(row[0]), *row[1:]) if row else Ladder()


def calendars() -> dict[int, Calendar]:
    """Return the working week of every site, by its id."""
    rows = database.session.execute(SITES)
    return {site_id: calendar_of(days, off) for site_id, _zone, days, off in rows}


def calendars_in(zone: str) -> dict[int, Calendar]:
    """Return the working weeks of the sites at which people of a zone work."""
    here = set(database.session.scalars(SITES_OF, {"zone": zone}))
    return {site_id: calendar for site_id, calendar in calendars().items() if site_id in here}


def digests_counted(day: date) -> int:
    """Return how many mails a day has, without what was dropped."""
    return database.session.scalar(COUNTED, {"day": day}) or 0


class HeldDay(NamedTuple):
    """A day's mails: whether the brake holds them, how many there are, and who has let them go as the first."""

    state: BrakeState
    planned: int
    released_by_id: int | None


def held_day(day: date) -> HeldDay | None:
    """Return what is known of a day's mails, locked."""
    row = database.session.execute(HELD_DAY, {"day": day}).one_or_none()
    return HeldDay(*row) if row else None


def state_of(day: date) -> BrakeState:
    """Return the state of a day that has a row, locked."""
    found = held_day(day)
    return found.state if found else BrakeState.GOING


def zones() -> list[str]:
    """Return the zones in which anybody may work."""
    return sorted(database.session.scalars(ZONES))


# --- when the next mail goes to somebody ------------------------------------------------------------------------------

_MEMBER = and_(Membership.person_id == Person.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
_SENT = (DigestState.PLANNED, DigestState.WRITTEN)
READERS = scoped(
    select(
        Person.id,
        Membership.site_id,
        zone_there,
        Person.left_on,
        Person.email.is_not(None),
        Person.family + ", " + Person.given,
    )
    .join(Membership, _MEMBER)
    .join(Site, Site.id == Membership.site_id),
    by="system",
)
MAILED = scoped(
    select(Digest.person_id, Digest.day).where(Digest.day > bindparam("after", type_=Date()), Digest.state.in_(_SENT)),
    by="system",
)
AWAY = scoped(
    select(Exemption.person_id, Exemption.valid_from, Exemption.valid_until).where(
        Exemption.requirement_id.is_(None), Exemption.kind == ExemptionKind.LEAVE, Exemption.retired_at.is_(None),
        or_(Exemption.valid_until.is_(None), Exemption.valid_until > DAY),
    ),
    by="system",
)  # fmt: skip
_IDS: Any = bindparam("ids", expanding=True)


def readers(person_ids: Sequence[int] | None, today: date) -> dict[int, Reader]:
    """Return some people, or everybody, as the rules of mail see them. Four SELECTs."""
    by_site = calendars()
    chosen = _chosen(person_ids)
    values = {} if person_ids is None else {"ids": list(person_ids)}
    mailed, away = defaultdict(set), defaultdict(list)
    # The days of other zones are at most one apart: a day more on both sides leaves nobody out.
    for person_id, day in database.session.execute(chosen(MAILED, Digest.person_id), values | {"after": today - WEEK}):
        mailed[person_id].add(day)
    for person_id, since, until in database.session.execute(chosen(AWAY, Exemption.person_id), values | {"day": today}):
        away[person_id].append(Span(since, until))
    return {
        row[0]: Reader(
            row[0], by_site[row[1]], row[2], tuple(away.get(row[0], ())), frozenset(mailed.get(row[0], ())), *row[3:],
        )
        for row in database.session.execute(chosen(READERS, Person.id), values)
    }  # fmt: skip


def _chosen(person_ids: Sequence[int] | None) -> Any:
    return lambda statement, column: statement if person_ids is None else statement.where(column.in_(_IDS))


def next_digest_days(person_ids: Sequence[int], now: datetime) -> dict[int, date]:
    """Return the day on which the next mail can go to each of some people, at 08:00 in their zone.

    Whoever gets no mail within sixty days (on leave, without an address) is left out. Five SELECTs.
    """
    most = ladder().most_a_week
    found = {
        one.person_id: one.next_day(first_day(now, one.zone), most)
        for one in readers(person_ids, local_day(now, "UTC")).values()
    }
    return {person_id: day for person_id, day in found.items() if day is not None}


# --- what is missing --------------------------------------------------------------------------------------------------

_before: Any = aliased(Assignment)
_due: Any = aliased(Assignment)
_told: Any = aliased(Reminder)


def open_on(duty: Any, day: Any) -> ColumnElement[bool]:
    """Whether somebody may be reminded of a duty on a day: it counts, is not done, and nobody is excused from it."""
    return and_(
        duty.retired_at.is_(None), duty.done_on.is_(None), states.current(duty, day),
        or_(duty.exempt_from.is_(None), ~states.exempt(duty, day)),
    )  # fmt: skip


def same_duty(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two rows speak of the same cycle of a duty: a row is said anew when its requirement changes."""
    return and_(
        one.person_id == other.person_id, one.requirement_id == other.requirement_id, one.cycle == other.cycle
    )  # fmt: skip


def leads(grant: Any, department_id: Any, day: Any) -> ColumnElement[bool]:
    """Whether a grant makes somebody the lead of a department on a day."""
    return and_(
        grant.role == Role.MANAGER, grant.department_id == department_id, grant.retired_at.is_(None),
        grant.valid_from <= day, or_(grant.valid_until.is_(None), grant.valid_until > day),
    )  # fmt: skip


def missing(kind: ReminderKind, found: Sequence[Bound]) -> Select[Any]:
    """Return the SELECT of the reminders of a kind that are missing on a day, in the order of a row.

    Bound values: day, site_ids, zone. A duty that was told of at this step or a later one is passed over, also where
    its row has been said anew with the same due day.
    """
    # One after the other: of most duties the first look tells that they were told, and the second one costs more.
    untold = _untold(kind, found).cte("untold").prefix_with("MATERIALIZED").c
    of_one_before = exists().where(
        _told.person_id == untold.told_id, _told.kind == kind, _told.step >= untold.step,
        _before.id == _told.assignment_id, same_duty(_before, untold), _before.due == untold.due,
    )  # fmt: skip
    row = (untold.told_id, untold.id, literal(kind, Reminder.kind.type), untold.step, DAY)
    return scoped(select(*row).where(~of_one_before), by="system")


def _untold(kind: ReminderKind, found: Sequence[Bound]) -> Select[Any]:
    """Return the duties that have reached a step of which nobody was told on this row, with whom to tell."""
    whom = {ReminderKind.OWN: Assignment.person_id, ReminderKind.MANAGER: Membership.manager_id}
    told_id, step = whom.get(kind, Grant.person_id), _step(found)
    told = exists().where(
        _told.person_id == told_id, _told.kind == kind, _told.step >= step, _told.assignment_id == Assignment.id
    )
    duty_row = (Assignment.person_id, Assignment.requirement_id, Assignment.cycle, Assignment.due)
    found_ones: Select[Any] = (
        _told_with(kind, select(told_id.label("told_id"), Assignment.id, step.label("step"), *duty_row))
        .where(
            Membership.retired_at.is_(None), Membership.valid_until.is_(None),
            pending(found[-1].due_until), open_on(Assignment, DAY),
            or_(Person.left_on.is_(None), Person.left_on > DAY),
            Membership.site_id.in_(bindparam("site_ids", expanding=True)), zone_there == bindparam("zone"), ~told,
        )
    )  # fmt: skip
    return found_ones


def _told_with(kind: ReminderKind, chosen: Any) -> Any:
    """Join a duty with where its person works, and with whoever is told of it."""
    chosen = (
        chosen.select_from(Assignment)
        # Only this side: SQLite keeps no statistics, and would go through all duties person by person.
        .join(Membership, Membership.person_id == func.coalesce(Assignment.person_id, Assignment.person_id))
        .join(Person, Person.id == Membership.person_id)
        .join(Site, Site.id == Membership.site_id)
    )
    if kind is ReminderKind.MANAGER:
        return chosen.where(Membership.manager_id.is_not(None), Membership.manager_id != Person.id)
    if kind is ReminderKind.OWN:
        return chosen
    return chosen.join(Department, Department.id == Membership.department_id).join(
        Grant,
        and_(
            leads(Grant, Department.parent_id, DAY), Grant.person_id != Person.id,
            Grant.person_id != func.coalesce(Membership.manager_id, 0),
        ),
    )  # fmt: skip


def _step(found: Sequence[Bound]) -> ColumnElement[int]:
    """The furthest step that a duty has reached, if it has reached any."""
    nearest = literal(found[-1].step, Integer())
    further = [(Assignment.due <= bound.due_until, literal(bound.step, Integer())) for bound in found[:-1]]
    return case(*further, else_=nearest) if further else nearest


def pending(due_until: Any) -> ColumnElement[bool]:
    """Whether a duty is not done and due until a day: found by the index of due days, then read in its own order.

    Reading the rows of half a million duties in the order of their due days takes SQLite four times as long.
    """
    found = select(_due.id).where(_due.retired_at.is_(None), _due.done_on.is_(None), _due.due <= due_until)
    return Assignment.id.in_(found)


# --- what waits to be told --------------------------------------------------------------------------------------------

duty: Any = aliased(Assignment, name="duty")
"""The row that holds now of the duty of which a reminder speaks."""
place: Any = aliased(Membership, name="place")
"""Where the person of the duty works."""
_department, _lead = aliased(Department), aliased(Grant)
_LEADS = exists().where(
    _department.id == place.department_id, leads(_lead, _department.parent_id, DAY),
    _lead.person_id == Reminder.person_id,
)  # fmt: skip


def waiting(*columns: Any) -> Select[Any]:
    """Return a SELECT of the reminders that wait and may still be told on a day. Bound value: day.

    What was done, excused or moved to another day meanwhile is not told, nor is a manager told of people who are not
    theirs any more.
    """
    return waiting_whenever(*columns).where(open_on(duty, DAY))


def waiting_whenever(*columns: Any) -> Select[Any]:
    """Return the same with those that are excused now and may be told later. Bound value: day."""
    return (
        select(*columns)
        .select_from(Reminder)
        .join(_before, _before.id == Reminder.assignment_id)
        .join(duty, and_(same_duty(duty, _before), duty.retired_at.is_(None), duty.done_on.is_(None)))
        .join(
            place,
            and_(place.person_id == duty.person_id, place.retired_at.is_(None), place.valid_until.is_(None)),
        )
        .where(
            Reminder.digest_day.is_(None),
            or_(Reminder.kind == ReminderKind.ASKED, duty.due == _before.due),
            or_(
                Reminder.kind.in_([ReminderKind.OWN, ReminderKind.ASKED]),
                and_(Reminder.kind == ReminderKind.MANAGER, place.manager_id == Reminder.person_id),
                and_(Reminder.kind == ReminderKind.DIRECTOR, _LEADS),
            ),
        )
    )


_digest = aliased(Digest)
_lately = (
    select(func.count())
    .select_from(_digest)
    .where(_digest.person_id == Person.id, _digest.day > bindparam("week_ago", type_=Date()),
           _digest.state != DigestState.DROPPED)
    .correlate(Person)
    .scalar_subquery()
)  # fmt: skip
_TODAY = exists().where(_digest.person_id == Person.id, _digest.day == DAY).correlate(Person)
AWAY_ON = exists().where(
    Exemption.person_id == Person.id, Exemption.requirement_id.is_(None), Exemption.kind == ExemptionKind.LEAVE,
    Exemption.retired_at.is_(None), Exemption.valid_from <= DAY,
    or_(Exemption.valid_until.is_(None), Exemption.valid_until > DAY),
)  # fmt: skip
MAILABLE = (Person.email.is_not(None), or_(Person.left_on.is_(None), Person.left_on > DAY), ~AWAY_ON)
TO_MAIL: Select[Any] = scoped(
    select(Person.id, DAY, literal(DigestState.HELD, Digest.state.type), bindparam("now", type_=Digest.planned_at.type))
    .join(Membership, _MEMBER)
    .join(Site, Site.id == Membership.site_id)
    .where(
        Person.id.in_(waiting(Reminder.person_id)), *MAILABLE, ~_TODAY, _lately < bindparam("most_a_week"),
        Membership.site_id.in_(bindparam("site_ids", expanding=True)), zone_there == bindparam("zone"),
    ),
    by="system",
)  # fmt: skip
"""Whom a digest may go to on a day, as rows of Digest that are held until they have been counted. Values: day, now,
week_ago, most_a_week, and site_ids (where people work on that day) in a zone."""
IN_ZONE = scoped(
    select(Person.id)
    .join(Membership, _MEMBER)
    .join(Site, Site.id == Membership.site_id)
    .where(zone_there == bindparam("zone")),
    by="system",
)
SITES_OF = IN_ZONE.with_only_columns(Membership.site_id).distinct()
COUNTED = scoped(
    select(func.count()).select_from(Digest).where(Digest.day == DAY, Digest.state != DigestState.DROPPED), by="system"
)
_OF_DAY = select(DigestDay.state, DigestDay.planned, DigestDay.released_by_id).where(DigestDay.day == DAY)
HELD_DAY = _OF_DAY.with_for_update()
TO_ASK: Select[Any] = scoped(
    select(
        Assignment.person_id, Assignment.id, literal(ReminderKind.ASKED, Reminder.kind.type),
        bindparam("step", type_=Integer()), DAY, bindparam("asked_by_id", type_=Integer()),
    )
    .join(Person, Person.id == Assignment.person_id)
    .where(
        Assignment.id.in_(bindparam("ids", expanding=True)), open_on(Assignment, DAY), Person.email.is_not(None),
        or_(Person.left_on.is_(None), Person.left_on > DAY),
    ),
    by="ids that the caller may see",
)  # fmt: skip
