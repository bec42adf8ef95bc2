"""What every answer and every page must keep, whichever test fetched it."""

import re
from collections import Counter
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag

from training.web.headers import ALWAYS, CONTENT_SECURITY_POLICY, IN_A_FRAME

FIELDS, UNSEEN = ("input", "select", "textarea"), ("hidden", "submit", "button")


def check_answer(answer: Any) -> None:
    """The headers of every answer, errors and redirects included."""
    for answered in (*answer.history, answer):
        framed = answered.request.path == "/seminars/embed"
        for name, value in (IN_A_FRAME if framed else ALWAYS).items():
            assert answered.headers.get(name) == value, f"{name} on {answered.request.path}"
        assert "Cache-Control" in answered.headers
        assert "Server" not in answered.headers or "/" not in answered.headers["Server"]
        assert "unsafe" not in CONTENT_SECURITY_POLICY
        for cookie in answered.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie


def check_page(text: str, soup: BeautifulSoup) -> None:
    """HTML5 without faults, one h1 and a title, labels, unique ids, nothing inline. Once is enough for the same page."""
    known = hash(TOKEN.sub("", text))
    if known in _seen:
        return
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    assert not parser.errors, parser.errors[:3]
    tags = soup.find_all(True)  # once: selecting by CSS again and again took longer than all pages did
    _heading(soup)
    _ids(tags)
    for tag in tags:
        _nothing_inline(tag)
    _fields(soup, tags)
    assert "Traceback (most recent call last)" not in text, "a stack trace"
    assert not [tag for tag in tags if tag.name == "img" and not tag.has_attr("alt")], "a picture without alt"
    assert soup.html and soup.html.get("lang"), "the page names its language"
    _seen.add(known)


TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*')
_seen: set[int] = set()


def _heading(soup: BeautifulSoup) -> None:
    headings = soup.find_all("h1")
    assert len(headings) == 1, [h.get_text(strip=True) for h in headings]
    title = soup.title.get_text(strip=True) if soup.title else ""
    assert title, "the page has a title"
    assert title.count("·") >= 1, f"the title names the page and the place: {title}"


def _ids(tags: list[Tag]) -> None:
    counted = Counter(str(tag["id"]) for tag in tags if tag.has_attr("id"))
    doubled = [one for one, times in counted.items() if times > 1]
    assert not doubled, f"ids used twice: {doubled}"
    for tag in tags:
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            missing = [one for one in str(tag.get(attribute, "")).split() if one not in counted]
            assert not missing, f"{attribute} names what is not there: {missing}"


def _nothing_inline(tag: Tag) -> None:
    assert tag.name != "style" and not tag.has_attr("style"), f"style in {tag.name}"
    data = tag.name == "script" and tag.get("type") == "application/ld+json"
    assert tag.name != "script" or tag.has_attr("src") or data, "a script in the page"
    handlers = [name for name in tag.attrs if name.lower().startswith(("on", "hx-on"))]
    assert not handlers, f"{tag.name} carries {handlers}"
    for name in ("src", "href", "action"):
        value = str(tag.get(name, ""))
        assert not value.lower().startswith(("javascript:", "vbscript:", "data:text")), value
        canonical = tag.name == "link" and tag.get("rel") == ["canonical"]
        assert tag.name == "a" or canonical or "://" not in value, f"{tag.name} loads from outside: {value}"


def _fields(soup: BeautifulSoup, tags: list[Tag]) -> None:
    for form in soup.find_all("form", method="post"):
        assert form.find("input", type="hidden", attrs={"name": "csrf_token"}), (
            f"a form without its CSRF field: {form.get('action')}"
        )
    named = {tag.get("for") for tag in tags if tag.name == "label"}
    for field in tags:
        if field.name in FIELDS and field.get("type") not in UNSEEN:
            labelled = field.get("id") in named - {None} or field.find_parent("label") or field.get("aria-label")
            assert labelled, f"no label: {field}"
