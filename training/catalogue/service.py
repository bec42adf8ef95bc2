"""The verbs of the catalogue: publish what the courses folder says, and find or make the subject of a seminar.

An edition is a fact: what is new becomes a new row, and the subject points at the one that is taught now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert as insert_rows
from sqlalchemy import update

from training.audit.service import Happening, record
from training.catalogue import queries
from training.catalogue.content.freezing import FrozenEdition, frozen
from training.catalogue.content.schema import Clause as WrittenClause
from training.catalogue.content.schema import Framework as WrittenFramework
from training.catalogue.content.written import Catalogue
from training.catalogue.models import Clause, Edition, Framework, Lesson, Question, Subject
from training.catalogue.rules import SubjectKind
from training.core.db import Base, database, insert


@dataclass(frozen=True)
class Planned:
    """A catalogue ready to be written: the courses are rendered and frozen, which takes time and no database."""

    editions: tuple[FrozenEdition, ...] = ()
    frameworks: tuple[WrittenFramework, ...] = ()


@dataclass(frozen=True)
class Published:
    """What publishing changed, by slugs: empty when the folder says nothing new. `clauses` counts the register."""

    new: tuple[str, ...] = ()
    """Courses with an edition that was not there before."""
    retired: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    clauses: int = 0


def planned(catalogue: Catalogue) -> Planned:
    """Freeze the courses of a catalogue that the checker found free of errors."""
    return Planned(tuple(frozen(course) for course in catalogue.courses), catalogue.frameworks)


def publish(catalogue: Catalogue | Planned, *, now: datetime, today: date) -> Published:
    """Make the catalogue of the database say what the folder says. Saying the same again changes nothing.

    A course that has left the folder is retired as of `today`, and taken back when it returns.
    """
    plan = catalogue if isinstance(catalogue, Planned) else planned(catalogue)
    before = queries.taught(SubjectKind.COURSE)
    new = _publish_editions(plan.editions, before, now)
    here = {edition.slug for edition in plan.editions}
    retired = sorted(slug for slug, subject in before.items() if slug not in here and not subject.retired)
    returned = sorted(slug for slug in here if slug in before and before[slug].retired)
    _retire([before[slug].id for slug in retired], today)
    _retire([before[slug].id for slug in returned], None)
    return Published(tuple(new), tuple(retired), tuple(returned), _publish_register(plan.frameworks))


def seminar_subject(slug: str, title: str, *, minutes: int) -> int:
    """Find or make what such a seminar completes; return its id. Title and minutes follow what is said last."""
    row = {
        "kind": SubjectKind.SEMINAR, "slug": slug, "title": title, "summary": "", "minutes": minutes,
        "track": "seminars",
    }  # fmt: skip
    return _upserted_subject(row, ("title", "minutes"))


# --- courses ------------------------------------------------------------------------------------------------------


def _publish_editions(
    editions: Sequence[FrozenEdition], before: Mapping[str, queries.Taught], now: datetime
) -> list[str]:
    changed = [one for one in editions if one.slug not in before or before[one.slug].digest != one.digest]
    known = queries.editions([one.digest for one in changed])
    for edition in changed:
        subject_id = _upserted_subject(_subject_row(edition), ("title", "summary", "minutes", "track"))
        # Content that goes back to what it was is an edition that we have already.
        edition_id = known.get(edition.digest) or _new_edition(edition, subject_id, now)
        database.session.execute(update(Subject).where(Subject.id == subject_id).values(edition_id=edition_id))
    return sorted(one.slug for one in changed if one.digest not in known)


def _subject_row(edition: FrozenEdition) -> dict[str, Any]:
    kept = {name: edition.content[name] for name in ("title", "summary", "minutes", "track")}
    return {"kind": SubjectKind(edition.kind), "slug": edition.slug, **kept}


def _upserted_subject(row: dict[str, Any], following: tuple[str, ...]) -> int:
    changes = {name: row[name] for name in following}
    made = (
        insert(Subject)
        .values(row)
        .on_conflict_do_update(index_elements=[Subject.kind, Subject.slug], set_=changes)
        .returning(Subject.id)
    )
    found: int = database.session.execute(made).scalar_one()
    return found


def _new_edition(edition: FrozenEdition, subject_id: int, now: datetime) -> int:
    row = {
        "subject_id": subject_id, "number": edition.number, "digest": edition.digest, "language": edition.language,
        "source_digest": edition.source_digest, "content": edition.content, "published_at": now,
    }  # fmt: skip
    edition_id: int = database.session.execute(insert(Edition).values(row).returning(Edition.id)).scalar_one()
    database.session.execute(insert_rows(Lesson), _lessons(edition, edition_id))
    database.session.execute(insert_rows(Question), _questions(edition, edition_id))
    record(Happening("published", "edition", edition_id), actor_id=None, now=now)
    return edition_id


def _lessons(edition: FrozenEdition, edition_id: int) -> list[dict[str, Any]]:
    return [
        {
            "edition_id": edition_id, "position": position, "slug": lesson["slug"], "title": lesson["title"],
            "minutes": lesson["minutes"], "html": lesson["html"],
        }
        for position, lesson in enumerate(edition.content["lessons"], start=1)
    ]  # fmt: skip


def _questions(edition: FrozenEdition, edition_id: int) -> list[dict[str, Any]]:
    return [
        {
            "edition_id": edition_id, "slug": question["id"], "digest": question["digest"],
            "objective": question["objective"], "lesson_slug": question["lesson"],
            "content": {name: question[name] for name in ("level", "stem_html", "options", "takeaway_html")},
        }
        for question in edition.content["questions"]
    ]  # fmt: skip


def _retire(subject_ids: list[int], on: date | None) -> None:
    if subject_ids:
        database.session.execute(update(Subject).where(Subject.id.in_(subject_ids)).values(retired_on=on))


# --- the register of clauses --------------------------------------------------------------------------------------


def _publish_register(frameworks: Sequence[WrittenFramework]) -> int:
    _upsert(Framework, [_framework_row(framework) for framework in frameworks])
    ids = queries.framework_ids()
    rows = [_clause_row(clause, ids[one.framework]) for one in frameworks for clause in one.clauses]
    _upsert(Clause, rows)
    return len(rows)


def _framework_row(framework: WrittenFramework) -> dict[str, Any]:
    return {
        "slug": framework.framework, "name": framework.name, "version": framework.version,
        "checked_on": _day(framework.checked),
    }  # fmt: skip


def _clause_row(clause: WrittenClause, framework_id: int) -> dict[str, Any]:
    plain = {name: getattr(clause, name) for name in ("citation", "title", "who", "frequency", "evidence", "claim")}
    return {
        "framework_id": framework_id, "slug": clause.id, **plain, "status": clause.status, "source": clause.source,
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
