"""What the rows of a person's duties ought to be. Pure: from what is known to rows, and from rows to differences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from training.completion.due import LAST, Cycle, Done, History, Moment, NextCycle, Settled, next_cycle, plan
from training.completion.duties import Completed, Excused, Kept, Known, Row, Version

AHEAD = timedelta(days=31)
"""How long before it opens the next cycle is written down: so long may the daily job be late without harm."""


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
    member = known.member
    where = (version.alike(member), member.department_id)
    alike = (where, member.started_on, member.member_since, member.left_on, today)
    found = version.fresh.get(alike)
    if found is None:
        found = version.fresh[alike] = _Case(known, version, today, {}, ()).now(None, None)
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
        """A spell that has ended keeps its cycles and their days; only what was done in it may have changed."""
        span = _Span(spell[0].valid_from, spell[-1].valid_until, spell[0].cycle, before)
        planned = {row.cycle: row for row in self._rows(spell, span)}
        return [_with_done(row, planned.get(row.cycle)) for row in spell]

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
        if member.department_id is None or not version.because(member):
            known.append(self.today)
        return min(known, default=None)

    def start(self, last: Row | None) -> date:
        member = self.known.member
        known = (self.version.since, member.started_on, member.member_since, last.valid_until if last else None)
        return max(day for day in known if day is not None)

    def _rows(self, spell: list[Row], span: "_Span") -> list[Row]:
        kept = {row.cycle: row for row in spell}
        counting = self._counting(span.start)
        completed = counting if span.end is None else tuple(done for done in counting if done.on < span.end)
        settled = tuple(self._settled(row, completed) for row in spell if row.done_on is not None)
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
        due = before.due_by_rule - timedelta(days=self.grace[before.version_id])
        moment = Moment(before.valid_from, last_due=due, old_end=due if before.cycle > 1 else None)
        return next_cycle(self.version.terms, [before.done_on], moment)

    def _settled(self, row: Row, completed: Sequence[Done]) -> Settled:
        before = next((one for one in completed if one.id == row.completion_id and one.on < row.valid_from), None)
        due = row.due_by_rule - timedelta(days=self.grace[row.version_id])
        return Settled(row.cycle, row.valid_from, due, before)

    def _row(self, cycle: Cycle, kept: Row | None, last: Row | None) -> Row:
        settled = kept is not None and kept.done_on is not None and cycle.done_on is not None
        version_id = kept.version_id if kept and settled else self.version.id
        over = cycle.until is not None and cycle.until <= self.today
        row = kept if kept and over else self._present(cycle.number, kept, last)
        due, due_before = self._extended(cycle)
        return row._replace(
            version_id=version_id, valid_from=cycle.opens, valid_until=cycle.until, due=due, due_before=due_before,
            completion_id=cycle.completion_id, done_on=cycle.done_on,
        )  # fmt: skip

    def _extended(self, cycle: Cycle) -> tuple[date, date | None]:
        """The due day with the extension of this cycle, and the rule's own where that is another."""
        for one in self.known.extended:
            if (
                one.requirement_id == self.version.requirement_id
                and one.cycle == cycle.number
                and one.until > cycle.due
            ):
                return one.until, cycle.due
        return cycle.due, None

    def _present(self, number: int, kept: Row | None, last: Row | None) -> Row:
        version, member = self.version, self.known.member
        because = kept.because if kept else version.because(member) or (last.because if last else "")
        exempt = projected(self.known.excused, version.requirement_id, self.today)
        here = member.department_id or (last.department_id if last else 0)
        anew = kept.anew_after_id if kept else None
        days = (LAST, None, LAST, None)
        return Row(version.requirement_id, version.id, number, *days, because, anew, here, None, None, *exempt)


def _with_done(row: Row, planned: Row | None) -> Row:
    """A row of the past with what is known now of what was done."""
    if planned is None:
        return row._replace(completion_id=None, done_on=None)
    return row._replace(completion_id=planned.completion_id, done_on=planned.done_on)


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


class Differences(NamedTuple):
    """What has to be written to make the rows as they ought to be: a row never changes, another takes its place."""

    retired: tuple[Kept, ...] = ()
    new: tuple[Row, ...] = ()


UNCHANGED = Differences()


def differences(kept: Sequence[Kept], ought: Sequence[Row]) -> Differences:
    """Compare the rows of one requirement with what they ought to be.

    Where a duty counts and what excuses it is a part of its row too: what a page said on a day can be read again later.
    """
    if not kept:
        return Differences(new=tuple(ought)) if ought else UNCHANGED
    if len(kept) == len(ought) and all(one.row == row for one, row in zip(kept, ought, strict=True)):
        return UNCHANGED
    rows = {row.cycle: row for row in ought}
    staying = {one.row.cycle for one in kept if one.row == rows.get(one.row.cycle)}
    return Differences(
        retired=tuple(one for one in kept if one.row.cycle not in staying),
        new=tuple(row for row in ought if row.cycle not in staying),
    )
