"""Every page, light and dark, wide and on a phone: axe finds nothing and nothing scrolls sideways. And by keyboard alone."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect

from tests import answers, make
from tests.browser import everything, house
from tests.browser.conftest import Open, Visitor
from tests.browser.everything import Everything, Stop, question_of, sealed
from tests.browser.test_employee import fields

WITHOUT_A_PAGE = {
    "health.alive", "health.ready", "assets.static", "learning.resume", "seminars.own_calendar", "seminars.guest_calendar",
    "seminars.check_in_worker",
    "seminars.own_material", "seminars.guest_material",
    "learning.preview_state", "reports.certificate_pdf", "reports.credential",
    "reports.keys", "reports.key", "reports.issuer",
    "learning.gift_file", "completion.own_proof_file", "completion.proof_file", "reports.pack_file", "reports.population_table", "reports.due_days",
    "seminars.public_calendar", "seminars.public_news", "seminars.own_data_file",
}  # fmt: skip
"""Addresses that answer with a file, a word or another address. Lists as CSV and XLSX are files too."""


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_accessible(app: Flask, visitor: Open, half: int) -> None:
    world = everything.build(app)
    windows = {who: visitor() for who in ("", *world.people)}
    for who, person_id in world.people.items():
        windows[who].known_as(person_id, app)
    found = [complaint for stop in world.stops[half::2] for complaint in look(windows[stop.who], stop)]
    assert not found, "\n".join(found)
    assert endpoints(app) - visited(app, world) == set(), "pages that nobody looked at"


def hold_still(route: Route) -> None:
    """Let a page that looks again every two seconds wait until it has been looked at."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={name: value for name, value in answer.headers.items() if name != "refresh"})


def look(window: Visitor, stop: Stop) -> list[str]:
    if stop.looks_again:
        window.page.route(f"**{stop.path}", hold_still)
    page = window.open(stop.path)
    if stop.press:
        page.get_by_role("main").get_by_role("button", name=stop.press, exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
    return [f"{stop.who or 'a guest'} at {stop.path} {stop.press}: {one}" for one in window.complaints_of_axe()]


def endpoints(app: Flask) -> set[str]:
    pages = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and "<form:" not in rule.rule]
    return {rule.endpoint for rule in pages} - WITHOUT_A_PAGE


def visited(app: Flask, world: Everything) -> set[str]:
    addresses = app.url_map.bind("localhost")
    return {addresses.match(stop.path.partition("?")[0])[0] for stop in world.stops if stop.path != "/nothing-here"}


# --- by keyboard alone ------------------------------------------------------------------------------------------------

FOCUSED = """() => {
  const here = document.activeElement, shown = here.closest(".choice label, .scene-part label") ?? here;
  const style = getComputedStyle(shown);
  return {
    words: (here.labels?.[0] ?? here).innerText ?? "",
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    left: shown.getBoundingClientRect().left,
  };
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing with these words has the focus; each stop on the way must show that it has it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert focused["outline"] >= 2, f"no visible focus on {focused['words']!r}"
        assert focused["left"] >= 0, f"the focus is outside the window on {focused['words']!r}"
        if words in focused["words"]:
            return
    raise AssertionError(f"Tab does not lead to {words!r}")


def follow(page: Page, words: str) -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_skip_link_leads_to_the_content(app: Flask, visitor: Open) -> None:
    window = visitor()
    page = window.open("/seminars/")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('.top').contains(document.activeElement)") is False


def test_sign_in_learn_and_answer_by_keyboard(app: Flask, visitor: Open) -> None:
    filled = house.build(app)
    password = make.password(filled.amara)
    window = visitor()
    page = window.open("/sign-in")
    for label, words in (("Work e-mail", filled.amara.email or ""), ("Password", password)):
        tab_to(page, label)
        page.keyboard.type(words)
    follow(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two things")
    for words in ("Start", "Start with lesson 1", "Next:"):
        follow(page, words)
    expect(page.locator(".over")).to_contain_text("Lesson 2 of 6")
    window.open("/learn/recognising-phishing/quiz")
    follow(page, "Begin")
    expect(page.get_by_text("Question 1 of 8")).to_be_visible()
    answer_by_keyboard(page)
    follow(page, "Next question")
    expect(page.get_by_text("Question 2 of 8")).to_be_visible()


@pytest.mark.parametrize("kind", ["many", "order", "match", "inspect"])
def test_every_kind_of_question_by_keyboard(app: Flask, visitor: Open, kind: str) -> None:
    filled = house.build(app)
    slug, question = question_of(kind)
    attempt = sealed(filled.amara, slug, question, 1)
    window = visitor()
    window.known_as(filled.amara.id, app)
    page = window.open(f"/learn/{slug}/quiz/{attempt}/1")
    answer_by_keyboard(page)


def tab_until(page: Page, field: Locator) -> None:
    for _ in range(80):
        if field.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not reach the field")


def answer_by_keyboard(page: Page) -> None:
    """Answer the question rightly: places and choices by typing them, boxes with the space bar, options with arrows."""
    keys = [key for _, key in fields(page)]
    for part, value in answers.sent(answers.content_of(keys)):
        field = page.locator(f"select[name='part-{part}']" if part else f"input[value='{value}']")
        if part:
            tab_until(page, field)
            page.keyboard.type(field.locator(f"option[value='{value}']").inner_text())
            expect(field).to_have_value(value)
        elif field.get_attribute("type") == "radio":
            tab_until(page, page.locator("input[name=choice]").first)
            page.keyboard.press("Space")
            for _ in range(keys.index(value)):
                page.keyboard.press("ArrowDown")
            expect(field).to_be_checked()
        else:
            tab_until(page, field)
            page.keyboard.press("Space")
            expect(field).to_be_checked()
    tab_to(page, "Answer")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("Right.")
