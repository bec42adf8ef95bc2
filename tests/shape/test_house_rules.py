"""Each rule for pages is broken once: a check that finds nothing wrong here would find nothing anywhere."""

import pytest
from bs4 import BeautifulSoup

from tests.house_rules import check_page

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Courses · Muster</title></head><body><main>
<h1 id="top">Courses</h1><p aria-describedby="top">All of them. <img src="/static/mark.svg" alt=""></p>
<form method="post"><input type="hidden" name="csrf_token" value="a"><label for="name">Name</label><input id="name"></form>
<a href="https://example.org/">Elsewhere</a><script src="/static/muster.js"></script></main></body></html>"""
BROKEN = [
    ("</p>", "</div></p>", "end-tag"),
    (' lang="en"', "", "names its language"),
    ("<title>Courses · Muster</title>", "<title>Courses</title>", "names the page and the place"),
    ("</main>", "<h1>Again</h1></main>", "Again"),
    ('<input id="name">', '<input id="top">', "ids used twice"),
    ('aria-describedby="top"', 'aria-describedby="bottom"', "what is not there"),
    ('<label for="name">', '<label for="nome">', "what is not there"),
    ('<label for="name">Name</label>', "", "no label"),
    (' alt=""', "", "a picture without alt"),
    ("<p ", '<p style="color: red" ', "style in p"),
    ("<p ", '<p onclick="go()" ', "carries"),
    ("<p ", '<p hx-on:click="go()" ', "carries"),
    ('<script src="/static/muster.js">', "<script>go()", "a script in the page"),
    ("https://example.org/", "javascript:go()", "javascript"),
    ('src="/static/mark.svg"', 'src="https://example.org/mark.svg"', "loads from outside"),
    ('<input type="hidden" name="csrf_token" value="a">', "", "without its CSRF field"),
    ("All of them.", "Traceback (most recent call last)", "a stack trace"),
]


def check(page: str) -> None:
    check_page(page, BeautifulSoup(page, "html.parser"))


def test_a_sound_page_passes_as_often_as_it_is_seen() -> None:
    check(PAGE)
    check(PAGE.replace('value="a"', 'value="b"'))


@pytest.mark.parametrize(("sound", "broken", "told"), BROKEN)
def test_a_broken_page_fails_every_time(sound: str, broken: str, told: str) -> None:
    assert sound in PAGE
    for _ in range(2):
        with pytest.raises(AssertionError, match=told):
            check(PAGE.replace(sound, broken, 1))
