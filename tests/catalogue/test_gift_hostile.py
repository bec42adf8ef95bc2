"""Whatever a file holds, reading it ends soon and raises nothing, and what comes out of it cannot do harm."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.catalogue.content.marked import read_yaml
from training.catalogue.gift.drafting import Place, drafted
from training.catalogue.gift.layout import yaml_of
from training.catalogue.gift.plain import markdown_of
from training.catalogue.gift.questions import Format, Words
from training.catalogue.gift.reading import MOST_BYTES, MOST_LETTERS, read

PLACE = Place(("examine",), ("look",))
SECONDS = 20.0
"""Far more than it takes, far less than what grows with the square of the size would."""

WORST = ["{", "}", "~", "\\", "[", "_*`", "&#9", "<a href=x>", "\n", "é"]
OTHERS = [
    "=", "#", "\\\\", "%", "%5%", "]", "::", "->", "//", "// [id:", "// [tag:\\]", "{\n\n", "a\n\n", "$CATEGORY:\n", "a{~b=c}\n\n",
    "[html]<", "<!--", "<script>", "&amp;", "\x00", "\ufdd0", "\u202e", "\t", " ", "{{", "a{=a->b=c->d}\n\n", "####",
]  # fmt: skip
SIZES = [(piece, MOST_BYTES) for piece in WORST] + [(piece, MOST_BYTES // 8) for piece in OTHERS]


def all_of_it(text: str) -> None:
    """Read a text as the page does, to the end."""
    found = read(text)
    yaml = yaml_of(drafted(found, PLACE).drafts)
    if len(yaml) < 200_000:
        document, problems = read_yaml(yaml or "- nothing", "questions.yaml")
        assert document, problems
        assert not problems


@pytest.mark.parametrize(("piece", "size"), SIZES, ids=repr)
@pytest.mark.parametrize(
    "letters", [MOST_BYTES, MOST_LETTERS - 40, 900], ids=["in one", "in a hundred", "in thousands"]
)
def test_megabytes_of_one_sign_take_seconds(piece: str, size: int, letters: int) -> None:
    chunk = (piece * (letters // len(piece) + 1))[: min(letters, size)]
    sound = f"::a::[html]{chunk}{{~a=b}}\n\n" if "{" not in chunk and "}" not in chunk else f"{chunk}\n\n"
    text = (sound * (size // len(sound) + 1))[:size]
    began = time.perf_counter()
    all_of_it(text)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize(
    "answers", ["{~%s =right}", "{=%s -> a =b -> c}", "{=right ~wrong#%s}", "{=right ~wrong####%s}"]
)
@pytest.mark.parametrize("piece", ["<a '", '<img alt="', "<", "&#1", "_*", "\\\\", "[tag:", "%5"], ids=repr)
def test_long_answers_take_no_longer(answers: str, piece: str) -> None:
    long = (piece * MOST_LETTERS)[: MOST_LETTERS - 100]
    began = time.perf_counter()
    for _ in range(10):
        all_of_it(f"[html]a{answers % long}")
    assert time.perf_counter() - began < SECONDS


SIGNS = st.text(st.sampled_from("{}~=#%:\\/-> \n\nabc.5*TF[]$<&;\"'\x00\u202e"), max_size=300)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SIGNS)
def test_any_signs_in_any_order(text: str) -> None:
    all_of_it(text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.text(max_size=100), st.sampled_from(list(Format)))
def test_any_letters_within_a_sound_question(stem: str, answer: str, named: Format) -> None:
    all_of_it(f"[{named}]{stem}{{~{answer}\n=right####{answer}}}")


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>yes",
        "<SCRIPT\n>alert(1)</ScRiPt >yes",
        "<img src=x onerror=alert(1)>yes",
        "<svg/onload=alert(1)>yes",
        "<scr<script>ipt>yes",
        "&lt;script&gt;yes",
        "<a href='javascript:alert(1)'>yes</a>",
        "<style>yes",
        "yes<!-- <script> ",
        "&#60;b&#62;yes&#x202e;&#7;",
        "&#" + "9" * 5_000 + ";yes",
    ],
)
def test_nothing_of_html_runs(html: str) -> None:
    said = markdown_of(Words(html, Format.HTML))
    assert "<" not in said.replace("\\<", "")
    assert "javascript" not in said
    assert "\u202e" not in said and "\x07" not in said
