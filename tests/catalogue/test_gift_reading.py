"""Every construct of GIFT, and what it reads to."""

from decimal import Decimal
from typing import Any

import pytest

from training.catalogue.gift.questions import Answer, Format, GiftQuestion, Kind, Pair, Reading, Span, Words
from training.catalogue.gift.reading import MOST_BYTES, MOST_QUESTIONS, read, read_file
from training.core.errors import Refused

PLAIN, HTML, MARKDOWN, MOODLE = Format.PLAIN, Format.HTML, Format.MARKDOWN, Format.MOODLE


def one(text: str) -> GiftQuestion:
    """The only question of a text in which nothing is wrong."""
    found = read(text)
    assert not found.problems, [str(problem.what) for problem in found.problems]
    (question,) = found.questions
    return question


def answer(text: str, weight: str = "0", feedback: str = "") -> Answer:
    return Answer(Words(text), Decimal(weight), Words(feedback))


def span(low: str | None, high: str | None, weight: str = "100", feedback: str = "") -> Span:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Span(ends[0], ends[1], Decimal(weight), Words(feedback))


def pair(left: str, right: str) -> Pair:
    return Pair(Words(left), Words(right))


TRUE, FALSE = Answer(Words("TRUE", PLAIN), Decimal(100)), Answer(Words("FALSE", PLAIN), Decimal(0))
CONSTRUCTS: dict[str, tuple[str, dict[str, Any]]] = {
    "one right answer": (
        "Whom do you ring?{~the caller =the desk ~nobody}",
        {
            "kind": Kind.CHOICE,
            "single": True,
            "stem": Words("Whom do you ring?"),
            "answers": (answer("the caller"), answer("the desk", "100"), answer("nobody")),
        },
    ),
    "answers on lines of their own": (
        "Whom do you ring? {\n    ~the caller\n    =the desk\n}",
        {"stem": Words("Whom do you ring?"), "answers": (answer("the caller"), answer("the desk", "100"))},
    ),
    "several right answers": (
        "What helps? {~%50%a lock ~%50%a guard ~%-33.33333%a wish ~%-100%a hope}",
        {
            "kind": Kind.CHOICE,
            "single": False,
            "answers": (
                answer("a lock", "50"),
                answer("a guard", "50"),
                answer("a wish", "-33.33333"),
                answer("a hope", "-100"),
            ),
        },
    ),
    "a part of the credit": (
        "What helps?{=a lock ~%50%a bolt ~ %25% a chair}",
        {"single": True, "answers": (answer("a lock", "100"), answer("a bolt", "50"), answer("a chair", "25"))},
    ),
    "one right answer among boxes": (
        "Tick it{~%100%this ~%-50%that}",
        {"single": False, "answers": (answer("this", "100"), answer("that", "-50"))},
    ),
    "per cent that is no weight": (
        "How much?{=100% of it ~%x%half}",
        {"answers": (answer("100% of it", "100"), answer("%x%half"))},
    ),
    "feedback": (
        "Well?{=yes#Good. #1 ~no # Think again.\n}",
        {"answers": (answer("yes", "100", "Good. #1"), answer("no", "0", "Think again."))},
    ),
    "general feedback": (
        "Well?{=yes ~no#Hm\n####Ask first.}",
        {"answers": (answer("yes", "100"), answer("no", "0", "Hm")), "feedback": Words("Ask first.")},
    ),
    "the last four signs begin the general feedback": (
        "Well?{=yes#a####b ~no####c}",
        {"answers": (answer("yes", "100", "a####b"), answer("no")), "feedback": Words("c")},
    ),
    "a missing word": (
        "Keep {~lending =hiding} your badge.",
        {"kind": Kind.MISSING_WORD, "stem": Words("Keep _____ your badge."), "single": True},
    ),
    "a missing word at the beginning": (
        "{=Two ~Three} keys are enough.",
        {"kind": Kind.MISSING_WORD, "stem": Words("_____ keys are enough.")},
    ),
    "a full stop behind the answers": ("It is {=here ~there}.", {"stem": Words("It is _____."), "kind": Kind.MISSING_WORD}),
    "a short answer within a text": (
        "Two and {=two =2} is four.",
        {"kind": Kind.SHORT_ANSWER, "stem": Words("Two and _____ is four."), "answers": (answer("two", "100"), answer("2", "100"))},
    ),
    "true": ("Locks help.{T}", {"kind": Kind.TRUE_FALSE, "answers": (TRUE, FALSE)}),
    "true in full": ("Locks help.{TRUE}", {"kind": Kind.TRUE_FALSE, "answers": (TRUE, FALSE)}),
    "true in small letters": ("Locks help. { true }", {"kind": Kind.TRUE_FALSE, "answers": (TRUE, FALSE)}),
    "false with feedback": (
        "Keys grow.{FALSE#They do not.#Right.####Keys are made.}",
        {
            "answers": (
                Answer(Words("TRUE", PLAIN), Decimal(0), Words("They do not.")),
                Answer(Words("FALSE", PLAIN), Decimal(100), Words("Right.")),
            ),
            "feedback": Words("Keys are made."),
        },
    ),
    "true with feedback for whoever is wrong": (
        "Locks help.{T#They do.}",
        {"answers": (TRUE, Answer(Words("FALSE", PLAIN), Decimal(0), Words("They do.")))},
    ),
    "short answers": (
        "Which beast?{=frog#Yes =%50%toad#Nearly =%0%*#No}",
        {
            "kind": Kind.SHORT_ANSWER,
            "answers": (answer("frog", "100", "Yes"), answer("toad", "50", "Nearly"), answer("*", "0", "No")),
        },
    ),
    "a short answer without a sign": ("Four and one?{five}", {"kind": Kind.SHORT_ANSWER, "answers": (answer("five", "100"),)}),
    "matching": (
        "Match.{=lock -> key\n=door->hinge = -> window =a->b->c}",
        {
            "kind": Kind.MATCHING,
            "pairs": (pair("lock", "key"), pair("door", "hinge"), pair("", "window"), pair("a", "b->c")),
        },
    ),
    "an arrow in a choice": ("Which?{=a->b ~b->a}", {"kind": Kind.CHOICE, "answers": (answer("a->b", "100"), answer("b->a"))}),
    "a number": ("How many?{#3}", {"kind": Kind.NUMERICAL, "spans": (span("3", "3"),)}),
    "a number and what it may be off by": ("How many?{#3:2}", {"spans": (span("1", "5"),)}),
    "a range": ("How many?{#-1.5..5}", {"spans": (span("-1.5", "5"),)}),
    "several numbers": (
        "How many?{#\n=1822:0#Exactly\n=%50%1822:2#Nearly\n~#Not so}",
        {
            "kind": Kind.NUMERICAL,
            "spans": (
                span("1822", "1822", feedback="Exactly"),
                span("1820", "1824", "50", "Nearly"),
                span(None, None, "0", "Not so"),
            ),
        },
    ),
    "any number": ("How many?{#=%100%1e2:.5# =%0%*#No}", {"spans": (span("99.5", "100.5"), span(None, None, "0", "No"))}),
    "an essay": ("What would you do? {}", {"kind": Kind.ESSAY, "stem": Words("What would you do?")}),
    "an essay with general feedback": ("Well?{####We talk about it.}", {"kind": Kind.ESSAY, "feedback": Words("We talk about it.")}),
    "a description": ("The next ones are about doors.", {"kind": Kind.DESCRIPTION, "stem": Words("The next ones are about doors.")}),
    "a title": ("::On doors:: Locks help.{T}", {"title": "On doors", "stem": Words("Locks help.")}),
    "a title on a line of its own": ("::On\\: doors::\nLocks help.{T}", {"title": "On: doors", "stem": Words("Locks help.")}),
    "text over several lines": ("Locks\n   help\n // not said\n a lot.{T}", {"stem": Words("Locks help a lot.")}),
    "html": (
        "[html]<b>Well?</b>{=<i>yes</i>#[plain]<ok> ~[markdown]*no*####Fine}",
        {
            "stem": Words("<b>Well?</b>", HTML),
            "answers": (
                Answer(Words("<i>yes</i>", HTML), Decimal(100), Words("<ok>", PLAIN)),
                Answer(Words("*no*", MARKDOWN), Decimal(0), Words("", HTML)),
            ),
            "feedback": Words("Fine", HTML),
        },
    ),
    "html keeps its lines": ("[html]<pre>\n a\n b</pre>{}", {"stem": Words("<pre>\n a\n b</pre>", HTML)}),
    "moodle's own format": ("[moodle]Well?{}", {"stem": Words("Well?", MOODLE)}),
    "plain text after a title": ("::T::[plain]Well?{=%50%[html]a#b}", {"stem": Words("Well?", PLAIN), "answers": (Answer(Words("a", HTML), Decimal(50), Words("b", PLAIN)),)}),
    "markdown": ("[markdown]**Well?**{}", {"stem": Words("**Well?**", MARKDOWN)}),
    "a bracket that is no format": ("[HTML] is a name{=[x]a ~b}", {"stem": Words("[HTML] is a name"), "answers": (answer("[x]a", "100"), answer("b"))}),
    "formats of a match": ("[html]Go{=[plain]a -> b =c -> d}", {"pairs": (Pair(Words("a", PLAIN), Words("b", HTML)), Pair(Words("c", HTML), Words("d", HTML)))}),
    "escaped signs": (
        r"1 \= 1 \{a\} \~ \# \: \\ ?{=\=\~ ~\{\}\#\: # a\#b}",
        {"stem": Words(r"1 = 1 {a} ~ # : \ ?"), "answers": (answer("=~", "100"), answer("{}#:", "0", "a#b"))},
    ),
    "an escaped line break": (r"One\nTwo\\n{}", {"stem": Words("One\nTwo\\n")}),
    "a backslash before another letter": (r"C:\data\$ is \a{}", {"stem": Words(r"C:\data\$ is \a")}),
    "an id and tags": (
        "// first [id:door-1] and [tag:doors] [tag:two words]\n// [tag:doors] [tag:a\\]b] [id:other]\nLocks help.{T}",
        {"id": "door-1", "tags": ("doors", "two words", "a]b"), "line": 3},
    ),
    "a comment within the answers": ("Well?{\n=yes\n  // ~never\n~no}", {"answers": (answer("yes", "100"), answer("no"))}),
    "slashes that are no comment": ("See https://desk.example // now{T}", {"stem": Words("See https://desk.example // now")}),
}  # fmt: skip


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_what_a_construct_reads_to(name: str) -> None:
    text, wanted = CONSTRUCTS[name]
    question = one(text)
    assert {key: getattr(question, key) for key in wanted} == wanted


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_line_breaks_of_other_machines_change_nothing(name: str) -> None:
    text, _wanted = CONSTRUCTS[name]
    assert read_file(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == read(text)
    assert read(text.replace("\n", "\r")) == read(text)


def test_questions_are_parted_by_empty_lines() -> None:
    found = read("\n\nA{T}\n\n \t \nB{F}\n//\nC\n\n\n// only a comment\n\nD{}\n")
    assert [(question.line, question.stem.text) for question in found.questions] == [
        (3, "A"), (6, "B_____ C"), (13, "D"),
    ]  # fmt: skip


def test_a_category_holds_until_the_next() -> None:
    found = read("A{T}\n\n$CATEGORY: top/Doors and  locks\n\nB{T}\n$CATEGORY: $course$/Keys\nC{T}\n\nD{T}")
    assert [question.category for question in found.questions] == [
        "", "top/Doors and locks", "$course$/Keys", "$course$/Keys",
    ]  # fmt: skip
    assert found.categories == ("top/Doors and locks", "$course$/Keys")


BROKEN = {
    "no end of the answers": ("Well?\n{=yes", 2, "do not end", "Write }"),
    "no beginning": ("Well?\n\\}\n =yes}", 3, "did not begin", "the missing {"),
    "the end before the beginning": ("Well} {?", 1, "did not begin", "backslash"),
    "a brace among the answers": ("Well?{\n=yes\n~{no}", 3, "second brace", "backslash"),
    "two questions without an empty line": ("A?{T}\nB?{F}", 2, "second brace", "empty line"),
    "only one answer": ("Well?\n{~no}", 2, "only one answer", "at least two"),
    "an empty answer": ("Well?{=yes\n~\n~no}", 2, "is empty", "remove its sign"),
    "an empty short answer": ("Well?{=yes\n=#what}", 2, "is empty", "remove its sign"),
    "an answer without a sign": ("Well?{yes ~no}", 1, "no sign", "Write ="),
    "a weight of more than everything": ("Well?{=yes\n~%150%no}", 2, "weighs 150 %", "-100 to 100"),
    "a title without an end": ("\n::Title\nWell?{T}", 2, "does not end", "::Title:: Question"),
    "no text": ("::Title::{=yes ~no}", 1, "no text", "before its answers"),
    "no number": ("Many?{#\n=three}", 2, "not a number", "digits"),
    "a comma in a number": ("Many?{#3,5}", 1, "not a number", "a point"),
    "a margin without a number": ("Many?{#3:}", 1, "not a number", "3.5:0.1"),
    "no answer but a sign": ("Many?{#}", 1, "No number", "{#3}"),
    "a range that runs backwards": ("Many?{#5..1}", 1, "backwards", "{#1..5}"),
    "a pair without a right side": ("Match{=a -> b\n=c}", 2, "no right side", "=lock -> key"),
    "one pair": ("Match{=a -> b}", 1, "only one pair", "at least two"),
    "a control character": ("A\nB\x07{T}", 2, "cannot be seen", "Remove it"),
    "a letter that turns the text": ("A\u202eB{T}", 1, "cannot be seen", "Remove it"),
    "a code point that is no letter": ("A\ufdd4B{T}", 1, "cannot be seen", "Remove it"),
    "a category without a name": ("$CATEGORY:  ", 1, "names no category", "$CATEGORY: Passwords"),
    "too many answers": ("Well?{" + "~a" * 101 + "}", 1, "more than 100 answers", "Split it"),
    "too long": ("a" * 20_001 + "{T}", 1, "20000 letters", "empty line"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_with_its_line_and_its_cure(name: str) -> None:
    text, line, what, fix = BROKEN[name]
    found = read(f"{text}\n\nSound?{{T}}")
    (problem,) = found.problems
    assert problem.line == line
    assert what in str(problem.what)
    assert fix in str(problem.fix)
    assert [question.stem.text for question in found.questions] == ["Sound?"], "the others are read"


def test_answers_torn_by_an_empty_line_are_told_once() -> None:
    found = read("Well?{\n=yes\n\n~no\n\n~perhaps}\n\nB{T}\n\nC?{=a\n\n::D:: D{T}\n\nE?{=a\n\nF{=a ~b}")
    assert [problem.line for problem in found.problems] == [1, 10, 14]
    assert [question.stem.text for question in found.questions] == ["B", "D", "F"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "is empty"),
        (b"a" * (MOST_BYTES + 1), "larger than 2 MB"),
        ("Well?{T}".encode("utf-16"), "UTF-16"),
        ("Well?{T}".encode("utf-16-be"), "is no text"),
        ("Well?{T}".encode("utf-32"), "UTF-16"),
        ("A{T}\n\nCafé?{T}".encode("latin-1"), "Line 3 is not text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "Line 1 is not text in UTF-8"),
    ],
    ids=["nothing", "only space", "too large", "utf-16", "utf-16 without a mark", "utf-32", "latin-1", "a picture"],
)
def test_a_file_that_is_no_text_is_refused_in_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told) as refused:
        read_file(content)
    assert refused.value.field == "file"


def test_a_file_of_the_largest_size_is_read() -> None:
    assert isinstance(read_file(b"a{T}\n\n" + b"\n" * (MOST_BYTES - 6)), Reading)


def test_the_limit_of_questions_is_told() -> None:
    found = read("A{T}\n\n" * (MOST_QUESTIONS + 5))
    assert len(found.questions) == MOST_QUESTIONS
    assert [(problem.line, "more than 2000" in str(problem.what)) for problem in found.problems] == [
        (2 * MOST_QUESTIONS + 1, True)
    ]
    assert not read("A{T}\n\n" * MOST_QUESTIONS).problems
