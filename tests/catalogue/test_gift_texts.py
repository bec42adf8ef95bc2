"""Texts of a file as they stand in a draft: read literally, without tags; and their ids."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.catalogue.content.lessons import render_inline
from training.catalogue.content.problems import Place
from training.catalogue.content.written import Surroundings
from training.catalogue.gift.plain import holds_pictures, literal, markdown_of, plain_of
from training.catalogue.gift.questions import Format, Words
from training.catalogue.gift.slugs import Names, slug_of

HERE, AROUND = Place("questions.yaml", 1), Surroundings("en", frozenset({"study.org"}))


def shown(markdown: str) -> str:
    """What people read, with a line for each break."""
    rendered = render_inline(markdown, HERE, AROUND)
    assert not rendered.problems, rendered.problems
    html = rendered.html.replace("<br>\n", "\n").replace("<br>", "\n")
    assert not re.search("<", html), html
    return unescape(html)


LITERAL = [
    "*not bold* **nor this**", "_not_ __set__ snake_case_name", "`no code`", "[no link](https://study.org/x)", "![no picture](x)",
    "<b>no tag</b> <https://study.org>", "&lt; &amp; &#60; R&D", "~~not struck~~ a~b", "{{ org.name }} {{{", "C:\\data\\*.txt \\",
    "Keep _____ here, and _____.", "1. first", "# no heading", "- no list", "> no quotation", "a\nb\nc", "a ``b`` *c", "](", "_a_b_",
    "https://desk.example/a_b_c", "x < 3 > y", "\\* \\_", "&copy; &nosuch; &;", "```", "*", "_", "\\",
]  # fmt: skip


@pytest.mark.parametrize("text", LITERAL)
def test_signs_stand_for_themselves(text: str) -> None:
    assert shown(literal(text)) == text


@settings(max_examples=600, deadline=None)
@given(st.text(st.sampled_from("*_`[]()<>!&;#~{}\\ab1 :-.\n"), max_size=40))
def test_any_signs_stand_for_themselves(text: str) -> None:
    # Three colons at the start of a line begin a block: there the checker asks its author.
    plain = plain_of(Words(text.replace(":::", "::"), Format.PLAIN)).replace(":::", "::")
    assert shown(literal(plain)).split() == plain.split()


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One <b>two</b></p><p>three</p>", "One two\nthree"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>a</li>\n<li>b</li></ul>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("a\n   b", "a b"),
        ("<pre>a\n  b</pre>c\nd", "a\nb\nc d"),
        ("1 &lt; 2 &amp;&nbsp;3 &eacute; &#233;", "1 < 2 & 3 é é"),
        ("2 < 3 and 4 > 3", "2 < 3 and 4 > 3"),
        ('<img src="x.png" alt="a &lt; b"> here', "[a < b] here"),
        ("<IMG SRC=x>", "[…]"),
        ('<a href="https://desk.example/a">the desk</a>', "the desk (https://desk.example/a)"),
        ("<a href='https://desk.example'>https://desk.example</a>", "https://desk.example"),
        ("<a href=javascript:x>no</a>", "no"),
        ("<a name=x>no</a></a>", "no"),
        ("<script>x</script>a<style>b</style><!-- c -->", "a"),
        ("<o:p>word</o:p> <custom-tag>x</custom-tag>", "word x"),
        ("<?xml version='1'?><!DOCTYPE html>a", "a"),
        ('<span style="a:b; c:d" class=e data-f>g</span>', "g"),
        ("yes<!-- no <b>", "yes"),
        ("yes<script>no", "yes"),
        ("<", "<"),
        ("<b", "<b"),
        ("", ""),
    ],
)
def test_html_becomes_plain_words(html: str, words: str) -> None:
    assert plain_of(Words(html, Format.HTML)) == words


def test_only_html_loses_its_tags_and_only_markdown_keeps_its_signs() -> None:
    assert markdown_of(Words("<b>*a*</b>", Format.HTML)) == "\\*a\\*"
    assert markdown_of(Words("<b>*a*</b>", Format.PLAIN)) == "\\<b>\\*a\\*\\</b>"
    assert markdown_of(Words("<b>*a*</b>", Format.MOODLE)) == "\\<b>\\*a\\*\\</b>"
    assert markdown_of(Words(" *a*\n**b** ", Format.MARKDOWN)) == "*a*\n**b**"


def test_pictures_are_noticed() -> None:
    assert holds_pictures(Words("<IMG src=x>", Format.HTML))
    assert holds_pictures(Words("a<video>", Format.HTML))
    assert not holds_pictures(Words("<b>img</b>", Format.HTML))
    assert not holds_pictures(Words("<img>", Format.PLAIN))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Whom do you ring?", "whom-do-you-ring"),
        ("  --Ça va: été--  ", "ca-va-ete"),
        ("Пароль", "question"),
        ("", "question"),
        ("2-08 TSL", "2-08-tsl"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word"),
        ("a" * 300, "a" * 48),
        ("a-" * 31 + "bb", "a-" * 31 + "bb"),
        ("A-" * 31 + "bb", ("a-" * 24).strip("-")),
    ],
)
def test_a_title_becomes_a_slug(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_long_slug_has_room_for_a_number() -> None:
    names = Names({"a" * 64})
    assert names.new("a" * 64) == "a" * 56 + "-2"


def test_no_slug_is_given_out_twice() -> None:
    names = Names({"door", "door-3"})
    assert [names.new(title) for title in ("Door", "door!", "Door 2", "DOOR", "key")] == [
        "door-2", "door-4", "door-2-2", "door-5", "key",
    ]  # fmt: skip
