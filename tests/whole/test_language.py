"""Every visible word can be translated: in a language where each sentence stands in brackets, nothing stands outside."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Comment
from flask import Flask

from tests import make, small_world
from tests.client import Client
from tests.crawling import crawl
from training.core.text import text
from training.web.language import clock, count_word, day, day_full, in_days, number, share
from training.web.request import translated

OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[A-Za-z]{2,}")
# What Babel says in any locale, names that are never translated, and content of courses, which has its own languages.
NOT_OURS = re.compile(
    r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
    r"|\bMuster\b|\bUTC\b|\bLondon\b|\bEurope/London\b|\bCSV\b|\bXLSX\b|\b(English|Deutsch|Español|Français|Italiano|Nederlands)\b|\btest browser\b|\bsha256\b|[\w.]+@[\w.]+|\b[\w.-]+\.example\S*|\bhttps?://\S+"
)
CONTENT = ".reading, .address, pre, code, textarea, [lang]:not(html), .question, [data-content]"
LONG_ENOUGH = 12
"""Shorter words of content could stand in sentences of ours."""
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")


class Bracketed:
    """Translations into a language that puts each sentence into brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}" if message else ""

    ugettext = gettext

    def ngettext(self, one: str, many: str, number: int) -> str:
        return f"{OPEN}{one if number == 1 else many}{CLOSE}"

    ungettext = ngettext

    def pgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flask_babel.Domain.get_translations", lambda _self: Bracketed())


def outside(words: str) -> list[str]:
    """Return the words that stand outside all brackets, nested ones included."""
    depth, kept = 0, []
    for character in words:
        depth += (character == OPEN) - (character == CLOSE)
        kept.append(" " if depth or character == CLOSE else character)
    return WORD.findall(NOT_OURS.sub(" ", "".join(kept)))


def visible(soup: BeautifulSoup) -> list[str]:
    for tag in soup.select(f"script, style, {CONTENT}"):
        tag.decompose()
    texts = [
        string
        for string in soup.find_all(string=True)
        if not isinstance(string, Comment) and string.parent.name != "[document]"
    ]
    shown = [
        str(tag[name])
        for name in ATTRIBUTES
        for tag in soup.select(f"[{name}]")
        if tag.get("type") not in {"hidden", "radio", "checkbox"}
    ]
    return [" ".join(texts), *shown]


def claims(head: Any) -> list[str]:
    """The notes of what something serves, and its sources."""
    return [
        *(one.note or "" for one in head.serves),
        *(words for one in head.sources for words in (one.title, one.used_for)),
    ]


def titles_of_content(text: str) -> str:
    """Take out what comes from the courses: titles, summaries and citations are content in a language of its own."""
    written = small_world.written()
    known = [course.course.title for course in written.courses] + [
        lesson.head.title for course in written.courses for lesson in course.lessons
    ]
    known += [course.course.summary for course in written.courses] + [one.why for one in written.requirements]
    known += [one.title for one in written.requirements]
    known += [author for course in written.courses for author in course.course.authors]
    clauses = [clause for framework in written.frameworks for clause in framework.clauses]
    for text_of in (*written.frameworks, *clauses):
        known += [value for value in dict(text_of).values() if isinstance(value, str)]
    for head in (
        *written.tracks,
        *written.topics,
        *(one.policy for one in written.policies),
        *(one.kit for one in written.kits),
    ):
        known += [value for value in dict(head).values() if isinstance(value, str)]
    heads = [*(one.course for one in written.courses), *(one.kit for one in written.kits)]
    known += [words for one in (*heads, *(one.policy for one in written.policies)) for words in claims(one)]
    known += [course.slug for course in written.courses]
    known += [objective.text for course in written.courses for objective in course.course.objectives]
    whole = {str(one).strip() for one in known if len(str(one)) > LONG_ENOUGH or str(one)[:1].isupper()}
    for words in sorted(whole, key=len, reverse=True):
        text = text.replace(words, " ")
    for framework in written.frameworks:
        text = re.sub(rf"\b{re.escape(framework.force)}\b", " ", text)
    return text


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("who", ["visitor", "employee", "manager", "cso"])
def test_nothing_stands_outside_the_brackets(app: Flask, client: Client, who: str) -> None:
    world = small_world.build(app)
    people: dict[str, Any] = {"employee": world.a.people[0], "manager": world.a.manager, "cso": world.cso}
    if who in people:
        make.sign_in(client, people[who])
    pages = 0
    for page in crawl(
        client, "/", "/nothing-here", "/departments/", "/desk/", "/account", "/seminars/", "/privacy", "/accessibility"
    ):
        if page.headers["Content-Type"].startswith("text/html"):
            pages += 1
            # A mail in the outbox was written once, in the language of its reader.
            for mail in page.soup.select("main table th a, .mail, pre") if "/outbox/" in page.path else ():
                mail.decompose()
            found = [
                word for shown in visible(page.soup) for word in outside(titles_of_content(" ".join(shown.split())))
            ]
            assert not found, f"{page.path}: {sorted(set(found))[:20]}"
    assert pages > 5


def test_the_test_can_fail() -> None:
    assert outside(f"{OPEN}All of {OPEN}this{CLOSE} is fine{CLOSE} but not this") == ["but", "not", "this"]
    assert outside("Fri 27 Nov, Muster, a@b.example") == []


@pytest.mark.usefixtures("bracketed")
def test_sentences_from_below_the_web_are_translated_with_their_values(app: Flask) -> None:
    with app.test_request_context():
        assert translated(text("%(n)s seats in %(where)s", n=3, where=text("Lyon"))) == "⟦3 seats in ⟦Lyon⟧⟧"


def test_dates_and_numbers_follow_the_reader(app: Flask) -> None:
    friday = make.NOW.date().replace(day=27)
    with app.test_request_context():
        assert (day(friday), day_full(friday)) == ("Fri 27 Nov", "Friday 27 November 2026")
        assert (in_days(0), in_days(1), in_days(4), in_days(21), in_days(-7)) == (
            "today",
            "in 1 day",
            "in 4 days",
            "in 3 weeks",
            "7 days late",
        )
        assert (number(12345), share(2, 3), share(0, 0), count_word(2), count_word(11)) == (
            "12,345",
            "66%",
            "0%",
            "two",
            "11",
        )
        assert clock(make.NOW, "America/Chicago") == "03:00"


def test_another_language_has_its_own_customs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.web.language.LANGUAGES", ["en", "de"])
    with app.test_request_context(headers={"Accept-Language": "de"}):
        assert day(make.NOW.date()) == "Mo., 23. Nov."
        assert number(12345.5) == "12.345,5"
