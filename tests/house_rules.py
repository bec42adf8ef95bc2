"""What every answer and every page must keep, whichever test fetched it."""

from typing import Any

import html5lib
from bs4 import BeautifulSoup

from training.web.headers import ALWAYS, CONTENT_SECURITY_POLICY

LABELLED = "input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea"


def check_answer(answer: Any) -> None:
    """The headers of every answer, errors and redirects included."""
    for answered in (*answer.history, answer):
        for name, value in ALWAYS.items():
            assert answered.headers.get(name) == value, f"{name} on {answered.request.path}"
        assert "Cache-Control" in answered.headers
        assert "Server" not in answered.headers or "/" not in answered.headers["Server"]
        assert "unsafe" not in CONTENT_SECURITY_POLICY
        for cookie in answered.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie


def check_page(text: str, soup: BeautifulSoup) -> None:
    """HTML5 without faults, one h1 that the title begins with, labels, unique ids, nothing inline."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    assert not parser.errors, parser.errors[:3]
    _heading(soup)
    _ids(soup)
    _nothing_inline(soup)
    _fields(soup)
    assert "Traceback (most recent call last)" not in text
    assert not soup.select("img:not([alt])")
    assert soup.html and soup.html.get("lang"), "the page names its language"


def _heading(soup: BeautifulSoup) -> None:
    headings = soup.select("h1")
    assert len(headings) == 1, [h.get_text(strip=True) for h in headings]
    title = soup.title.get_text(strip=True) if soup.title else ""
    assert title, "the page has a title"
    assert title.count("·") >= 1, f"the title names the page and the place: {title}"


def _ids(soup: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    doubled = {one for one in ids if ids.count(one) > 1}
    assert not doubled, f"ids used twice: {doubled}"
    known = set(ids)
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for tag in soup.select(f"[{attribute}]"):
            missing = [one for one in str(tag[attribute]).split() if one not in known]
            assert not missing, f"{attribute} names what is not there: {missing}"


def _nothing_inline(soup: BeautifulSoup) -> None:
    assert not soup.select("[style], style, script:not([src])"), "nothing inline"
    for tag in soup.find_all(True):
        handlers = [name for name in tag.attrs if name.lower().startswith("on") or name.lower().startswith("hx-on")]
        assert not handlers, f"{tag.name} carries {handlers}"
        for name in ("src", "href", "action"):
            value = str(tag.get(name, ""))
            assert not value.lower().startswith(("javascript:", "vbscript:", "data:text")), value
            assert tag.name == "a" or "://" not in value, f"{tag.name} loads from outside: {value}"


def _fields(soup: BeautifulSoup) -> None:
    for form in soup.select("form[method=post]"):
        assert form.select_one("input[type=hidden][name=csrf_token]"), (
            f"a form without its CSRF field: {form.get('action')}"
        )
    for field in soup.select(LABELLED):
        name = field.get("id")
        labelled = (
            (name and soup.select_one(f'label[for="{name}"]')) or field.find_parent("label") or field.get("aria-label")
        )
        assert labelled, f"no label: {field}"
