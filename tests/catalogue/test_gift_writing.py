"""Our own questions as GIFT: what is written reads back to the same, and what GIFT cannot say is named."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogue.making import QUESTIONS, right_files
from tests.catalogue.making import write as write_folder
from training.catalogue.content.marked import read_yaml
from training.catalogue.gift.bank import course_of, place_in, take_out
from training.catalogue.gift.drafting import Place, drafted
from training.catalogue.gift.layout import yaml_of
from training.catalogue.gift.questions import Format, Kind
from training.catalogue.gift.reading import read
from training.catalogue.gift.writing import Bank, write
from training.core.errors import NotFound, Refused

PLACE = Place(("examine", "report"), ("look", "tell"))
BASE = {"objective": "examine", "lesson": "look", "level": "apply", "stem": "Well?", "takeaway": "Ask first."}
ONE = BASE | {
    "id": "first",
    "kind": "one",
    "options": (
        {"text": "Report it", "right": True, "why": "Good."},
        {"text": "Delete it", "why": None, "misconception": "x"},
    ),
}
MANY = BASE | {
    "id": "second",
    "kind": "many",
    "options": [
        {"text": "a", "right": True}, {"text": "b", "right": True}, {"text": "c", "right": True}, {"text": "d"}, {"text": "e"},
    ],
}  # fmt: skip
MATCH = BASE | {
    "id": "third",
    "kind": "match",
    "pairs": [
        {"text": "lock -> bolt", "goes_with": "key", "why": "It [id:turns].\nOnce."},
        {"text": "door", "goes_with": "a -> b"},
    ],
    "decoys": ["window"],
}
ORDER = BASE | {"id": "fourth", "kind": "order", "steps": [{"text": "a", "why": "b"}]}
INSPECT = BASE | {"id": "fifth", "kind": "inspect", "options": [{"text": "a", "label": "b", "right": True}]}


def test_one_right_answer_is_a_multiple_choice_with_reasons_and_the_takeaway_for_all() -> None:
    assert write([ONE], title="Spot it").text == (
        "// Spot it\n\n"
        "// [id:first] [tag:objective:examine] [tag:lesson:look] [tag:level:apply]\n"
        "::first::[markdown]Well? {\n"
        "\t=Report it#Good.\n"
        "\t~Delete it\n"
        "\t####Ask first.\n"
        "}\n"
    )


def test_several_right_answers_share_a_hundred_per_cent_and_the_wrong_ones_take_it_back() -> None:
    (question,) = read(write([MANY]).text).questions
    assert [str(answer.weight) for answer in question.answers] == ["33.33333", "33.33333", "33.33333", "-50", "-50"]
    assert not question.single


@pytest.mark.parametrize(("number", "share"), [(2, "50"), (4, "25"), (6, "16.66667"), (7, "14.28571"), (8, "12.5")])
def test_shares_are_those_that_moodle_has_a_name_for(number: int, share: str) -> None:
    options = [{"text": f"a{n}", "right": True} for n in range(number)]
    assert f"~%{share}%a0" in write([MANY | {"options": options}]).text


def test_a_match_has_its_decoys_and_keeps_its_reasons_as_comments() -> None:
    text = write([MATCH]).text
    (question,) = read(text).questions
    assert question.kind is Kind.MATCHING
    assert [(pair.left.text, pair.right.text) for pair in question.pairs] == [
        ("lock -\\> bolt", "key"), ("door", "a -> b"), ("", "window"),
    ]  # fmt: skip
    assert "\t// Why: It [ id:turns]. Once.\n" in text
    assert question.id == "third"


def test_what_gift_cannot_say_is_named_in_the_result_and_in_the_file() -> None:
    retired, unfit, strange = (
        ONE | {"id": "old", "status": "retired"},
        ONE | {"id": "bad", "options": []},
        ONE | {"id": "new", "kind": "draw"},
    )
    bank = write([ORDER, ONE, INSPECT, retired, unfit, strange])
    assert bank.questions == 1
    assert [(out.id, out.kind) for out in bank.left_out] == [
        ("fourth", "order"), ("fifth", "inspect"), ("old", "one"), ("bad", "one"), ("new", "draw"),
    ]  # fmt: skip
    for out in bank.left_out:
        assert f"// Left out: {out.id} ({out.kind}): {out.why}\n" in bank.text
    assert len(read(bank.text).questions) == 1


@pytest.mark.parametrize(
    "question",
    [
        ONE | {"options": [{"text": "a"}, {"text": "b"}]},
        ONE | {"options": [{"text": "a", "right": True}]},
        ONE | {"options": [{"text": "a", "right": True}, {"text": "b", "right": True}]},
        MANY | {"options": [{"text": "a"}, {"text": "b"}]},
        MATCH | {"pairs": [{"text": "a", "goes_with": "b"}]},
    ],
)
def test_what_would_read_as_something_else_is_left_out(question: dict[str, Any]) -> None:
    assert [str(out.why) for out in write([question]).left_out] == [
        "its options do not fit its kind; the checker says what is wrong"
    ]


def test_drafts_go_out_but_a_takeaway_that_nobody_has_written_does_not() -> None:
    (draft,) = drafted(read("Well?{=a ~b}"), PLACE).drafts
    document, _problems = read_yaml(yaml_of([draft]), "questions.yaml")
    assert document is not None
    text = write(document.data).text  # type: ignore[arg-type]
    assert "=a" in text and "####" not in text


@pytest.mark.parametrize(
    "words",
    [
        "%50% off",
        "[html] is a name",
        "[markdown]x",
        "#1",
        "=",
        "~",
        "// a",
        "$CATEGORY: a",
        "::a::",
        "\\n",
        "\\",
        "a -> b",
        "####",
    ],
)
def test_a_text_that_looks_like_a_sign_is_read_as_a_text(words: str) -> None:
    question = ONE | {
        "stem": words,
        "takeaway": words,
        "options": [{"text": words, "right": True, "why": words}, {"text": f"{words}b"}],
    }
    (found,) = read(write([question]).text).questions
    told = (found.stem, found.feedback, found.answers[0].words, found.answers[0].feedback)
    assert {one.text for one in told} == {words}
    assert {one.format for one in told} == {Format.MARKDOWN}
    assert [int(answer.weight) for answer in found.answers] == [100, 0]


# --- whatever the texts hold ------------------------------------------------------------------------------------------

WORDS = (
    st.text(st.one_of(st.sampled_from("\\{}=~#:%[]->/\n $*_`\"'."), st.characters(codec="utf-8")), min_size=1, max_size=60)
    .map(lambda text: "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip())
    .filter(bool)
)  # fmt: skip
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
OPTION = st.fixed_dictionaries({"text": WORDS}, optional={"why": WORDS})
LEVELS = st.sampled_from(["remember", "understand", "apply", "analyse", "evaluate", "create"])


def right(options: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    return [option | {"right": True} if place < number else option for place, option in enumerate(options)]


def question(kind: str, **parts: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "id": SLUGS, "kind": st.just(kind), "objective": st.sampled_from(PLACE.objectives), "stem": WORDS, "takeaway": WORDS,
            "lesson": st.sampled_from(PLACE.lessons), "level": LEVELS, **parts,
        }
    )  # fmt: skip


OURS = st.one_of(
    question("one", options=st.lists(OPTION, min_size=2, max_size=5).map(lambda options: right(options, 1))),
    question("many", options=st.lists(OPTION, min_size=3, max_size=6).map(lambda options: right(options, 2))),
    question(
        "match",
        pairs=st.lists(st.fixed_dictionaries({"text": WORDS, "goes_with": WORDS}), min_size=2, max_size=5),
        decoys=st.lists(WORDS, max_size=2),
    ),
)


def again(bank: Bank) -> Any:
    """Read a file, draft its questions, lay them out, and read that as the reader of a course does."""
    reading = read(bank.text)
    assert not reading.problems, reading.problems
    made = drafted(reading, PLACE)
    assert not made.left, made.left
    document, problems = read_yaml(yaml_of(made.drafts), "questions.yaml")
    assert document is not None and not problems, problems
    return document.data


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(OURS, min_size=1, max_size=4, unique_by=lambda one: one["id"]))
def test_what_is_written_reads_back_to_the_same(questions: list[dict[str, Any]]) -> None:
    first = write(questions)
    assert first.questions == len(questions)
    found = again(first)
    assert write(found).text == first.text
    for ours, theirs in zip(questions, found, strict=True):
        for key in ("id", "kind", "objective", "lesson", "level", "stem", "takeaway"):
            assert theirs[key] == ours[key], key
        assert _bare(theirs) == _bare(ours)


def _bare(question: dict[str, Any]) -> list[tuple[Any, ...]]:
    options = [
        (option["text"], option.get("right", False), option.get("why")) for option in question.get("options", ())
    ]
    pairs = [(pair["text"].replace("->", "-\\>"), pair["goes_with"]) for pair in question.get("pairs", ())]
    return [*options, *pairs, *((decoy,) for decoy in question.get("decoys", ()))]


# --- from the folders -------------------------------------------------------------------------------------------------


def test_a_course_goes_out_as_its_author_wrote_it(tmp_path: Path) -> None:
    questions = QUESTIONS.replace(
        "A note named first-note wants your code", "A **note** for {{ org.name }} wants `C:\\it`", 1
    )
    folder = write_folder(tmp_path / "courses", right_files() | {"spot-it/questions.yaml": questions})
    bank = take_out((folder, tmp_path / "own"), "spot-it")
    assert bank.text.startswith("// Questions of the course spot-it, from Muster\n\n")
    assert bank.questions == 4 and not bank.left_out
    assert "::first-note::[markdown]A **note** for \\{\\{ org.name \\}\\} wants `C\\:\\\\it`. What now? {" in bank.text
    course = course_of((folder, tmp_path / "own"), "spot-it")
    place = place_in(course)
    assert place == Place(
        ("examine", "report"), ("look", "tell"), frozenset({"first-note", "second-note", "third-note", "fourth-note"})
    )
    stems = [draft.stem for draft in drafted(read(bank.text), place).drafts]
    assert stems == [one.question.stem for one in course.questions]


def test_only_a_course_that_can_be_read_has_questions(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "courses", {"broken/course.yaml": "id: [", "misconceptions.yaml": "a: b"})
    folders = (folder, tmp_path / "own")
    with pytest.raises(Refused, match="cannot be read yet"):
        take_out(folders, "broken")
    for slug in ("nothing", "..", "", "../courses/broken", "misconceptions.yaml"):
        with pytest.raises(NotFound):
            take_out(folders, slug)
