"""Questions of every kind: what is right, what is wrong with them, and how they are frozen."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.kinds import KINDS, with_kinds
from tests.catalogue.making import course_of, problems_of, right_files
from training.catalogue.content.comparing import differences
from training.catalogue.content.digest import question_wording
from training.catalogue.content.freezing import frozen
from training.catalogue.content.problems import report

WRONG = [
    ("many", "      right: true\n      why: Haste", "      misconception: padlock\n      why: Haste", "Q007", "1 options are right"),
    ("many", "misconception: padlock", "right: true", "", ""),
    ("many", "      misconception: padlock\n", "", "Q013", "names no misconception"),
    ("many", "      why: The hour tells nothing.\n", "", "Q011", "no reason"),
    ("many", "    - text: It came in the morning", "    - label: From\n      text: It came in the morning", "Q016", "only parts of a scene"),
    ("many", "  options:", "  scene: message\n  options:", "Q016", "no 'scene'"),
    ("order", "    - text: Report it\n      why: We look after the rest.\n", "", "Q009", "2 steps"),
    ("order", "Look at the sender", "Stop.", "Q015", "this step stands here twice"),
    ("order", "      why: Nothing runs away.\n", "", "Q011", "this step has no reason"),
    ("order", "  steps:", "  decoys:\n    - x\n  steps:", "Q016", "no 'decoys'"),
    ("match", "goes_with: Keep it", "goes_with: Report it", "", ""),
    ("match", "    - Answer at once", "    - Ring them", "Q015", "goes with something"),
    ("match", "      why: It is yours.\n", "", "Q011", "this pair has no reason"),
    ("match", "      goes_with: Keep it\n", "", "C003", "lacks the key 'goes_with'"),
    ("match", "  decoys:\n", "  decoys:\n    - b\n    - c\n    - d\n    - e\n", "Q009", "too many choices"),
    ("inspect", "  scene: message\n", "", "Q017", "nothing says what is inspected"),
    ("inspect", "scene: message", "scene: message\n  picture: images/owner.svg", "Q017", "only a room"),
    ("inspect", "    - text: Hello,\n      why: A greeting is no sign.\n", "", "Q009", "4 options"),
    ("inspect", "misconception: padlock", "misconception: padlok", "Q010", "unknown misconception"),
    ("room", "images/owner.svg", "images/nobody.svg", "Q017", "there is no picture"),
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_question_of_each_kind(tmp_path: Path, kind: str) -> None:
    found = problems_of(tmp_path, with_kinds(kind))
    assert not found, report(found)


@pytest.mark.parametrize(("kind", "old", "new", "code", "word"), WRONG)
def test_what_does_not_fit_a_kind(tmp_path: Path, kind: str, old: str, new: str, code: str, word: str) -> None:
    files = with_kinds(kind)
    assert old in KINDS[kind]
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(
        KINDS[kind], KINDS[kind].replace(old, new)
    )
    found = problems_of(tmp_path, files)
    if not code:
        assert not found, report(found)
        return
    mine = [problem for problem in found if problem.code == code]
    assert any(word in problem.what for problem in mine), report(found)
    assert all("questions.yaml" in str(problem) and problem.fix for problem in mine)


def test_everything_that_goes_with_the_same_is_no_match(tmp_path: Path) -> None:
    files = with_kinds("match")
    text = files["spot-it/questions.yaml"]
    files["spot-it/questions.yaml"] = text.replace("goes_with: Keep it", "goes_with: Ring them").replace(
        "goes_with: Report it", "goes_with: Ring them"
    )
    assert [problem.code for problem in problems_of(tmp_path, files)] == ["Q007"]


def questions(tmp_path: Path) -> dict[str, dict[str, Any]]:
    content = frozen(course_of(tmp_path, with_kinds())).content
    assert json.loads(json.dumps(content)) == content
    return {one["id"]: one for one in content["questions"]}


def test_frozen_steps_know_their_places(tmp_path: Path) -> None:
    order = questions(tmp_path)["ask-order"]
    assert sorted(step["place"] for step in order["options"]) == [1, 2, 3]
    assert [step["key"] for step in order["options"]] == sorted(step["key"] for step in order["options"])
    assert not order["choices"]


def test_frozen_pairs_know_their_choices(tmp_path: Path) -> None:
    match = questions(tmp_path)["ask-match"]
    choices = {choice["key"]: choice["text_html"] for choice in match["choices"]}
    assert sorted(choices.values()) == ["Answer at once", "Keep it", "Report it", "Ring them"]
    assert {pair["text_html"][-8:]: choices[pair["answer"]] for pair in match["options"]} == {
        "or money": "Ring them",
        "yourself": "Keep it",
        "h a file": "Report it",
    }
    assert "goes_with" not in json.dumps(match)


def test_a_scene_keeps_its_order_its_labels_and_its_picture(tmp_path: Path) -> None:
    found = questions(tmp_path)
    assert [part.get("label", "") for part in found["ask-inspect"]["options"]] == ["From", "Subject", "", "", ""]
    assert found["ask-inspect"]["picture_html"] == ""
    assert found["ask-room"]["picture_html"].startswith("<svg")
    assert found["ask-room"]["scene"] == "room"


def test_a_question_counts_for_the_topic_of_its_objective(tmp_path: Path) -> None:
    files = right_files()
    assert {one["topic"] for one in frozen(course_of(tmp_path / "a", files)).content["questions"]} == {"messages"}
    text = files["spot-it/course.yaml"]
    files["spot-it/course.yaml"] = text.replace(
        "text: Report a doubtful message.\n    level: apply",
        "text: Report a doubtful message.\n    level: apply\n    topic: reporting",
    )
    found = frozen(course_of(tmp_path / "b", files)).content["questions"]
    assert {(one["objective"], one["topic"]) for one in found} == {("examine", "messages"), ("report", "reporting")}


@pytest.mark.parametrize(("old", "new"), [("topic: messages", "topic: mesages"), ("slug: reporting", "slug: messages")])
def test_topics_are_there_and_once(tmp_path: Path, old: str, new: str) -> None:
    files = {name: text.replace(old, new) for name, text in right_files().items()}
    assert {problem.code for problem in problems_of(tmp_path, files)} <= {"C064", "C027"}
    assert problems_of(tmp_path, files)


@pytest.mark.parametrize(
    ("old", "new"),
    [("We look after the rest.", "We do the rest."), ("goes_with: Keep it", "goes_with: Hold it"),
     ("label: Subject", "label: About"), ("- Answer at once", "- Answer soon")],
)  # fmt: skip
def test_other_words_are_another_question_for_digests_translators_and_readers(
    tmp_path: Path, old: str, new: str
) -> None:
    files = with_kinds("order", "match", "inspect")
    changed = {name: text.replace(old, new) for name, text in files.items()}
    before, after = course_of(tmp_path / "a", files), course_of(tmp_path / "b", changed)
    assert [question_wording(one.question) for one in before.questions] != [
        question_wording(one.question) for one in after.questions
    ]
    first, second = frozen(before), frozen(after)
    assert first.digest != second.digest
    if "Answer" not in old:
        assert [one.kind for one in differences(first.content, second.content)] == ["question"]


def test_a_lesson_says_in_which_edition_it_changed(tmp_path: Path) -> None:
    files = right_files()
    assert {lesson["changed"] for lesson in frozen(course_of(tmp_path / "a", files)).content["lessons"]} == {1}
    files["spot-it/lessons/look.md"] = files["spot-it/lessons/look.md"].replace("minutes: 2", "minutes: 2\nchanged: 2")
    assert [problem.code for problem in problems_of(tmp_path / "b", files)] == ["C068"]
    files["spot-it/course.yaml"] = files["spot-it/course.yaml"].replace("edition: 1", "edition: 2")
    files["spot-it/CHANGES.md"] = (
        "# Changes\n\n## Edition 2 (2026-11-10)\nThe sender.\n\n## Edition 1 (2026-11-01)\nFirst.\n"
    )
    assert not problems_of(tmp_path / "c", files)
    files["spot-it/lessons/look.md"] = files["spot-it/lessons/look.md"].replace("changed: 2", "changed: 1")
    (told,) = problems_of(tmp_path / "d", files)
    assert (told.code, told.severity) == ("C069", "warning")
