"""What a contact pastes is read as people mean it, whatever the shape; nothing pasted can break the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import NOW
from training.core.world import ALPHABET
from training.seminars.colleagues import MOST_LINES, Colleague, Problem, look_through, parse
from training.seminars.organisation_rules import (
    Bound,
    is_address,
    is_domain,
    lets_in,
    read_code,
    shown_code,
    words_of,
)

SOFIA = Colleague("Sofia Lindqvist", "sofia@canalstreet.example")


@pytest.mark.parametrize(
    "line",
    [
        "Sofia Lindqvist <sofia@canalstreet.example>", '"Sofia Lindqvist" <Sofia@CanalStreet.example>;',
        "sofia@canalstreet.example; Sofia Lindqvist", "Sofia Lindqvist;sofia@canalstreet.example",
        "Sofia\tLindqvist\tsofia@canalstreet.example", "Sofia,Lindqvist,sofia@canalstreet.example",
        "Sofia Lindqvist sofia@canalstreet.example", "  Sofia  Lindqvist ,  sofia@canalstreet.example  ",
        "Sofia Lindqvist <mailto:sofia@canalstreet.example>", "Name;E-mail\nSofia Lindqvist;sofia@canalstreet.example",
        "\ufeffSofia Lindqvist;sofia@canalstreet.example".lstrip("\ufeff"), "| Sofia Lindqvist | sofia@canalstreet.example |",
    ],
)  # fmt: skip
def test_the_usual_shapes(line: str) -> None:
    (read,) = parse(line)
    assert (read.who, read.problem) == (SOFIA, None)


def test_several_in_one_line_and_names_out_of_addresses() -> None:
    read = parse(
        "Sofia Lindqvist <sofia@canalstreet.example>; Tom Price <tom@canalstreet.example>, lea.marchand@x.example <lea@canalstreet.example>"
    )
    assert [one.who.email.partition("@")[0] for one in read] == ["sofia", "tom", "lea"]
    read = parse("sofia.lindqvist@canalstreet.example, tom.price@canalstreet.example tail")
    assert [one.who.name for one in read] == ["Sofia Lindqvist", "tail"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Sofia Lindqvist", Problem.NO_ADDRESS), ("sofia.canalstreet.example", Problem.NO_ADDRESS),
        ("Sofia; sofia@canalstreet", Problem.NOT_AN_ADDRESS), ("Sofia <sofia@@canalstreet.example>", Problem.NOT_AN_ADDRESS),
        ("Sofia <@canalstreet.example>", Problem.NOT_AN_ADDRESS), ("Sofia <sofia@canal street.example>", Problem.NOT_AN_ADDRESS),
        ("Sofia; sofia@-x.example", Problem.NOT_AN_ADDRESS),
    ],
)  # fmt: skip
def test_typing_errors_are_found(line: str, problem: Problem) -> None:
    assert [one.problem for one in parse(line)] == [problem]


def test_what_is_wrong_is_marked_in_order() -> None:
    lines = parse(
        "A <a@x.example>\nB <b@x.example>\nC <a@x.example>\nD <d@y.example>\nE <e@x.example>\nF <f@x.example>"
    )
    looked = look_through(lines, registered={"b@x.example"}, domains=["x.example"], left=2)
    assert [one.problem for one in looked] == [
        None,
        Problem.REGISTERED,
        Problem.TWICE,
        Problem.OTHER_DOMAIN,
        None,
        Problem.TOO_MANY,
    ]


NAMES = (
    st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzÅéñ- "), min_size=1, max_size=20)
    .map(lambda drawn: " ".join(drawn.split()))
    .filter(lambda drawn: drawn.strip("- ") == drawn and drawn and drawn.casefold() not in {"name", "mail", "address"})
)
MAILS = st.tuples(
    st.from_regex(r"[a-z0-9][a-z0-9.+_]{0,10}", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9]{0,8}\.(example|test)", fullmatch=True),
).map("@".join)
SHAPES = ("{0} <{1}>", "{1}; {0}", "{0};{1}", "{0}\t{1}", "{1},{0}", '"{0}" <{1}>', "{0} {1}")


@given(st.lists(st.tuples(NAMES, MAILS, st.sampled_from(SHAPES)), max_size=12))
def test_whatever_was_written_is_read_again(people: list[tuple[str, str, str]]) -> None:
    read = parse("\n".join(shape.format(name, mail) for name, mail, shape in people))
    assert [(one.who.name, one.who.email) for one in read] == [(name, mail) for name, mail, _shape in people]
    assert all(one.problem is None for one in read)


@given(st.text(max_size=400), st.integers(0, 5), st.sets(MAILS, max_size=3))
def test_nothing_pasted_breaks_it(pasted: str, left: int, registered: set[str]) -> None:
    looked = look_through(parse(pasted), registered=registered, domains=[], left=left)
    good = [one.who for one in looked if one.problem is None]
    assert len(good) <= left
    assert len({one.email for one in good}) == len(good)
    assert all(
        is_address(one.email) and one.name.strip() and len(one.name) <= 200 and one.name.isprintable() for one in good
    )
    assert not {one.email for one in good} & registered


def test_a_paste_without_end_is_cut() -> None:
    assert len(parse("A <a@x.example>\n" * (MOST_LINES + 50))) == MOST_LINES


@given(st.text(ALPHABET, min_size=8, max_size=8), st.booleans())
def test_a_code_is_read_as_it_is_shown(code: str, small: bool) -> None:
    shown = shown_code(code)
    assert read_code(f" {shown.lower() if small else shown} ") == code
    assert read_code(shown.replace("0", "O").replace("1", "l")) == code


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_codes_and_domains(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == 8 and set(code) <= set(ALPHABET))
    assert all(not word or word == word.strip() for word in words_of(typed))
    is_domain(typed)


def test_whom_a_code_lets_in() -> None:
    bound = Bound(["x.example"], ["max@y.example"], 2, 1, None, None)
    assert lets_in(bound, "a@x.example", NOW) and lets_in(bound, "max@y.example", NOW)
    assert not lets_in(bound, "a@sub.x.example", NOW) and not lets_in(bound, "eve@y.example", NOW)
    for over in (
        Bound(["x.example"], [], 2, 2, None, None),
        Bound(["x.example"], [], None, 0, NOW, None),
        Bound(["x.example"], [], None, 0, None, NOW),
    ):
        assert not lets_in(over, "a@x.example", NOW)
