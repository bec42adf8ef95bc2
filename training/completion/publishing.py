"""Writes requirement versions: what requirements.yaml says, and what is put into force on the desk.

The file is the master of its own requirements. One that was edited on the desk belongs to the desk: the file then
leaves it alone. A new version is made only where something changed; running duties follow it by a job.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, update

from training.catalogue.content.requirement_schema import Requirement as Written
from training.catalogue.rules import SubjectKind
from training.catalogue.service import proof_subject
from training.completion import publishing_queries, queries
from training.completion.due import DAY
from training.completion.models import Requirement, RequirementSubject, RequirementVersion
from training.completion.publishing_queries import Said
from training.completion.rules import RequirementSource
from training.core.db import database
from training.core.digest import canonical, digest
from training.core.errors import Refused
from training.core.text import text
from training.core.world import new_public_id

Satisfying = dict[int, int | None]
"""Subjects by their ids, with the numbers of their present editions."""
Known = Mapping[tuple[SubjectKind, str], tuple[int, int | None]]
"""Subjects by kind and slug: the id, and the number of the present edition."""


class Outcome(NamedTuple):
    """Ids of the requirements that got a new version and of those that ended; slugs of those that were left alone."""

    made: list[int]
    ended: list[int]
    left: tuple[str, ...]


@dataclass(frozen=True)
class By:
    """Who puts a version into force, and why. The file: nobody, for no reason."""

    person_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Prepared:
    """A version before it is written. `row` is what its columns say, all but the days and who did it."""

    row: dict[str, Any]
    subjects: Satisfying

    @property
    def digest(self) -> str:
        return str(self.row["digest"])


def publish(requirements: Sequence[Written], *, now: datetime, today: date) -> Outcome:
    """Make the requirements of the file say what it says, and ask for raised editions also what the desk wrote."""
    known = queries.published()
    left = [one.id for one in requirements if _of_the_desk(known.get(one.id))]
    mine = [one for one in requirements if one.id not in left]
    _make_proofs(mine)
    subjects, owners = queries.satisfiers(), queries.owner_ids([one.owner for one in mine if one.owner])
    made = []
    for written in mine:
        before = known.get(written.id)
        new = prepared(written, before, subjects, owners.get(written.owner), today)
        # One that comes back begins anew: nobody owes it for the time in between.
        if before is None or before.digest != new.digest or before.ended_on is not None:
            made.append(_write(before, written.id, new, By(), _Times(today, now)))
    made += _raise(known, _Times(today, now))
    standing = {written.id for written in requirements}
    gone = [
        one.requirement_id for one in known.values()
        if one.slug not in standing and one.ended_on is None and not _of_the_desk(one)
    ]  # fmt: skip
    _end(gone, today)
    return Outcome(made, gone, tuple(left))


def _of_the_desk(before: queries.Published | None) -> bool:
    return before is not None and before.source is RequirementSource.DESK


def prepared(
    written: Written, before: queries.Published | None, subjects: Known, owner_id: int | None, today: date
) -> Prepared:
    """Return the version that a requirement would get today. Raises Refused where nothing that satisfies it exists."""
    satisfying = _subjects(written, subjects)
    raised = before is not None and _is_raised(queries.least_editions(before.version_id), satisfying)
    row: dict[str, Any] = {
        "title": written.title, "why": written.why, "audience": written.audience.as_data(),
        "due": _due(written.due.as_data(), before, today if raised else None), "renewal_months": written.renewal_months,
        "window_days": written.window_days, "grace_days": written.grace_days, "owner_id": owner_id,
        "clauses": list(written.clauses),
    }  # fmt: skip
    row["digest"] = digest_of(row, satisfying, written.owner)
    row["asked_again"] = _asked_again(before.asked_again if before else [], today, raised=raised)
    return Prepared(row, satisfying)


def digest_of(row: Mapping[str, Any], subjects: Satisfying, owner: str) -> str:
    """Return the digest of what a version says; `owner` is the roster's key."""
    return digest(canonical({**row, "subjects": sorted(subjects.items()), "owner": owner}))


def _due(due: dict[str, Any], before: queries.Published | None, raised_on: date | None) -> dict[str, Any]:
    """The due rule with what is not for its author to say: the days that were called, and how high a risk is rated."""
    if due["kind"] == "linked-risk":
        return _as_rated(due, before.due if before else {})
    if due["kind"] != "on-event":
        return due
    days = set(due.get("on", ()))
    if before is not None and before.due.get("event") == due["event"]:
        days |= set(before.due.get("on", ()))
    if raised_on is not None and due["event"] == "edition":
        days.add(raised_on.isoformat())
    return due | {"on": sorted(days)}


def _as_rated(due: dict[str, Any], standing: Mapping[str, Any]) -> dict[str, Any]:
    """How high a risk is, the requirement says once; from then on its rating does."""
    return due | {"level": standing["level"]} if due["risk"] == standing.get("risk") else due


def _subjects(written: Written, known: Known) -> Satisfying:
    """The subjects that satisfy and exist. A seminar may be planned later: then the next publication takes it in."""
    named = [_key(written, *one.named) for one in written.satisfied_by]
    found = dict(known[key] for key in named if key in known)
    if not found:
        raise Refused("satisfied_by", text("Nothing that satisfies “%(title)s” exists.", title=written.title))
    return found


def _key(written: Written, kind: str, slug: str) -> tuple[SubjectKind, str]:
    return SubjectKind(kind), written.id if kind == SubjectKind.PROOF else slug


def _make_proofs(requirements: Sequence[Written]) -> None:
    """Find or make what counts as proof from elsewhere: one subject for each requirement that takes one."""
    for written in requirements:
        for one in written.satisfied_by:
            if one.named[0] == SubjectKind.PROOF:
                proof_subject(written.id, written.title, what=one.named[1])


