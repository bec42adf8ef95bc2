"""Records many completions at once, or takes many back: set by set, with the duties of just those people."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from training.audit.service import Happening, record_all
from training.completion import queries
from training.completion.models import Completion
from training.completion.queries import Book
from training.completion.reconciling import settle
from training.completion.service import NewCompletion, fact, taken_back, valid_until
from training.core.db import database


def record_many(
    news: Sequence[NewCompletion], *, recorded_by_id: int | None, now: datetime, today: date, book: Book | None = None
) -> list[int]:
    """Record completions of some hundred people and return their ids: facts, events, duties, roll-ups.

    Some twenty statements, however many completions these are. No day may come after `today`.
    """
    if not news:
        return []
    people = _people(news)
    duties = queries.duties_of_many(people, sorted({new.subject_id for new in news}))
    rows = []
    for new in news:
        counting = [duty for duty in duties.get((new.person_id, new.subject_id), ()) if duty.counts(new.edition_number)]
        rows.append(fact(new, recorded_by_id, now) | {"valid_until": valid_until(new, counting)})
    ids = _insert(rows)
    _note("completion-recorded", ids, recorded_by_id, now)
    settle(people, now=now, today=today, book=book)
    return ids


def take_back_many(
    ids: Sequence[int], *, reason: str, by_person_id: int | None, now: datetime, today: date, book: Book | None = None
) -> int:
    """Take back those of some completions that still stand, and return how many: each gets a row that supersedes it."""
    standing = {
        number: found for number, found in queries.completions(ids).items() if not found.void and not found.superseded
    }
    if standing:
        _insert([
            taken_back(found, number, reason=reason, by_person_id=by_person_id, now=now)
            for number, found in standing.items()
        ])  # fmt: skip
        _note("completion-taken-back", standing, by_person_id, now)
        settle(_people(standing.values()), now=now, today=today, book=book)
    return len(standing)


def _people(facts: Iterable[NewCompletion | queries.Fact]) -> list[int]:
    return sorted({one.person_id for one in facts})


def _insert(rows: list[dict[str, Any]]) -> list[int]:
    # Not RETURNING: SQLite would then take them one by one.
    database.session.execute(insert(Completion), rows)
    return queries.completion_ids([row["public_id"] for row in rows])


def _note(action: str, ids: Iterable[int], by_id: int | None, now: datetime) -> None:
    record_all([Happening(action, "completion", number) for number in ids], actor_id=by_id, now=now)
