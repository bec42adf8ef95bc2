"""The verbs of the catalogue: publish what the courses folder says, and find or make the subject of a seminar.

An edition is a fact: what is new becomes a new row, and the subject points at the one that is taught now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy import insert as insert_rows

from training.audit.service import Happening, record
from training.catalogue import queries
from training.catalogue.content.beside_schema import Topic as WrittenTopic
from training.catalogue.content.beside_schema import Track as WrittenTrack
from training.catalogue.content.freezing import FrozenEdition, frozen, translations_of
from training.catalogue.content.freezing_beside import frozen_kit, frozen_policy
from training.catalogue.content.schema import Framework as WrittenFramework
from training.catalogue.content.schema import Misconception
from training.catalogue.content.written import Catalogue
from training.catalogue.models import Edition, Lesson, Question, Subject, Topic, Track, Translation
from training.catalogue.passages import replace_passages
from training.catalogue.register import publish_beliefs, publish_register, publish_shelves
from training.catalogue.rules import SubjectKind
from training.core.db import database, insert


@dataclass(frozen=True)
class Planned:
    """A catalogue ready to be written: all of it rendered and frozen, which takes time and no database."""

    editions: tuple[FrozenEdition, ...] = ()
    translations: tuple[FrozenEdition, ...] = ()
    tracks: tuple[WrittenTrack, ...] = ()
    topics: tuple[WrittenTopic, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    frameworks: tuple[WrittenFramework, ...] = ()


@dataclass(frozen=True)
class Published:
    """What publishing changed, by slugs: empty when the folder says nothing new. `clauses` counts the register."""

    new: tuple[str, ...] = ()
    """What has an edition that was not there before; a translation as `slug (es)`."""
    retired: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    clauses: int = 0


def planned(catalogue: Catalogue) -> Planned:
    """Freeze a catalogue that the checker found free of errors."""
    courses = [(course, frozen(course)) for course in catalogue.courses]
    beside = [*map(frozen_policy, catalogue.policies), *map(frozen_kit, catalogue.kits)]
    return Planned(
        (*(edition for _, edition in courses), *beside),
        tuple(one for course, edition in courses for one in translations_of(course, edition)),
        catalogue.tracks,
        catalogue.topics,
        catalogue.misconceptions,
        catalogue.frameworks,
    )


def publish(catalogue: Catalogue | Planned, *, now: datetime, today: date) -> Published:
    """Make the catalogue of the database say what the folder says. Saying the same again changes nothing.

    What has left the folder is retired as of `today`, and taken back when it returns.
    """
    plan = catalogue if isinstance(catalogue, Planned) else planned(catalogue)
    done = [_publish_kind(kind, plan, now, today) for kind in SubjectKind]
    translated = _publish_translations(plan.translations, now)
    moved = {slug for one in done for slug in one.moved} | {slug for slug, _ in translated}
    if moved:
        ids = queries.subject_ids()
        both = (*plan.editions, *plan.translations)
        replace_passages([(ids[one.kind, one.slug], one) for one in both if (one.kind, one.slug) in moved])
    publish_shelves(Track, plan.tracks)
    publish_shelves(Topic, plan.topics)
    publish_beliefs(plan.misconceptions)
    return Published(
        new=tuple(slug for one in done for slug in one.new) + tuple(f"{key[1]} ({lang})" for key, lang in translated),
        retired=tuple(slug for one in done for slug in one.retired),
        returned=tuple(slug for one in done for slug in one.returned),
        clauses=publish_register(plan.frameworks),
    )


def seminar_subject(slug: str, title: str, *, minutes: int) -> int:
    """Find or make what such a seminar completes; return its id. Title and minutes follow what is said last."""
    row = {
        "kind": SubjectKind.SEMINAR, "slug": slug, "title": title, "summary": "", "minutes": minutes,
        "track": "seminars", "audience": [],
    }  # fmt: skip
    return _upserted_subject(row, ("title", "minutes"))


def proof_subject(slug: str, title: str, *, what: str) -> int:
    """Find or make what a proof from elsewhere completes; return its id. Its slug is the requirement's.

    Nobody takes it here: it has no edition, no minutes and stands on no shelf. `what` says in a sentence what counts.
    """
    row = {
        "kind": SubjectKind.PROOF, "slug": slug, "title": title[:200], "summary": what, "minutes": 0, "track": "",
        "audience": [],
    }  # fmt: skip
    return _upserted_subject(row, ("title", "summary"))


# --- editions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Done:
    """What happened to one kind. `moved` are all that are taught otherwise now, as (kind, slug)."""

    new: list[str]
    retired: list[str]
    returned: list[str]
    moved: set[tuple[str, str]]


def _publish_kind(kind: SubjectKind, plan: Planned, now: datetime, today: date) -> _Done:
    editions = [one for one in plan.editions if one.kind == kind]
    before = queries.taught(kind)
    changed = [one for one in editions if one.slug not in before or before[one.slug].digest != one.digest]
    new = _publish_editions(changed, now)
    here = {edition.slug for edition in editions}
    # A kind of seminar that was planned on the site has no edition, and the folder says nothing of it.
    gone = [slug for slug, one in before.items() if slug not in here and not one.retired and one.edition_id]
    back = sorted(slug for slug in here if slug in before and before[slug].retired)
    _retire([before[slug].id for slug in gone], today)
    _retire([before[slug].id for slug in back], None)
    return _Done(new, sorted(gone), back, {(kind.value, one.slug) for one in changed})


def _publish_editions(changed: Sequence[FrozenEdition], now: datetime) -> list[str]:
    known = queries.editions([one.digest for one in changed])
    for edition in changed:
        subject_id = _upserted_subject(_subject_row(edition), _FOLLOWING)
        # Content that goes back to what it was is an edition that we have already.
        edition_id = known.get(edition.digest) or _new_edition(edition, subject_id, now)
        database.session.execute(update(Subject).where(Subject.id == subject_id).values(edition_id=edition_id))
    return sorted(one.slug for one in changed if one.digest not in known)


def _publish_translations(translations: Sequence[FrozenEdition], now: datetime) -> list[tuple[tuple[str, str], str]]:
    """Offer these translations and no others; return those that are offered anew, as ((kind, slug), language)."""
    ids, before = queries.subject_ids(), queries.translations()
    known = queries.editions([one.digest for one in translations])
    rows, new = [], []
    for one in translations:
        subject_id = ids[one.kind, one.slug]
        edition_id = known.get(one.digest) or _new_edition(one, subject_id, now)
        rows.append(
            {
                "subject_id": subject_id, "language": one.language, "edition_id": edition_id,
                "title": one.content["title"], "summary": one.content["summary"],
            }
        )  # fmt: skip
        if before.get((subject_id, one.language)) != edition_id:
            new.append(((one.kind, one.slug), one.language))
    if new or len(before) != len(rows):
        database.session.execute(delete(Translation))
        if rows:
            database.session.execute(insert_rows(Translation), rows)
    return new


_FOLLOWING = ("title", "summary", "minutes", "track", "audience")
"""What a subject says as its present edition does."""


def _subject_row(edition: FrozenEdition) -> dict[str, Any]:
    kept = {name: edition.content[name] for name in _FOLLOWING}
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
    for table, rows in ((Lesson, _lessons(edition, edition_id)), (Question, _questions(edition, edition_id))):
        if rows:
            database.session.execute(insert_rows(table), rows)
    record(Happening("published", "edition", edition_id), actor_id=None, now=now)
    return edition_id


def _lessons(edition: FrozenEdition, edition_id: int) -> list[dict[str, Any]]:
    return [
        {
            "edition_id": edition_id, "position": position, "slug": lesson["slug"], "title": lesson["title"],
            "minutes": lesson["minutes"], "changed": lesson["changed"], "html": lesson["html"],
        }
        for position, lesson in enumerate(edition.content.get("lessons", ()), start=1)
    ]  # fmt: skip


def _questions(edition: FrozenEdition, edition_id: int) -> list[dict[str, Any]]:
    return [
        {
            "edition_id": edition_id, "slug": question["id"], "digest": question["digest"],
            "objective": question["objective"], "lesson_slug": question["lesson"],
            "topic": question["topic"], "content": {name: question[name] for name in question if name not in _COLUMNS},
        }
        for question in edition.content.get("questions", ())
    ]  # fmt: skip


_COLUMNS = {"id", "digest", "objective", "topic", "lesson"}


def _retire(subject_ids: list[int], on: date | None) -> None:
    if subject_ids:
        database.session.execute(update(Subject).where(Subject.id.in_(subject_ids)).values(retired_on=on))
