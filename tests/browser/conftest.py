"""A real browser on a real server: light or dark, wide or narrow, with or without JavaScript; axe on demand."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from tests.conftest import Built, fresh
from tests.databases import refuse_or_skip
from tests.find_chromium import find as find_chromium
from training.core.db import writing
from training.core.world import new_token
from training.people.service import NewSignIn, sign_in

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, PHONE = 1280, 390
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
LOOKS: tuple[tuple[int, Literal["light", "dark"], Any], ...] = (
    (WIDE, "light", RULES), (WIDE, "dark", COLOURS), (PHONE, "dark", COLOURS), (PHONE, "light", RULES),
)  # fmt: skip
"""The theme changes colours and nothing else: what the other rules found in light, they would find again in dark."""
RUN_AXE = """options => axe.run(options).then(found => found.violations.map(
  one => ({id: one.id, nodes: one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")})))"""


@dataclass
class Visitor:
    """One browser window of somebody; complains of anything that a page says on its console."""

    page: Page
    address: str
    javascript: bool
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, email: str, password: str) -> None:
        self.open("/sign-in")
        self.page.get_by_label("Work e-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def known_as(self, person_id: int, app: Flask) -> None:
        """Hold a sign-in of somebody, as if they had signed in before."""
        token, now = new_token(), app.extensions["muster"].world.now()
        with writing():
            sign_in(NewSignIn(person_id, token, "test browser", privileged=False), now=now)
        cookie = SecureCookieSessionInterface().get_signing_serializer(app).dumps({"_user_id": token})
        self.page.context.add_cookies([{"name": "muster", "value": cookie, "url": self.address}])

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def complaints_of_axe(self) -> list[str]:
        """Return what axe finds on this page at both widths in both themes, and where it scrolls sideways."""
        self.page.evaluate(AXE_SCRIPT)
        return [complaint for look in LOOKS for complaint in self._complaints(*look)]

    def _complaints(self, width: int, theme: Literal["light", "dark"], rules: Any) -> list[str]:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=theme)
        told = self.page.evaluate(RUN_AXE, {"runOnly": rules, "resultTypes": ["violations"], "preload": False})
        sideways = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = [f"{one['id']} {one['nodes']}" for one in told] + [f"scrolls {sideways} px sideways"] * (sideways > 0)
        return [f"{width} {theme}: {one}" for one in found]


MODES = [("sqlite", True), ("sqlite", False), ("postgresql", False)]
in_all_modes = pytest.mark.parametrize(
    ("built", "javascript"),
    MODES,
    indirect=["built"],
    ids=["sqlite", "sqlite without script", "postgresql without script"],
)
"""A journey runs with and without JavaScript, and once on PostgreSQL. Everything else here runs on SQLite alone."""


@pytest.fixture
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return fresh(getattr(request, "param", "sqlite"), tmp_path_factory)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        refuse_or_skip("no Chromium: install the package chromium, or set CHROMIUM to a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(built: Built) -> Iterator[str]:
    """A server on a free port of loopback, for this test's application."""
    server = make_server("127.0.0.1", 0, built.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


Open = Callable[..., Visitor]


@pytest.fixture
def visitor(chromium: Browser, address: str) -> Iterator[Open]:
    """`visitor(javascript=False, dark=True, width=PHONE)` opens a window; at the end no window may have complained."""
    contexts: list[BrowserContext] = []
    windows: list[Visitor] = []

    def open_window(*, javascript: bool = True, dark: bool = False, width: int = WIDE) -> Visitor:
        context = chromium.new_context(
            java_script_enabled=javascript, color_scheme="dark" if dark else "light", locale="en-GB",
            viewport={"width": width, "height": 900}, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(10_000)
        contexts.append(context)
        one = Visitor(context.new_page(), address, javascript)
        one.page.on("console", lambda message: _heard(one, message))
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        one.page.on("request", lambda request: _left_the_house(one, request.url))
        windows.append(one)
        return one

    yield open_window
    for context in contexts:
        context.close()
    assert [complaint for one in windows for complaint in one.complaints] == []


def _heard(window: Visitor, message: Any) -> None:
    # A 404 or 422 that a test asks for is told on the console too.
    if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
        window.complaints.append(message.text)


def _left_the_house(window: Visitor, url: str) -> None:
    if not url.startswith((window.address, "data:", "about:")):
        window.complaints.append(f"asks a third party: {url}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


os.environ.setdefault("PW_TEST_SCREENSHOT_NO_FONTS_READY", "1")
