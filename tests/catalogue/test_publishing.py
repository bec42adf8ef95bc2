"""Publishing: editions are facts, saying the same twice changes nothing, and courses come and go with the folder."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.catalogue.making import LAW, changed, right_files, write
from tests.make import NOW
from training.catalogue import queries, service
from training.catalogue.content.digest import digest_of
from training.catalogue.models import Clause, Edition, Framework, Lesson, Question, Subject
from training.catalogue.rules import SubjectKind
from training.catalogue.service import Published
from training.catalogue.work import PublishRefused, publish_folder
from training.core.db import database, writing

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 25)
TABLES = (Subject, Edition, Lesson, Question, Framework, Clause)


def publish(folder: Path, files: dict[str, str]) -> Published:
    """Write a folder of exactly these files and publish it."""
    for left in sorted(folder.rglob("*"), reverse=True):
        left.unlink() if left.is_file() else left.rmdir()
    return publish_folder(write(folder, files), NOW, TODAY)


def table_digests() -> dict[str, str]:
    """What the tables of the catalogue hold, as one digest each."""
    found = {}
    for table in TABLES:
        rows = database.session.execute(select(table.__table__).order_by(table.__table__.c.id)).all()
        found[table.__tablename__] = hashlib.sha256(
            json.dumps([list(row) for row in rows], default=str).encode()
        ).hexdigest()
    database.session.rollback()
    return found


def subject(slug: str = "spot-it") -> Any:
    database.session.rollback()
    return database.session.execute(select(Subject.__table__).where(Subject.slug == slug)).one()


def editions() -> list[Any]:
    database.session.rollback()
    return list(database.session.execute(select(Edition.__table__).order_by(Edition.id)).all())


def test_the_first_publishing_writes_everything(tmp_path: Path) -> None:
    published = publish(tmp_path, right_files())

    assert published == Published(new=("spot-it",), clauses=3)
    (edition,) = editions()
    assert edition.number == 1
    assert digest_of(edition.content) == edition.digest, "what is stored proves itself"
    assert subject()[3:10] == (
        "spot-it",
        "Spot it",
        "A short course about messages.",
        3,
        "everyone",
        ["everyone"],
        edition.id,
    )
    lessons = database.session.execute(
        select(Lesson.position, Lesson.slug, Lesson.html).order_by(Lesson.position)
    ).all()
    assert [row[:2] for row in lessons] == [(1, "look"), (2, "tell")]
    assert "<h2>The sender</h2>" in lessons[0].html
    questions = database.session.execute(
        select(Question.slug, Question.objective, Question.lesson_slug, Question.content)
    ).all()
    assert len(questions) == 4
    assert {len(row.content["options"]) for row in questions} == {3}
    assert queries.citations(["law.3", "law.1", "no.such"]) == {"law.1": "Law 1", "law.3": "Law 3"}


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, right_files())
    before = table_digests()

    assert publish(tmp_path, right_files()) == Published(clauses=3)

    assert table_digests() == before


def test_a_spelling_fix_is_a_new_row_of_the_same_number(tmp_path: Path) -> None:
    publish(tmp_path, right_files())
    (first,) = editions()
    files = changed("spot-it/lessons/tell.md", "Do not forward it.", "Never forward it.")
    files["spot-it/course.yaml"] = files["spot-it/course.yaml"].replace("title: Spot it", "title: Spot it soon")

    assert publish(tmp_path, files).new == ("spot-it",)

    old, new = editions()
    assert old == first, "an edition is a fact"
    assert (new.number, new.digest == old.digest) == (1, False)
    assert (subject().title, subject().edition_id) == ("Spot it soon", new.id)


def test_going_back_teaches_the_old_edition_again(tmp_path: Path) -> None:
    publish(tmp_path, right_files())
    (first,) = editions()
    publish(tmp_path, changed("spot-it/lessons/tell.md", "Do not forward it.", "Never forward it."))
    assert subject().edition_id != first.id

    assert publish(tmp_path, right_files()).new == ()

    assert len(editions()) == 2
    assert subject().edition_id == first.id


def test_a_course_that_left_is_retired_and_comes_back(tmp_path: Path) -> None:
    publish(tmp_path, right_files())
    register_only = {"misconceptions.yaml": right_files()["misconceptions.yaml"], "frameworks/law.yaml": LAW}

    assert publish(tmp_path, register_only).retired == ("spot-it",)
    assert subject().retired_on == TODAY
    assert publish(tmp_path, register_only).retired == (), "once"

    assert publish(tmp_path, right_files()).returned == ("spot-it",)
    assert subject().retired_on is None
    assert len(editions()) == 1


def test_clauses_follow_the_register(tmp_path: Path) -> None:
    publish(tmp_path, right_files())
    files = changed("frameworks/law.yaml", "citation: Law 1", "citation: Law 1(a)")
    files["frameworks/law.yaml"] = files["frameworks/law.yaml"].replace("version: first", "version: second")

    publish(tmp_path, files)

    assert queries.citations(["law.1"]) == {"law.1": "Law 1(a)"}
    assert database.session.scalars(select(Framework.version)).all() == ["second"]
    checked = {row.slug: row.checked_on for row in database.session.execute(select(Clause.slug, Clause.checked_on))}
    assert checked == {"law.1": date(2026, 11, 1), "law.2": None, "law.3": None}


def test_a_folder_with_errors_publishes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, right_files())
    before = table_digests()

    with pytest.raises(PublishRefused, match=r"course\.yaml:\d+: ") as refused:
        publish(tmp_path, changed("spot-it/course.yaml", "minutes: 3", "minutes: three"))

    assert refused.value.problems
    assert table_digests() == before


def test_a_subject_of_a_seminar_is_found_or_made() -> None:
    with writing():
        made = service.seminar_subject("small-business", "Small business", minutes=90)
    with writing():
        again = service.seminar_subject("small-business", "For small businesses", minutes=60)

    assert made == again == queries.subject_id(SubjectKind.SEMINAR, "small-business")
    assert (subject("small-business").title, subject("small-business").minutes) == ("For small businesses", 60)


def test_a_seminar_of_the_same_name_is_not_retired(tmp_path: Path) -> None:
    with writing():
        service.seminar_subject("small-business", "Small business", minutes=90)

    publish(tmp_path, right_files())

    assert subject("small-business").retired_on is None