def _is_raised(least: Mapping[int, int | None], now: Satisfying) -> bool:
    return any((least.get(subject_id) or number or 0) < (number or 0) for subject_id, number in now.items())


def _asked_again(before: list[str], today: date, *, raised: bool) -> list[str]:
    """The days on which a raised edition was asked of people, with today if one of the subjects was raised.

    Twice on one day: the second time it is asked from the next day on.
    """
    if not raised:
        return before
    last = date.fromisoformat(before[-1]) if before else None
    return [*before, max(today, last + DAY if last else today).isoformat()]


# --- the desk ---------------------------------------------------------------------------------------------------------


def put(written: Written, by: By, *, owner_id: int | None, now: datetime, today: date) -> int:
    """Put one requirement into force from the desk, to which it belongs from now on; return its id.

    One that had ended comes back. Raises Refused where nothing that satisfies it exists.
    """
    _make_proofs([written])
    before = queries.published().get(written.id)
    new = prepared(written, before, queries.satisfiers(), owner_id, today)
    requirement_id = _write(before, written.id, new, by, _Times(today, now))
    _belongs_to_the_desk(requirement_id)
    return requirement_id


def end(requirement_id: int, *, today: date) -> None:
    """End one requirement from the desk, to which it belongs from now on: the file would bring it back."""
    _end([requirement_id], today)
    _belongs_to_the_desk(requirement_id)


def bring_back(said: Said, by: By, *, now: datetime, today: date) -> None:
    """Let a requirement hold again that had ended. It begins anew: nobody owes it for the time in between."""
    _say_again(said, {}, by, _Times(today, now, raised=_lags(said)))
    _belongs_to_the_desk(said.requirement_id)


def call(said: Said, by: By, *, now: datetime, today: date) -> None:
    """Note that what an on-event requirement waits for has come about today. It stays the file's if it was."""
    days = sorted({*said.row["due"].get("on", ()), today.isoformat()})
    _say_again(said, {"due": said.row["due"] | {"on": days}}, by, _Times(today, now))


def rate(said: Said, level: str, by: By, *, now: datetime, today: date) -> None:
    """Give a requirement the interval of another level of its risk. It stays the file's if it was."""
    _say_again(said, {"due": said.row["due"] | {"level": level}}, by, _Times(today, now))


def _raise(known: Mapping[str, queries.Published], times: "_Times") -> list[int]:
    """Ask again what the desk wrote, where an edition was raised: the file that was published does not speak of it."""
    made = []
    for said in publishing_queries.of_the_desk():
        if _lags(said):
            due = _due(said.row["due"], known[said.slug], times.today)
            _say_again(said, {"due": due}, By(), replace(times, raised=True))
            made.append(said.requirement_id)
    return made


def _lags(said: Said) -> bool:
    """Whether a subject has a higher edition now than the requirement asks for."""
    least = {subject_id: pair[0] for subject_id, pair in said.subjects.items()}
    return _is_raised(least, {subject_id: pair[1] for subject_id, pair in said.subjects.items()})


@dataclass(frozen=True)
class _Times:
    today: date
    now: datetime
    raised: bool = False
    """Whether an edition was raised, which is asked from today on."""


def _say_again(said: Said, changes: dict[str, Any], by: By, times: _Times) -> None:
    before = queries.published()[said.slug]
    subjects = {subject_id: pair[times.raised] for subject_id, pair in said.subjects.items()}
    row = said.row | changes
    row["digest"] = digest_of(row, subjects, said.owner)
    row["asked_again"] = _asked_again(before.asked_again, times.today, raised=times.raised)
    _write(before, said.slug, Prepared(row, subjects), by, times)


# --- rows -------------------------------------------------------------------------------------------------------------


def _write(before: queries.Published | None, slug: str, new: Prepared, by: By, times: _Times) -> int:
    """Write a version in place of the one before; one that had ended holds again."""
    requirement_id = before.requirement_id if before else _new(slug)
    row = new.row | {
        "requirement_id": requirement_id, "valid_from": times.today, "recorded_at": times.now,
        "changed_by_id": by.person_id, "reason": by.reason,
    }  # fmt: skip
    replace_version(before, row, new.subjects)
    if before is not None and before.ended_on is not None:
        _end([requirement_id], None)
    return requirement_id


def replace_version(before: queries.Published | None, row: dict[str, Any], subjects: Satisfying) -> None:
    """Retire the version that stands, if there is one, and insert the next."""
    if before is not None:
        table: Any = RequirementVersion.__table__
        database.session.execute(
            update(table).where(table.c.id == before.version_id).values(retired_at=row["recorded_at"])
        )
    numbered = row | {"number": before.number + 1 if before else 1}
    added = insert(RequirementVersion).values(numbered).returning(RequirementVersion.id)
    version_id = database.session.execute(added).scalar_one()
    links = [
        {"version_id": version_id, "subject_id": subject_id, "edition_number": number}
        for subject_id, number in subjects.items()
    ]
    database.session.execute(insert(RequirementSubject), links)


def _new(slug: str) -> int:
    row = {"public_id": new_public_id(), "slug": slug}
    return int(database.session.execute(insert(Requirement).values(row).returning(Requirement.id)).scalar_one())


def _belongs_to_the_desk(requirement_id: int) -> None:
    table: Any = Requirement.__table__
    change = update(table).where(table.c.id == requirement_id)
    database.session.execute(change.values(source=RequirementSource.DESK))


def _end(requirement_ids: list[int], day: date | None) -> None:
    if requirement_ids:
        table: Any = Requirement.__table__
        database.session.execute(update(table).where(table.c.id.in_(requirement_ids)).values(ended_on=day))
