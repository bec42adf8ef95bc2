"""Looks at the mails of reminders for those who run them: what went out, what is held, what comes, what failed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from training.completion import forecast_queries, reminder_queries
from training.completion.digesting import KIND
from training.completion.forecasting import Known, Mails, forecast
from training.completion.models import Assignment, RequirementVersion
from training.completion.reminder_models import Digest, DigestDay, Reminder, ReminderLadder
from training.completion.reminder_queries import DAY, duty, waiting
from training.completion.reminding import Ladder, checked
from training.completion.rules import BrakeState, DigestState, ReminderKind
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.notices.models import Message
from training.notices.rules import MessageState
from training.people.departments import EVERYWHERE
from training.people.models import Person

DAYS = 14
"""So many days ahead the mails are shown."""
FAILED_SINCE = timedelta(days=60)
MOST_FAILED = 25
PAGE = 25
AT_ONCE = 500
"""Addressees of a day whose reasons are asked for together."""


def _allow(viewer: Viewer) -> None:
    # The ladder and the brake are the whole organisation's, and so are the mails that they bring about.
    if EVERYWHERE not in viewer.paths(Permission.REMINDER_MANAGE):
        raise NotFound


# --- the ladder that holds --------------------------------------------------------------------------------------------


class LadderRow(NamedTuple):
    """The ladder with who let it hold, since when and why; nobody and no day where it is the usual one."""

    ladder: Ladder
    since: date | None = None
    by: str = ""
    reason: str = ""


LADDER = scoped(
    select(
        ReminderLadder.valid_from, func.coalesce(Person.given + " " + Person.family, ""), ReminderLadder.reason,
    )
    .outerjoin(Person, Person.id == ReminderLadder.changed_by_id)
    .where(ReminderLadder.retired_at.is_(None)),
    by="reminder:manage",
)  # fmt: skip


def ladder(viewer: Viewer) -> LadderRow:
    """Return the ladder that holds. Two SELECTs."""
    _allow(viewer)
    row = database.session.execute(LADDER).one_or_none()
    return LadderRow(reminder_queries.ladder(), *(row or ()))


# --- the days ---------------------------------------------------------------------------------------------------------


class Today(NamedTuple):
    """How many mails of a day are in each state."""

    day: date
    states: Mapping[DigestState, int]


class HeldMails(NamedTuple):
    """A day whose mails the brake holds, and who has let them go as the first of two."""

    day: date
    mails: int
    released_by_id: int | None
    released_by: str


@dataclass(frozen=True)
class Outlook:
    """What the first page of reminders tells."""

    ladder: LadderRow
    today: Today
    mails: Mails
    held: Sequence[HeldMails]
    failed: Sequence["Failed"]
    managers: Mapping[date, int]


STATES = scoped(
    select(Digest.state, func.count()).where(Digest.day == DAY).group_by(Digest.state), by="reminder:manage"
)
_mails = (
    select(func.count())
    .select_from(Digest)
    .where(Digest.day == DigestDay.day, Digest.state == DigestState.HELD)
    .correlate(DigestDay)
    .scalar_subquery()
)
HELD = scoped(
    select(
        DigestDay.day, _mails, DigestDay.released_by_id, func.coalesce(Person.given + " " + Person.family, "")
    )
    .outerjoin(Person, Person.id == DigestDay.released_by_id)
    .where(DigestDay.state == BrakeState.HELD, DigestDay.day >= DAY, _mails > 0)
    .order_by(DigestDay.day),
    by="reminder:manage",
)  # fmt: skip


def outlook(viewer: Viewer, now: datetime, today: date) -> Outlook:
    """Return what goes out in the next fourteen days, what is held, and what could not be delivered."""
    holds = ladder(viewer)
    mails = _mails_until(holds.ladder, now, today)[1]
    states = database.session.execute(STATES, {"day": today})
    held = [HeldMails(*row) for row in database.session.execute(HELD, {"day": today - timedelta(days=1)})]
    managers = {day: sum(_not_own(items) for items in found.values()) for day, found in mails.items()}
    return Outlook(
        holds, Today(today, {state: count for state, count in states}), mails, held, failed(now), managers  # noqa: C416  typed rows
    )  # fmt: skip


def _not_own(items: Sequence[Any]) -> bool:
    return any(item.kind in {ReminderKind.MANAGER, ReminderKind.DIRECTOR} for item in items)


def _mails_until(holds: Ladder, now: datetime, today: date) -> tuple[Known, Mails]:
    until = today + timedelta(days=DAYS - 1)
    found = forecast_queries.known(now, holds.steps, until)
    return found, forecast(found, holds, now, until)


class Effect(NamedTuple):
    """What another ladder would do on the first day on which either of the two mails anybody; None: on none."""

    ladder: Ladder
    day: date | None
    before: int
    after: int


def effect(viewer: Viewer, new: Ladder, now: datetime, today: date) -> Effect:
    """Weigh another ladder against the one that holds, on the next day with mail. Raises Refused where it cannot be."""
    new, holds = checked(new), ladder(viewer).ladder
    until = today + timedelta(days=7)
    found = forecast_queries.known(now, (*holds.steps, *new.steps), until)
    before, after = forecast(found, holds, now, until), forecast(found, new, now, until)
    first = min([*before, *after], default=None)
    mails = (0, 0) if first is None else (len(before.get(first, ())), len(after.get(first, ())))
    return Effect(new, first, *mails)


# --- one day ----------------------------------------------------------------------------------------------------------


class Reason(NamedTuple):
    """One duty of which a mail speaks: `about` is its person where the mail goes to somebody else."""

    kind: ReminderKind
    step: int
    title: str
    due: date
    about: str


class Addressee(NamedTuple):
    """Somebody who gets a mail on a day; `state` is None as long as it is only foretold."""

    person_id: int
    name: str
    state: DigestState | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class DayOfMail:
    """A day's mails: some of the people, and how many there are."""

    day: date
    people: Sequence[Addressee]
    first: int
    of: int


