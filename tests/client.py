"""A browser without JavaScript for tests: fetches pages, fills their forms, and holds every answer to the house rules."""

import re
from contextvars import Context
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

from bs4 import BeautifulSoup
from flask import Flask, session

from tests.house_rules import check_answer, check_page
from training.web.csrf import csrf_field
from training.web.exporting import XLSX


@dataclass
class Page:
    """One answer: its status, its parsed HTML and where it came from."""

    path: str
    status: int
    headers: Any
    text: str
    soup: BeautifulSoup

    @property
    def title(self) -> str:
        return self.soup.title.get_text(" ", strip=True) if self.soup.title else ""

    @property
    def heading(self) -> str:
        found = self.soup.h1
        return " ".join(found.get_text(" ", strip=True).split()) if found else ""

    @property
    def words(self) -> str:
        """All visible text of the main part."""
        main = self.soup.select_one("main") or self.soup
        return " ".join(main.get_text(" ", strip=True).split())

    @property
    def errors(self) -> list[str]:
        return [error.get_text(" ", strip=True) for error in self.soup.select(".error")]

    def form(self, action: str = "") -> Any:
        """Return the form that posts to an address ending so (or the only form in main)."""
        forms = [
            form for form in self.soup.select("form[method=post]") if not action or self.target(form).endswith(action)
        ]
        if not action:
            forms = [form for form in forms if form.find_parent("main")]
        assert forms and (action or len(forms) == 1), f"{len(forms)} forms match {action!r} on {self.path}"
        return forms[0]

    def target(self, form: Any) -> str:
        return urlsplit(form.get("action") or self.path).path


class Client:
    """Follows links and posts forms as a person would; `get` and `submit` check each page."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()

    def get(self, path: str, *, follow: bool = True, **options: Any) -> Page:
        return self._page(path, self._ask("get", path, follow_redirects=follow, **options))

    def post(self, path: str, data: dict[str, Any] | None = None, *, follow: bool = True, **options: Any) -> Page:
        """Post bare data with a valid CSRF token, without a form seen first."""
        return self._page(
            path,
            self._ask(
                "post", path, data={"csrf_token": self.token(), **(data or {})}, follow_redirects=follow, **options
            ),
        )

    def submit(
        self, page: Page, values: dict[str, Any] | None = None, *, action: str = "", follow: bool = True
    ) -> Page:
        """Fill in a form of the page and send it, with everything that the form holds already."""
        form = page.form(action)
        data = {**_filled(form), **(values or {})}
        path = page.target(form)
        return self._page(path, self._ask("post", path, data=data, follow_redirects=follow))

    def token(self) -> str:
        """Return a CSRF token as a form of this browser's would hold it."""
        return str(Context().run(self._token))

    def keep(self, **values: Any) -> None:
        """Make the session cookie hold just these values."""
        Context().run(self._keep, values)

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        # In a context of its own: Flask shares an application context that is open already, and with it what the last
        # request remembered.
        return Context().run(getattr(self.http, method), path, buffered=True, **options)

    def _token(self) -> str:
        with self.http.session_transaction() as kept:
            held = dict(kept)
        with self.app.test_request_context():
            session.update(held)
            return str(BeautifulSoup(str(csrf_field()), "html.parser").input["value"])

    def _keep(self, values: dict[str, Any]) -> None:
        with self.http.session_transaction() as kept:
            kept.clear()
            kept.update(values)

    def _page(self, path: str, answer: Any) -> Page:
        check_answer(answer)
        text = _text(answer)
        final = answer.request.path if answer.history else urlsplit(path).path
        soup = BeautifulSoup("" if (answer.mimetype or "").endswith("+xml") else text, "html.parser")
        page = Page(final, answer.status_code, answer.headers, text, soup)
        if (
            not 300 <= answer.status_code < 400
            and answer.mimetype == "text/html"
            and text.lstrip().lower().startswith("<!doctype")
        ):
            check_page(text, page.soup)
        return page


def _text(answer: Any) -> str:
    """What can be read in an answer; in a workbook, all that stands in its sheets."""
    if answer.mimetype == XLSX:
        with ZipFile(BytesIO(answer.get_data())) as book:
            return "\n".join(re.findall(r">([^<]+)<", " ".join(book.read(name).decode() for name in book.namelist())))
    readable = (answer.mimetype or "").startswith(("text/", "application/")) and answer.mimetype not in {
        "application/pdf",
        "application/zip",
    }
    return answer.get_data(as_text=True) if readable else ""


def _filled(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        kind = field.get("type", "text")
        if (kind in {"checkbox", "radio"} and not field.has_attr("checked")) or kind in {"submit", "file", "button"}:
            continue
        data[field["name"]] = _value(field)
    return data


def _value(field: Any) -> str:
    if field.name == "textarea":
        return str(field.get_text())
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen.get("value", "")) if chosen else ""
    return str(field.get("value", "on" if field.get("type") in {"checkbox", "radio"} else ""))
