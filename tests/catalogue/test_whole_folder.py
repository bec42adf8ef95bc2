"""Publishing what stands beside the courses: policies, kits, shelves, translations, the whole register."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.catalogue.making import TODAY, changed, whole_files, write
from tests.make import NOW
from training.catalogue import queries
from training.catalogue.content.comparing import differences, unraised
from training.catalogue.content.digest import digest_of
from training.catalogue.content.freezing import frozen
from training.catalogue.content.reader import read_catalogue
from training.catalogue.models import Clause, Edition, Subject
from training.catalogue.service import Published, seminar_subject
from training.catalogue.work import publish_folder
from training.core.db import database, writing


def publish(folder: Path, files: dict[str, str]) -> Published:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    return publish_folder(write(folder, files), NOW, TODAY)


def contents() -> dict[str, Any]:
    database.session.rollback()
    rows = database.session.execute(
        select(Subject.slug, Edition.content).join(Edition, Edition.id == Subject.edition_id)
    )
    return {row.slug: row.content for row in rows}


@pytest.mark.usefixtures("app")
class TestPublishing:
    def test_everything_is_published_and_proves_itself(self, tmp_path: Path) -> None:
        done = publish(tmp_path, whole_files())
        assert done == Published(new=("spot-it", "clear-desk", "small-business", "spot-it (es)"), clauses=3)
        database.session.rollback()
        for row in database.session.execute(select(Edition.content, Edition.digest)):
            assert digest_of(row.content) == row.digest
        found = contents()
        assert found["clear-desk"]["statement"] == "I have read this policy, and I will keep to it."
        assert "<h2>What you do</h2>" in found["clear-desk"]["html"]
        assert found["small-business"]["minutes"] == 60
        assert set(found["small-business"]["papers"]) == {"trainer", "exercise", "handout"}
        assert 'class="specimen"' in found["small-business"]["papers"]["exercise"]
        assert [shelf.slug for shelf in queries.shelves()] == ["everyone"]

    def test_the_same_again_changes_nothing(self, tmp_path: Path) -> None:
        publish(tmp_path, whole_files())
        assert publish(tmp_path, whole_files()) == Published(clauses=3)

    def test_what_left_the_folder_is_retired_by_its_kind(self, tmp_path: Path) -> None:
        publish(tmp_path, whole_files())
        files = {name: text for name, text in whole_files().items() if not name.startswith("seminars/")}
        assert publish(tmp_path, files).retired == ("small-business",)
        assert publish(tmp_path, whole_files()).returned == ("small-business",)

    def test_a_seminar_planned_on_the_site_is_not_retired(self, tmp_path: Path) -> None:
        with writing():
            seminar_subject("own", "Own", minutes=5)
        assert publish(tmp_path, whole_files()).retired == ()

    def test_the_register_holds_all_that_the_files_say(self, tmp_path: Path) -> None:
        publish(tmp_path, whole_files())
        database.session.rollback()
        clause = database.session.scalars(select(Clause).where(Clause.slug == "law.3")).one()
        assert (clause.content, clause.test, clause.certainty) == ("lures", "none", "memory")
        assert (str(clause.effective_on), clause.checked_on) == ("2027-01-01", None)

    def test_a_translation_that_has_drifted_is_withdrawn_and_comes_back(self, tmp_path: Path) -> None:
        publish(tmp_path, whole_files())
        drifted = changed("spot-it/lessons/look.md", "Dana reads", "Bo reads", whole=True)
        assert publish(tmp_path, drifted).new == ("spot-it",)
        assert queries.translations() == {}
        database.session.rollback()
        assert publish(tmp_path, whole_files()).new == ("spot-it (es)",), "the words are those of an older edition"
        assert len(queries.translations()) == 1


# --- comparing two editions ---------------------------------------------------------------------------------------


def content(root: Path, files: dict[str, str]) -> Any:
    (course,) = read_catalogue(write(root, files)).courses
    return frozen(course).content


def test_differences_name_what_is_new_gone_and_said_otherwise(tmp_path: Path) -> None:
    before = content(tmp_path / "a", whole_files())
    files = changed("spot-it/lessons/look.md", "Dana reads a message.", "Bo reads a message.", whole=True)
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace("id: fourth-note", "id: fifth-note")
    found = differences(before, content(tmp_path / "b", files))
    assert [(one.kind, bool(one.before), bool(one.after)) for one in found] == [
        ("lesson", True, True),
        ("question", False, True),
        ("question", True, False),
    ]
    assert found[0].before == ("Dana reads a message. It says that it is from our organisation.",)
    assert found[0].after == ("Bo reads a message. It says that it is from our organisation.",)
    assert differences(before, before) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("text: Examine the sender", "text: Examine the link", "the objectives have changed"),
        ("pass: 80", "pass: 70", "the pass mark has changed"),
        ("strength: part", "strength: supports", "the clauses that it serves have changed"),
        ("  - look\n  - tell\nquiz", "  - look\nquiz", "lessons have come or gone"),
    ],
)
def test_what_ought_to_raise_the_edition_is_told_while_the_number_is_the_same(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    before = content(tmp_path / "a", whole_files())
    files = changed("spot-it/course.yaml", old, new, whole=True)
    assert unraised(before, content(tmp_path / "b", files)) == [told]
    files["spot-it/course.yaml"] = files["spot-it/course.yaml"].replace("edition: 1", "edition: 2")
    assert unraised(before, content(tmp_path / "c", files)) == []


def test_a_folder_is_read_in_any_order_to_the_same_digest(tmp_path: Path) -> None:
    first = content(tmp_path / "a", whole_files())
    second = content(tmp_path / "b", dict(reversed(whole_files().items())))
    assert digest_of(first) == digest_of(second)