_about: Any = aliased(Person)
ADDRESSEES = scoped(
    select(Digest.person_id, Person.family + ", " + Person.given, Digest.state)
    .join(Person, Person.id == Digest.person_id)
    .where(Digest.day == DAY),
    by="reminder:manage",
)
_REASON = (Reminder.person_id, Reminder.kind, Reminder.step, RequirementVersion.title)
_NAME = _about.family + ", " + _about.given
_IDS: Any = bindparam("ids", expanding=True)
CARRIED = scoped(
    select(*_REASON, Assignment.due, _NAME)
    .join(Assignment, Assignment.id == Reminder.assignment_id)
    .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .join(_about, _about.id == Assignment.person_id)
    .where(Reminder.person_id.in_(_IDS), Reminder.digest_day == DAY)
    .order_by(Assignment.due, Assignment.id),
    by="reminder:manage",
)
STILL_WAITING = scoped(
    waiting(*_REASON, duty.due, _NAME)
    .join(RequirementVersion, RequirementVersion.id == duty.version_id)
    .join(_about, _about.id == duty.person_id)
    .where(Reminder.person_id.in_(_IDS))
    .order_by(duty.due, duty.id),
    by="reminder:manage",
)
DUTIES = scoped(
    select(Assignment.id, RequirementVersion.title, Assignment.due, _NAME)
    .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .join(_about, _about.id == Assignment.person_id)
    .where(Assignment.id.in_(_IDS)),
    by="reminder:manage",
)


