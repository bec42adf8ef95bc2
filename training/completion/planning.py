"""What the rows of a person's duties ought to be. Pure: from what is known to rows, and from rows to differences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from training.completion import audience
from training.completion.due import LAST, Cycle, Done, History, Moment, NextCycle, Settled, Terms, next_cycle, plan

AHEAD = timedelta(days=31)
"""How long before it opens the next cycle is written down: so long may the daily job be late without harm."""


class Weighed(NamedTuple):
    """A duty as a roll-up sees it: where it counts and its six days."""

    department_id: int
    requirement_id: int
    valid_from: date
    valid_until: date | None
    due: date
    done_on: date | None
    exempt_from: date | None
    exempt_until: date | None


@dataclass(frozen=True)
class Change:
    """A duty before and after a change; None where it did not or does not stand at all."""

    before: Weighed | None
    after: Weighed | None


class Row(NamedTuple):
    """One assignment without its id: what is said once, then what is projected on it."""

    requirement_id: int
    version_id: int
    cycle: int
    valid_from: date
    valid_until: date | None
    due: date
    because: str
    anew_after_id: int | None
    """The completion of an earlier edition after which a raised one began the duty anew."""
    department_id: int
    completion_id: int | None = None
    done_on: date | None = None
    exempt_from: date | None = None
    exempt_until: date | None = None

    @property
    def weighed(self) -> Weighed:
        return Weighed(
            self.department_id, self.requirement_id, self.valid_from, self.valid_until, self.due, self.done_on,
            self.exempt_from, self.exempt_until,
        )  # fmt: skip

    @property
    def said(self) -> tuple[object, ...]:
        """What may not be changed in place."""
        return self[1:8]


class Kept(NamedTuple):
    """A row that stands in the table."""

    id: int
    row: Row


@dataclass(frozen=True)
class Version:
    """A requirement as it is now, or as it was when a row was written."""

    id: int
    requirement_id: int
    since: date
    rule: Mapping[str, Any]
    terms: Terms
    subjects: frozenset[int]
    ended_on: date | None = None
    asked_again: tuple[date, ...] = ()
    """The days from which a raised edition was asked of those who had done an earlier one."""
    least: Mapping[int, int | None] = field(default_factory=dict, compare=False)
    """The least edition of each subject that counts since the last of these days."""
    known: dict[audience.Place, str] = field(default_factory=dict, compare=False, repr=False)
    """Why the rule takes in whoever works at a place: many people share one."""
    fresh: dict[tuple[object, ...], list["Row"]] = field(default_factory=dict, compare=False, repr=False)
    """The rows of those who have none yet and did nothing: many share these too."""

    def because(self, place: audience.Place) -> str:
        """Say why the rule takes in a person who works there; empty when it does not."""
        found = self.known.get(place)
        if found is None:
            found = self.known[place] = audience.because(self.rule, place)
        return found


class Completed(NamedTuple):
    """A completion that stands."""

    subject_id: int
    on: date
    id: int
    edition: int | None = None
    changes: bool = False
    """Whether only the changed part of a raised edition was taken."""


class Excused(NamedTuple):
    """An exemption: from one requirement or (None) from all, until the day it no longer holds or without end."""

    requirement_id: int | None
    since: date
    until: date | None


@dataclass(frozen=True)
class Member:
    """A person as the rules see them. `department_id` is None for one who is nowhere on the roster."""

    person_id: int
    started_on: date | None
    left_on: date | None
    member_since: date | None
    department_id: int | None
    place: audience.Place


@dataclass(frozen=True)
class Known:
    """All that is known of one person."""

    member: Member
    rows: Sequence[Kept] = ()
    completed: Sequence[Completed] = ()
    excused: Sequence[Excused] = ()


def wanted(known: Known, version: Version, rows: Sequence[Row], grace: Mapping[int, int], today: date) -> list[Row]:
    """Return the rows that one requirement ought to have.

    `rows` are those that it has, by cycle; `grace` says how many days of grace each version gives, old ones too.
    """
    if not rows and not known.completed and not known.excused:
        return _fresh_rows(known, version, today)
    case = _Case(known, version, today, grace, _completed(known.completed, version, rows))
    spells = _spells(rows, version.asked_again)
    live = spells.pop() if spells and (_lives(spells[-1], today) or case.resumes(spells[-1])) else None
    past: list[Row] = []
    for spell in spells:
        past += case.over(spell, _before(past))
    if live and (again := case.asks_again(live)):
        closed = case.until(live, again, _before(past))
        return past + closed + case.anew(again, closed[-1])
    return past + case.now(live, rows[-1] if rows else None, _before(past))


def _before(past: Sequence[Row]) -> Row | None:
    return past[-1] if past else None


def _fresh_rows(known: Known, version: Version, today: date) -> list[Row]:
    # Most new duties are alike: the same place, the same start and nothing done yet.
    case = _Case(known, version, today, {}, ())
    member = known.member
    alike = (member.place, case.start(None), member.left_on, member.department_id, today)
    found = version.fresh.get(alike)
    if found is None:
        found = version.fresh[alike] = case.now(None, None)
    return found


def _completed(completed: Iterable[Completed], version: Version, rows: Sequence[Row]) -> tuple[Done, ...]:
    """What satisfies the requirement as it is now, and what satisfied it as it was when a row was settled."""
    used = {row.completion_id for row in rows}
    return tuple(
        sorted(
            (
                Done(one.on, one.id, one.changes)
                for one in completed
                if one.subject_id in version.subjects or one.id in used
            ),
            key=_order,
        )
    )


def _order(done: Done) -> tuple[date, int]:
    return done.on, done.id


def _spells(rows: Sequence[Row], asked_again: Sequence[date]) -> list[list[Row]]:
    """Part the rows where a duty had ended before it began again, and where a raised edition began to be asked."""
    spells: list[list[Row]] = []
    for row in rows:
        if spells and spells[-1][-1].valid_until == row.valid_from and row.valid_from not in asked_again:
            spells[-1].append(row)
        else:
            spells.append([row])
    return spells


def _lives(spell: list[Row], today: date) -> bool:
    until = spell[-1].valid_until
    return until is None or until > today


@dataclass(frozen=True)
class _Case:
    known: Known
    version: Version
    today: date
    grace: Mapping[int, int]
    completed: tuple[Done, ...]

    def over(self, spell: list[Row], before: Row | None) -> list[Row]:
        """A spell that has ended keeps its end; only what was done in it may have changed."""
        return self._rows(spell, _Span(spell[0].valid_from, spell[-1].valid_until, spell[0].cycle, before))

    def resumes(self, spell: list[Row]) -> bool:
        """Whether a spell goes on as if it had never ended: somebody was thought to have left, and had not."""
        end = self._end()
        return (end is None or end > self.today) and self.start(spell[-1]) == spell[-1].valid_until

    def now(self, live: list[Row] | None, last: Row | None, before: Row | None = None) -> list[Row]:
        end = self._end()
        if live is None and end is not None and end <= self.today:
            return []
        if live is not None:
            return self._rows(live, _Span(live[0].valid_from, end, live[0].cycle, before))
        return self._rows([], _Span(self.start(last), end, last.cycle + 1 if last else 1))

    def asks_again(self, live: list[Row]) -> date | None:
        """The day from which a raised edition is asked anew, if what was done until then is of an earlier one."""
        again = max((day for day in self.version.asked_again if day <= self.today), default=None)
        if again is None or live[0].valid_from >= again:
            return None
        then = next((row for row in reversed(live) if row.valid_from <= again), live[0])
        old = {one.id for one in self.known.completed if not self._is_present(one)}
        return again if then.done_on is not None and then.completion_id in old else None

    def until(self, spell: list[Row], end: date, before: Row | None) -> list[Row]:
        """A spell that is cut short: what was done in it stays done."""
        return self._rows(spell, _Span(spell[0].valid_from, end, spell[0].cycle, before))

    def anew(self, start: date, last: Row) -> list[Row]:
        """The duty from the day on which a raised edition is asked."""
        return self._rows([], _Span(start, self._end(), last.cycle + 1, last))

    def _is_present(self, one: Completed) -> bool:
        least = self.version.least.get(one.subject_id)
        return one.edition is None or least is None or one.edition >= least

    def _counting(self, start: date) -> tuple[Done, ...]:
        """What counts in a spell that began on a day: after an edition was raised, what came before it does not."""
        asked = self.version.asked_again
        if not asked:
            return self.completed
        again = asked[-1]
        present = {one.id for one in self.known.completed if self._is_present(one)}
        if start >= again:
            return tuple(done for done in self.completed if done.id in present)
        since = start if start in asked else date.min
        return tuple(done for done in self.completed if done.id in present or since <= done.on < again)

    def _end(self) -> date | None:
        """The first day without the duty, if one is known: the person leaves, or the rule is not for them."""
        member, version = self.known.member, self.version
        known = [day for day in (member.left_on, version.ended_on) if day is not None]
        if member.department_id is None or not version.because(member.place):
            known.append(self.today)
        return min(known, default=None)

    def start(self, last: Row | None) -> date:
        member = self.known.member
        known = (self.version.since, member.started_on, member.member_since, last.valid_until if last else None)
        return max(day for day in known if day is not None)

    def _rows(self, spell: list[Row], span: "_Span") -> list[Row]:
        kept = {row.cycle: row for row in spell}
        settled = tuple(self._settled(row) for row in spell if row.done_on is not None)
        counting = self._counting(span.start)
        completed = counting if span.end is None else tuple(done for done in counting if done.on < span.end)
        before = span.before if span.start in self.version.asked_again else None
        # What has been written down stays, also for a reader of the calendar who is a day behind.
        horizon = max([self.today + AHEAD, *(row.valid_from for row in spell)])
        history = History(span.start, completed, settled, span.first, self._worth(before))
        rows = [
            self._row(_cut(cycle, span.end), kept.get(cycle.number), spell[-1] if spell else None)
            for cycle in plan(history, self.version.terms, until=horizon)
            if span.end is None or cycle.opens < span.end
        ]
        return _begun_anew(rows, before)

    def _worth(self, before: Row | None) -> NextCycle | None:
        """What the completion is worth after which the duty began anew."""
        if before is None or before.done_on is None:
            return None
        due = before.due - timedelta(days=self.grace[before.version_id])
        moment = Moment(before.valid_from, last_due=due, old_end=due if before.cycle > 1 else None)
        return next_cycle(self.version.terms, [before.done_on], moment)

    def _settled(self, row: Row) -> Settled:
        return Settled(row.cycle, row.valid_from, row.due - timedelta(days=self.grace[row.version_id]))

    def _row(self, cycle: Cycle, kept: Row | None, last: Row | None) -> Row:
        settled = kept is not None and kept.done_on is not None and cycle.done_on is not None
        version_id = kept.version_id if kept and settled else self.version.id
        over = cycle.until is not None and cycle.until <= self.today
        row = kept if kept and over else self._present(cycle.number, kept, last)
        return row._replace(
            version_id=version_id, valid_from=cycle.opens, valid_until=cycle.until, due=cycle.due,
            completion_id=cycle.completion_id, done_on=cycle.done_on,
        )  # fmt: skip

    def _present(self, number: int, kept: Row | None, last: Row | None) -> Row:
        version, member = self.version, self.known.member
        because = kept.because if kept else version.because(member.place) or (last.because if last else "")
        exempt = projected(self.known.excused, version.requirement_id, self.today)
        here = member.department_id or (last.department_id if last else 0)
        anew = kept.anew_after_id if kept else None
        days = (LAST, None, LAST)
        return Row(version.requirement_id, version.id, number, *days, because, anew, here, None, None, *exempt)


class _Span(NamedTuple):
    """Where a spell begins and ends, how its first cycle is numbered, and the row that stands before it."""

    start: date
    end: date | None
    first: int
    before: Row | None = None


def _begun_anew(rows: list[Row], before: Row | None) -> list[Row]:
    """Write at the first row of a spell that a raised edition began which completion it came after."""
    if not rows or before is None or before.done_on is None:
        return rows
    return [rows[0]._replace(anew_after_id=before.completion_id), *rows[1:]]


def _cut(cycle: Cycle, end: date | None) -> Cycle:
    if end is None or (cycle.until is not None and cycle.until <= end):
        return cycle
    return Cycle(cycle.number, cycle.opens, cycle.due, end, cycle.done_on, cycle.completion_id)


def projected(excused: Iterable[Excused], requirement_id: int, today: date) -> tuple[date | None, date | None]:
    """Return the one exemption that a duty's row shows: the one that holds today, else the next, else the last.

    Exemptions that touch are one: leave that is extended does not end in between.
    """
    own = sorted((one.since, one.until or LAST) for one in excused if one.requirement_id in {None, requirement_id})
    joined: list[tuple[date, date]] = []
    for since, until in own:
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((since, until))
    ahead = [one for one in joined if one[1] > today]
    chosen = ahead[0] if ahead else (joined[-1] if joined else None)
    return (None, None) if chosen is None else (chosen[0], None if chosen[1] == LAST else chosen[1])


@dataclass(frozen=True)
class Differences:
    """What has to be written to make the rows as they ought to be."""

    retired: tuple[Kept, ...] = ()
    new: tuple[Row, ...] = ()
    moved: tuple[tuple[Kept, Row], ...] = ()
    """Rows that stay, with what is projected on them now."""


UNCHANGED = Differences()


def differences(kept: Sequence[Kept], ought: Sequence[Row]) -> Differences:
    """Compare the rows of one requirement with what they ought to be."""
    if not kept:
        return Differences(new=tuple(ought)) if ought else UNCHANGED
    if len(kept) == len(ought) and all(one.row == row for one, row in zip(kept, ought, strict=True)):
        return UNCHANGED
    rows = {row.cycle: row for row in ought}
    staying = {one.row.cycle for one in kept if (row := rows.get(one.row.cycle)) and row.said == one.row.said}
    return Differences(
        retired=tuple(one for one in kept if one.row.cycle not in staying),
        new=tuple(row for row in ought if row.cycle not in staying),
        moved=tuple(
            (one, rows[one.row.cycle]) for one in kept if one.row.cycle in staying and one.row != rows[one.row.cycle]
        ),
    )
