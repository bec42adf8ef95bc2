"""Frozen editions: the same files give the same digest; what is shown changes it, what is not shown does not."""

import json
from pathlib import Path

import pytest

from tests.catalogue.making import LOOK, QUESTIONS, changed, course_of, right_files
from training.catalogue.content.digest import digest_of, question_wording
from training.catalogue.content.freezing import FrozenEdition, frozen
from training.catalogue.content.labels import VARIABLES, without_blanks
from training.catalogue.content.schema import Option, Question

KEYS = {
    "format", "slug", "kind", "number", "language", "title", "summary", "minutes", "track", "topic", "audience", "licence", "authors", "assign",
    "objectives", "lessons", "questions", "quiz", "glossary", "sources", "serves", "promises", "changes",
}  # fmt: skip


def edition_of(root: Path, files: dict[str, str] | None = None) -> FrozenEdition:
    return frozen(course_of(root, files))


def test_an_edition_is_plain_and_its_digest_is_that_of_its_content(tmp_path: Path):
    edition = edition_of(tmp_path)
    again = json.loads(json.dumps(edition.content))
    assert again == edition.content
    assert digest_of(again) == edition.digest
    assert (edition.slug, edition.kind, edition.number, edition.language) == ("spot-it", "course", 1, "en")
    assert set(edition.content) == KEYS
    assert edition.content["quiz"] == {
        "draw": 2,
        "from_each_objective": 1,
        "pass_percent": 80,
        "feedback": "after each answer",
        "limit_minutes": None,
    }
    assert [lesson["slug"] for lesson in edition.content["lessons"]] == ["look", "tell"]
    assert edition.content["changes"] == [
        {"edition": 1, "date": "2026-11-01", "html": "<p>First edition. Everybody takes it.</p>\n"}
    ]
    assert edition.content["glossary"] == [{"term": "lure", "means_html": "A message that helps a thief."}]


def test_the_place_of_the_folder_does_not_change_the_digest(tmp_path: Path):
    first, second = edition_of(tmp_path / "a"), edition_of(tmp_path / "some" / "where" / "else")
    assert (first.digest, first.files_digest) == (second.digest, second.files_digest)


def test_a_comment_changes_the_files_but_not_the_edition(tmp_path: Path):
    first = edition_of(tmp_path / "a")
    second = edition_of(
        tmp_path / "b", changed("spot-it/course.yaml", "edition: 1", "edition: 1   # raise when it matters")
    )
    assert first.digest == second.digest
    assert first.files_digest != second.files_digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("spot-it/lessons/look.md", "Dana reads", "Dora reads"),
        ("spot-it/course.yaml", "title: Spot it", "title: Spot them"),
        ("spot-it/questions.yaml", "The others still", "Others still"),
        ("spot-it/images/owner.svg", "10 50h80", "10 50h90"),
        ("spot-it/course.yaml", "pass: 80", "pass: 75"),
    ],
)
def test_a_small_correction_changes_the_digest_and_not_the_number(tmp_path: Path, file: str, old: str, new: str):
    first, second = edition_of(tmp_path / "a"), edition_of(tmp_path / "b", changed(file, old, new))
    assert first.digest != second.digest
    assert first.number == second.number


def test_only_the_question_that_was_changed_has_another_digest(tmp_path: Path):
    first = edition_of(tmp_path / "a").content["questions"]
    second = edition_of(tmp_path / "b", changed("spot-it/questions.yaml", "The others still", "Others still")).content[
        "questions"
    ]
    assert [one["digest"] == two["digest"] for one, two in zip(first, second, strict=True)] == [
        False,
        True,
        True,
        True,
    ]
    assert all(digest_of({**one, "digest": ""}) != one["digest"] for one in first)


def test_moving_the_mark_of_the_right_option_changes_the_digest(tmp_path: Path):
    moved = QUESTIONS.replace("      right: true\n", "      misconception: padlock\n", 1).replace(
        "      misconception: delete-is-enough\n", "      right: true\n", 1
    )
    first = edition_of(tmp_path / "a").content["questions"][0]
    second = edition_of(tmp_path / "b", right_files() | {"spot-it/questions.yaml": moved}).content["questions"][0]
    assert first["digest"] != second["digest"]


def test_the_order_in_which_options_were_written_leaves_no_trace(tmp_path: Path):
    lines = QUESTIONS.split("\n")
    start = next(number for number, line in enumerate(lines) if "- text: Report" in line)
    lines[start : start + 6] = lines[start + 3 : start + 6] + lines[start : start + 3]
    first = edition_of(tmp_path / "a").content["questions"][0]
    second = edition_of(tmp_path / "b", right_files() | {"spot-it/questions.yaml": "\n".join(lines)}).content[
        "questions"
    ][0]
    assert first == second


def test_keys_of_options_tell_nothing(tmp_path: Path):
    questions = edition_of(tmp_path).content["questions"]
    keys = [option["key"] for question in questions for option in question["options"]]
    assert len(set(keys)) == len(keys) == 12
    assert all(len(key) == 12 and set(key) <= set("0123456789abcdef") for key in keys)
    places = {[option["right"] for option in question["options"]].index(True) for question in questions}
    assert len(places) > 1, "the right option stands at the same place in every question"


def test_drafts_and_retired_questions_are_not_in_an_edition(tmp_path: Path):
    text = QUESTIONS.replace("  kind: one", "  kind: one\n  status: draft", 1)
    edition = edition_of(tmp_path, right_files() | {"spot-it/questions.yaml": text})
    assert [question["id"] for question in edition.content["questions"]] == [
        "second-note",
        "third-note",
        "fourth-note",
    ]


def test_local_words_stay_open(tmp_path: Path):
    assert "{{ org.name }}" in LOOK
    assert "{{ org.name }}" in edition_of(tmp_path).content["lessons"][0]["html"]


def test_the_digest_of_the_words_is_the_one_that_translations_name():
    reasons = (
        (
            "Delete it; then it can do no harm.",
            "It can do none to you. The other people who got it still have theirs.",
        ),
        (
            "Forward it to your team with a warning.",
            "Well meant, but now the lure comes from you, whom they trust.",
        ),
        (
            "Open the link on your phone to find out.",
            "You would run the risk that the routine spares you. We have a safe place for that.",
        ),
        ("Report it with {{ report.button }}.", "You need not be sure. Sorting out is our work."),
    )
    question = Question(
        id="odd-but-not-sure",
        objective="report-now",
        lesson="report-it",
        kind="one",
        level="apply",
        stem="A message feels odd, but it might be real. You have done nothing with it yet. What helps most?",
        takeaway="Not sure is a good reason to report.",
        options=tuple(Option(text=text, why=why) for text, why in reasons),
    )
    assert question_wording(question) == "7ce261dd3077"


@pytest.mark.parametrize(
    ("language", "name"), [("es", "el botón de aviso"), ("es-MX", "el botón de aviso"), ("fr", "the report button")]
)
def test_local_words_that_nobody_has_entered_are_plain_words_of_the_language(language: str, name: str) -> None:
    words = without_blanks({"report.button": " ", "report.phone": "112"}, language)
    assert (words["report.button"], words["report.phone"]) == (name, "112")
    assert words.keys() == VARIABLES.keys()
