"""Reading a policy and agreeing to it, by mouse and by keyboard; and an author who watches a course while writing it."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import make
from tests.browser import house
from tests.browser.conftest import Open, in_all_modes
from tests.browser.house import House
from tests.catalogue.making import LOOK
from training.core.permissions import Role

TITLE = "Acceptable use"


@pytest.fixture
def filled(app: Flask) -> House:
    return house.build(app)


@in_all_modes
def test_a_policy_is_read_and_agreed_to(app: Flask, filled: House, visitor: Open, javascript: bool) -> None:
    window = visitor(javascript=javascript)
    window.known_as(filled.amara.id, app)
    page = window.open("/courses/")
    page.get_by_role("link", name="Our policies, one page each").click()
    page.get_by_role("link", name=TITLE).click()
    assert window.heading == TITLE
    page.get_by_role("button", name="Put it into my record").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box to say that you agree")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Put it into my record").click()
    expect(page.get_by_text("Thank you. It stands in your record.")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    window.open("/record")
    expect(page.get_by_role("main")).to_contain_text(TITLE)


def test_by_keyboard_alone(app: Flask, filled: House, visitor: Open) -> None:
    window = visitor()
    window.known_as(filled.amara.id, app)
    page = window.open("/policies/ai-tools")
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you. It stands in your record.")).to_be_visible()


def test_the_search_finds_a_lesson(app: Flask, filled: House, visitor: Open) -> None:
    window = visitor(javascript=False)
    window.known_as(filled.amara.id, app)
    page = window.open("/courses/")
    page.get_by_label("Find in courses and policies").fill("tailgating")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="The door behind you").click()
    assert window.heading == "The door behind you"


def test_the_preview_follows_what_is_saved(app: Flask, visitor: Open) -> None:
    author = make.person("Marek", "Lindholm")
    make.grant(author, Role.SECURITY_TEAM)
    window = visitor()
    window.known_as(author.id, app)
    lesson = app.extensions["muster"].settings.courses / "spot-it" / "lessons" / "look.md"
    page = window.open("/desk/preview/spot-it")
    expect(page.get_by_role("main")).to_contain_text("Dana reads a message.")
    try:
        lesson.write_text(LOOK.replace("Dana reads a message.", "Dana reads it twice."))
        expect(page.get_by_role("main")).to_contain_text("Dana reads it twice.")
        expect(page.get_by_role("heading", name="Nothing to mend")).to_be_visible()
        lesson.write_text(LOOK.replace("## The sender", "#### The sender"))
        expect(page.get_by_role("main")).to_contain_text("this heading jumps to level 4")
    finally:
        lesson.write_text(LOOK)