def day_of_mail(viewer: Viewer, day: date, page: int, now: datetime, today: date) -> DayOfMail:
    """Return a page of the people of a day, by name, with why each of them gets a mail. Raises NotFound."""
    found = _gathered(viewer, day, now, today)
    first = min(max(page - 1, 0) * PAGE, max(len(found.people) - 1, 0) // PAGE * PAGE)
    return DayOfMail(day, _addressees(found, found.people[first : first + PAGE]), first, len(found.people))


def whole_day(viewer: Viewer, day: date, now: datetime, today: date) -> Iterator[Addressee]:
    """Yield all people of a day, by name, with why each of them gets a mail. Raises NotFound at once."""
    found = _gathered(viewer, day, now, today)
    blocks = (found.people[first : first + AT_ONCE] for first in range(0, len(found.people), AT_ONCE))
    return (one for block in blocks for one in _addressees(found, block))


@dataclass(frozen=True)
class _Gathered:
    """Who gets a mail on a day, by name: what is foretold for each, or the state of what is planned."""

    day: date
    people: Sequence[int]
    names: Mapping[int, str]
    coming: Mapping[int, Sequence[Any]]
    states: Mapping[int, DigestState]


def _gathered(viewer: Viewer, day: date, now: datetime, today: date) -> _Gathered:
    holds = ladder(viewer).ladder
    if not today - timedelta(days=366) <= day < today + timedelta(days=DAYS):
        raise NotFound
    known, mails = _mails_until(holds, now, today) if day >= today else (None, {})
    coming = mails.get(day, {})
    planned = database.session.execute(ADDRESSEES, {"day": day}).all()
    names = {row[0]: row[1] for row in planned}
    names |= {person_id: known.readers[person_id].name for person_id in coming} if known else {}
    everybody = sorted(names, key=lambda one: (names[one], one))
    return _Gathered(day, everybody, names, coming, {row[0]: row[2] for row in planned})


def _addressees(found: _Gathered, here: Sequence[int]) -> list[Addressee]:
    coming = {one: found.coming[one] for one in here if one in found.coming}
    reasons = _foretold(coming) | _written([one for one in here if one not in coming], found.day)
    return [
        Addressee(one, found.names[one], None if one in coming else found.states[one], tuple(reasons.get(one, ())))
        for one in here
    ]


def _foretold(mails: Mapping[int, Sequence[Any]]) -> dict[int, list[Reason]]:
    ids = {item.duty_id for items in mails.values() for item in items}
    rows = database.session.execute(DUTIES, {"ids": sorted(ids)}) if ids else ()
    duties = {row[0]: row[1:] for row in rows}
    return {
        person_id: [Reason(item.kind, item.step, *duties[item.duty_id]) for item in items]
        for person_id, items in mails.items()
    }


def _written(person_ids: Sequence[int], day: date) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = defaultdict(list)
    for statement in (CARRIED, STILL_WAITING) if person_ids else ():
        for row in database.session.execute(statement, {"ids": list(person_ids), "day": day}):
            found[row[0]].append(Reason(*row[1:]))
    return found


# --- what could not be delivered --------------------------------------------------------------------------------------


class Failed(NamedTuple):
    """A mail that was refused for good: to whom, to which address, and the address that the roster has now."""

    public_id: str
    name: str
    recipient: str
    now: str | None
    error: str
    at: datetime


_later = aliased(Message)
ALL_FAILED = scoped(
    select(
        Message.public_id, Person.family + ", " + Person.given, Message.recipient, Person.email,
        func.coalesce(Message.last_error, ""), Message.created_at,
    )
    .join(Person, Person.id == Message.person_id)
    .where(
        Message.state == MessageState.FAILED, Message.kind == KIND, Message.created_at > bindparam("since"),
        ~select(_later.id)
        .where(_later.person_id == Message.person_id, _later.kind == KIND, _later.created_at > Message.created_at)
        .correlate(Message)
        .exists(),
    )
    .order_by(Message.created_at.desc(), Message.id.desc()),
    by="reminder:manage",
)  # fmt: skip
FAILED = ALL_FAILED.limit(MOST_FAILED)


def failed(now: datetime) -> list[Failed]:
    """Return whose last reminder was refused for good, the newest first. One SELECT."""
    return [Failed(*row) for row in database.session.execute(FAILED, {"since": now - FAILED_SINCE})]


def all_failed(viewer: Viewer, now: datetime) -> Iterator[Failed]:
    """Yield all of them, however many. Raises NotFound at once."""
    _allow(viewer)
    return _all_failed(now)


def _all_failed(now: datetime) -> Iterator[Failed]:
    values = {"since": now - FAILED_SINCE}
    for row in database.session.execute(ALL_FAILED, values, execution_options={"yield_per": 1000}):
        yield Failed(*row)
