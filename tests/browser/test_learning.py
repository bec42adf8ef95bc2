"""A course in a real browser: with htmx an answer swaps one part, without JavaScript it is a page; axe finds nothing."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.browser.conftest import PHONE, WIDE, Open, Visitor
from tests.client import Client, Page
from tests.learning import making

# What a browser shows does not depend on the database: tests/learning asks both.
pytestmark = [pytest.mark.usefixtures("course"), pytest.mark.parametrize("built", ["sqlite"], indirect=True)]


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> None:
    making.publish(tmp_path)


@pytest.fixture
def learner(client: Client, visitor: Open) -> Any:
    """Opens windows that are signed in as one employee."""
    make.employee(client, given="Dana", family="Reed")
    cookie = client.http.get_cookie("muster")
    assert cookie is not None

    def open_window(**options: Any) -> Visitor:
        window = visitor(**options)
        window.page.context.add_cookies([{"name": "muster", "value": cookie.value, "url": window.address}])
        return window

    return open_window


def choose(window: Visitor, *, right: bool) -> None:
    """Choose a right or a wrong option: only the database tells which."""
    text = window.page.content()
    key = making.right_key(Page("", 200, {}, text, making.soup(text)), right=right)
    window.page.locator(f"input[value='{key}']").check()


@pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "no script"])
def test_the_whole_way(learner: Any, javascript: bool) -> None:
    window = learner(javascript=javascript)
    page = window.open("/courses/")
    page.get_by_role("link", name="Start").click()
    page.get_by_role("link", name="Start with lesson 1").click()
    page.get_by_role("button", name="Next: Tell us").click()
    page.get_by_role("button", name="Next: the questions").click()
    page.get_by_role("button", name="Begin").click()

    page.get_by_role("button", name="Answer").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error: Question 1 of 2")
    for right, opening in ((False, "Not quite."), (True, "Right.")):
        address = page.url
        choose(window, right=right)
        page.get_by_role("button", name="Answer").click()
        page.get_by_role("group", name="Your answer, explained").wait_for()
        assert page.url == address
        assert opening in page.locator(".verdict").inner_text()
        assert ", answered" in page.title()
        page.locator("main a.button.primary").click()
    assert window.heading == "Not yet: 1 of 2. Two are needed."


def test_an_answer_swaps_one_part(learner: Any) -> None:
    """Nothing else of the page is loaded anew, and the verdict is read first."""
    window = learner()
    page = window.open(making.START)
    page.get_by_role("button", name="Begin").click()
    page.locator(".choice").first.wait_for()
    page.evaluate("document.body.dataset.same = 'yes'")

    choose(window, right=True)
    page.get_by_role("button", name="Answer").click()
    page.locator(".verdicts").wait_for()

    assert page.evaluate("document.body.dataset.same") == "yes"
    assert page.evaluate("document.activeElement.innerText").startswith("Right.")


def test_by_keyboard(learner: Any) -> None:
    window = learner()
    page = window.open(making.START)
    page.get_by_role("button", name="Begin").press("Enter")
    page.locator("input[name=choice]").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=choice]").nth(1).is_checked()
    page.keyboard.press("Enter")
    page.locator(".verdicts").wait_for()


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_is_accessible(learner: Any, client: Client, dark: bool, width: int) -> None:
    window = learner(dark=dark, width=width)
    failed = making.take(client, True, False).path
    answered = failed.replace("result", "1")
    for path in ("/courses/", "/courses/spot-it", "/learn/spot-it/look", making.START, failed, answered):
        window.open(path)
        window.check_accessible()
    question = making.start(client).path
    page = window.open(question)
    window.check_accessible()
    page.get_by_role("button", name="Answer").click()
    page.get_by_role("alert").wait_for()
    window.check_accessible()
