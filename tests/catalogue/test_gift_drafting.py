"""What a GIFT file becomes: drafts that our own reader reads, to-dos for their author, and reasons where there is no draft."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalogue.making import QUESTIONS, problems_of, right_files
from tests.catalogue.making import read as read_folder
from training.catalogue.content.marked import read_yaml
from training.catalogue.content.schema import Question
from training.catalogue.content.shapes import shaped
from training.catalogue.gift.drafting import Draft, Drafts, Place, drafted
from training.catalogue.gift.layout import is_too_large, yaml_of
from training.catalogue.gift.reading import read

PLACE = Place(("examine", "report"), ("look", "tell"), frozenset({"first-note"}))


def drafts(text: str, place: Place = PLACE) -> Drafts:
    found = read(text)
    assert not found.problems, found.problems
    return drafted(found, place)


def draft(text: str) -> Draft:
    (one,) = drafts(text).drafts
    return one


def entries(text: str, place: Place = PLACE) -> list[dict[str, Any]]:
    """The drafts of a text as our own reader reads them."""
    document, problems = read_yaml(yaml_of(drafts(text, place).drafts), "questions.yaml")
    assert document is not None and not problems, problems
    return document.data  # type: ignore[return-value]


def to_dos(text: str) -> list[str]:
    lines = (line.strip() for line in yaml_of(drafts(text).drafts).split("\n"))
    return [line.removeprefix("# to do: ") for line in lines if line.startswith("# to do: ")]


CHOICE = "::Who rings?::Whom do you ring?{=the desk#Well done. ~the caller#No. ~nobody#No.####Ring the desk.}"


def test_one_right_answer() -> None:
    assert entries(CHOICE) == [
        {
            "id": "who-rings", "objective": "examine", "lesson": "look", "kind": "one", "level": "apply", "status": "draft",
            "stem": "Whom do you ring?",
            "options": [
                {"text": "the desk", "right": True, "why": "Well done."},
                {"text": "the caller", "why": "No."},
                {"text": "nobody", "why": "No."},
            ],
            "takeaway": "Ring the desk.",
        }
    ]  # fmt: skip
    assert to_dos(CHOICE) == ["misconception, a slug of misconceptions.yaml"] * 2


def test_several_right_answers() -> None:
    (found,) = entries("What helps?{~%50%a lock ~%50%a guard ~%-100%a wish}")
    assert found["kind"] == "many"
    assert [option.get("right", False) for option in found["options"]] == [True, True, False]


@pytest.mark.parametrize("answers", ["~%100%a ~%-50%b ~%-50%c", "~%90%a ~b ~c", "=a ~b ~c"])
def test_one_answer_that_earns_is_the_one(answers: str) -> None:
    (found,) = entries(f"Well?{{{answers}}}")
    assert found["kind"] == "one"
    assert [option.get("right", False) for option in found["options"]] == [True, False, False]


def test_matching() -> None:
    (found,) = entries("Match{=lock -> key =door -> hinge = -> window}")
    assert found["kind"] == "match"
    assert found["pairs"] == [{"text": "lock", "goes_with": "key"}, {"text": "door", "goes_with": "hinge"}]
    assert found["decoys"] == ["window"]
    assert "options" not in found


def test_true_or_false() -> None:
    (found,) = entries("Keys grow.{F#They do not.#Right.}")
    assert found["kind"] == "one"
    assert found["options"] == [
        {"text": "True", "why": "They do not."},
        {"text": "False", "right": True, "why": "Right."},
    ]
    assert any("is a coin" in note for note in to_dos("Keys grow.{F}"))


def test_a_missing_word() -> None:
    (found,) = entries("Keep {~lending =hiding ~painting} your badge.")
    assert (found["kind"], found["stem"]) == ("one", "Keep _____ your badge.")


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("::A::Four and one?{=five}", "short answer", "never for typed words"),
        ("::A::Four and one?{#5}", "numerical", "never for a number"),
        ("::A::What would you do?{}", "essay", "Nobody marks free text"),
        ("::A::The next ones are about doors.", "description", "asks nothing"),
        ("::A::Well?{~a ~b}", "multiple choice", "No answer is right"),
        ("::A::Well?{=a =b ~c}", "multiple choice", "right by itself"),
        ("::A::Match{=a -> b = -> c}", "matching", "Fewer than two"),
        ("::A::[html]<p></p>{=a ~b}", "multiple choice", "no words"),
        ("::A::Well?{=a ~[html]<br>}", "multiple choice", "no words"),
        ("::A::Well?{=a ~" + "b" * 241 + "}", "multiple choice", "more than 240 letters"),
        ("::A::" + "b" * 4001 + "{=a ~b}", "multiple choice", "more than 4000 letters"),
    ],
)
def test_what_cannot_be_a_draft_is_reported_with_its_reason(text: str, kind: str, why: str) -> None:
    found = drafts(f"{text}\n\n{CHOICE}")
    (left,) = found.left
    assert (left.line, left.title, left.kind) == (1, "A", kind)
    assert why in str(left.why)
    assert len(found.drafts) == 1, "the others become drafts"


def test_a_question_without_a_title_is_reported_by_its_words() -> None:
    (left,) = drafts("[html]<p>What would <b>you</b> do?</p>{}").left
    assert left.title == "What would you do?"


def test_what_is_still_to_do() -> None:
    assert to_dos("Well?{=a ~%50%b}") == [
        "write at least three options",
        "why, in one or two sentences to whoever chose it",
        "it earned 50 % in the file: make sure that it is wrong, or drop it",
        "why, in one or two sentences to whoever chose it",
        "misconception, a slug of misconceptions.yaml",
        "takeaway, one sentence that is worth keeping",
    ]
    assert "keep at most five options; three are best" in to_dos("Well?{=a ~b ~c ~d ~e ~f}")
    assert "a picture or a film stood here: say in words what it showed" in to_dos("[html]<img src=x> Well?{=a ~b}")
    assert to_dos("Match{=a -> b =c -> d####Keep it.}") == ["why, in one or two sentences"] * 2


def test_ids_come_from_titles_and_are_given_once() -> None:
    found = drafts(
        "::First note::A{T}\n\n::Doors::A{T}\n\n::Doors::B{T}\n\nWhom, then?{T}\n\n// [id:own]\nC{T}\n\n::Ж::D{T}"
    )
    assert [one.id for one in found.drafts] == ["first-note-2", "doors", "doors-2", "whom-then", "own", "question"]


@pytest.mark.parametrize("title", ["0", "2026-11-23", "true", "null", "no", "1-2"])
def test_an_id_that_looks_like_a_number_or_a_day_stays_a_word(title: str) -> None:
    (found,) = entries(f"// [tag:lesson:1]\n::{title}::A{{T}}", Place(("2026-11-23",), ("1",)))
    assert (found["id"], found["objective"], found["lesson"]) == (title, "2026-11-23", "1")


def test_objective_lesson_and_level_come_from_tags_that_the_course_knows() -> None:
    text = "// [tag:objective:report] [tag:lesson:nowhere] [tag:lesson:tell] [tag:level:analyse] [tag:x]\nA{T}"
    (found,) = entries(text)
    assert (found["objective"], found["lesson"], found["level"]) == ("report", "tell", "analyse")
    (found,) = entries(text, Place())
    assert (found["objective"], found["lesson"], found["level"]) == ("to-do", "to-do", "analyse")


def test_where_a_draft_comes_from_stands_in_a_comment() -> None:
    yaml = yaml_of(drafts("$CATEGORY: top/Doors\n\n::A \\# b::C{T}").drafts)
    assert "\n  # line 3 of the file · A # b · top/Doors\n" in yaml


def test_sentences_are_said_in_the_readers_language() -> None:
    yaml = yaml_of(drafts(CHOICE).drafts, lambda one: str(one).upper())
    assert "# TO DO: MISCONCEPTION, A SLUG OF MISCONCEPTIONS.YAML" in yaml
    assert read_yaml(yaml, "questions.yaml")[1] == ()


def test_no_draft_is_no_text() -> None:
    assert yaml_of(()) == ""


def test_a_text_that_no_reader_of_ours_would_take_is_too_large() -> None:
    assert is_too_large(yaml_of(drafts("A?{=a ~b}\n\n" * 1_000).drafts))
    assert is_too_large("é" * 300_000)
    assert not is_too_large(yaml_of(drafts("A?{=a ~b}\n\n" * 100).drafts))


def test_drafts_in_a_course_are_read_and_the_checker_asks_for_what_is_missing(tmp_path: Path) -> None:
    new = yaml_of(drafts(f"{CHOICE}\n\nKeep {{~lending =hiding}} your badge.").drafts)
    files = right_files() | {"spot-it/questions.yaml": f"{QUESTIONS}\n{new}"}
    (course,) = read_folder(tmp_path, files).courses
    assert [one.question.status for one in course.questions] == ["live"] * 4 + ["draft"] * 2
    codes = {problem.code for problem in problems_of(tmp_path, files) if problem.severity == "error"}
    assert codes == {"Q009", "Q011", "Q013", "C032"}, "too few options, no reason, no belief, no takeaway"


@pytest.mark.parametrize(
    "stem",
    [
        "word " * 60 + "end",
        "w" * 300,
        "two  spaces " * 20,
        "a line\n" * 20,
        "a\tb " * 40,
        "one: two # three " * 12,
        "'- " * 60,
        ">- " * 60,
        "# " * 80,
        "%TAG " * 40,
        "--- " * 40,
        "a\n\n b\n- c: d" * 20,
        "\u00a0 x" * 60,
        "“é” " * 50,
    ],
)
def test_long_texts_come_back_from_the_lines_on_which_they_are_laid_out(stem: str) -> None:
    signs = str.maketrans({sign: f"\\{sign}" for sign in "\\:#={}~"} | {"\n": "\\n"})
    (found,) = entries(f"[markdown]{stem.translate(signs)}{{T}}")
    assert found["stem"].strip() == stem.strip()


# --- whatever a text holds --------------------------------------------------------------------------------------------

TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), st.sampled_from("'\":#-{}[]>|*&!%@`,?~=\\\n\t ")),
    min_size=1,
    max_size=150,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(stem=TEXTS, option=TEXTS, why=TEXTS)
def test_yaml_reads_back_to_the_very_texts(stem: str, option: str, why: str) -> None:
    signs = str.maketrans({sign: f"\\{sign}" for sign in "\\:#={}~"} | {"\n": "\\n"})
    text = f"a {stem.translate(signs)} {{=b {option.translate(signs)}#c {why.translate(signs)}\n~d####e}}"
    reading = read(text)
    if reading.problems:
        return
    made = drafted(reading, PLACE).drafts
    document, problems = read_yaml(yaml_of(made), "questions.yaml")
    assert document is not None and not problems, problems
    for one, entry in zip(made, document.entries(), strict=True):
        question, complaints = shaped(Question, entry)
        assert question is not None, complaints
        assert question.stem == one.stem.strip()
        assert question.options[0].text == one.options[0].text.strip()
        assert question.options[0].why == one.options[0].why.strip()
