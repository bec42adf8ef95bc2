"""Publishing what stands beside the courses: tracks and topics, false beliefs, frameworks and their clauses."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete

from training.catalogue import queries
from training.catalogue.content.beside_schema import Topic as WrittenTopic
from training.catalogue.content.beside_schema import Track as WrittenTrack
from training.catalogue.content.schema import Clause as WrittenClause
from training.catalogue.content.schema import Framework as WrittenFramework
from training.catalogue.content.schema import Misconception
from training.catalogue.models import Belief, Clause, Framework, Topic, Track
from training.core.db import Base, database, insert


def publish_shelves(table: type[Track] | type[Topic], shelves: Sequence[WrittenTrack | WrittenTopic]) -> None:
    """Make the tracks or the topics those of the folder, in its order."""
    rows = [
        {"slug": shelf.slug, "position": position, "title": shelf.title, "summary": shelf.summary}
        for position, shelf in enumerate(shelves)
    ]
    database.session.execute(delete(table).where(table.slug.not_in([row["slug"] for row in rows])))
    _upsert(table, rows)


def publish_beliefs(misconceptions: Sequence[Misconception]) -> None:
    """Write the false beliefs as they are worded now. What has left the folder stays: answers name it."""
    _upsert(Belief, [{"slug": one.slug, "says": one.belief} for one in misconceptions])


def publish_register(frameworks: Sequence[WrittenFramework]) -> int:
    """Write frameworks and clauses as they are now; return how many clauses there are.

    What has left the folder stays: completions and versions of requirements name it.
    """
    _upsert(Framework, [_framework_row(framework) for framework in frameworks])
    ids = queries.framework_ids()
    rows = [_clause_row(clause, ids[one.framework]) for one in frameworks for clause in one.clauses]
    _upsert(Clause, rows)
    return len(rows)


def _framework_row(framework: WrittenFramework) -> dict[str, Any]:
    plain = {name: getattr(framework, name) for name in ("name", "force", "reuse", "version", "penalty", "source")}
    return {
        "slug": framework.framework, **plain, "note": framework.note or "", "checked_on": _day(framework.checked),
    }  # fmt: skip


_PLAIN = (
    "citation", "title", "who", "frequency", "content", "evidence", "test", "claim", "status", "certainty", "source",
)  # fmt: skip


def _clause_row(clause: WrittenClause, framework_id: int) -> dict[str, Any]:
    return {
        "framework_id": framework_id, "slug": clause.id, **{name: getattr(clause, name) for name in _PLAIN},
        "effective_on": clause.effective, "served_by": clause.served_by or "", "note": clause.note or "",
        "seat_time": clause.seat_time,
        "checked_on": _day(clause.checked),
    }  # fmt: skip


def _day(checked: date | str) -> date | None:
    return checked if isinstance(checked, date) else None


def _upsert(table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    values = list(rows)
    if values:
        written = insert(table).values(values)
        changes = {name: written.excluded[name] for name in values[0] if name != "slug"}
        database.session.execute(written.on_conflict_do_update(index_elements=["slug"], set_=changes))
