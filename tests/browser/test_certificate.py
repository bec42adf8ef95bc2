"""A certificate in a real browser: one sheet of paper, a square code that stays dark on white, and a stranger who checks it."""

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from tests.browser import everything, house
from tests.browser.conftest import PHONE, Open, in_all_modes
from training.core.db import database, writing
from training.people.models import Person
from training.reports.rules import grouped

LONG = "Maximiliana-Theodora Evangelista de la Fuente y Hohenzollern"


def paper(page: Page) -> tuple[int, str]:
    """How many sheets the page prints on, and their size in points."""
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    (size,) = {found.group(1).decode() for found in re.finditer(rb"/MediaBox \[([\d. ]+)\]", printed)}
    return len(re.findall(rb"/Type\s*/Page\b", printed)), size


@pytest.mark.parametrize("family", ["Beck", LONG], ids=["short", "long"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_prints_on_one_sheet_of_a4(app: Flask, visitor: Open, family: str, dark: bool) -> None:
    found = house.build(app)
    with writing():
        database.session.execute(update(Person).where(Person.id == found.jonas.id).values(family=family))
    number = everything.number_of(found.jonas)
    window = visitor(javascript=False, dark=dark)
    window.known_as(found.jonas.id, app)
    page = window.open(f"/certificates/{number}")
    sheets, size = paper(page)
    assert sheets == 1
    width, height = (float(one) for one in size.split()[2:])
    assert (width, height) == pytest.approx((595, 842), abs=1.5)
    page.emulate_media(media="print")
    expect(page.locator("article.certificate")).to_contain_text(grouped(number))
    expect(page.get_by_role("img", name=re.compile("Square code"))).to_be_visible()
    for screen_only in ("Download as PDF", "Download as a badge", "Back to today"):
        expect(page.get_by_text(screen_only)).to_be_hidden()
    assert colour(page, "article.certificate") == "rgb(20, 32, 43)", "the light theme, whatever the screen has"


def colour(page: Page, selector: str) -> str:
    return str(page.locator(selector).evaluate("one => getComputedStyle(one).color"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_square_code_is_dark_on_white_in_both_themes(app: Flask, visitor: Open, dark: bool) -> None:
    found = house.build(app)
    window = visitor(dark=dark, width=PHONE)
    window.known_as(found.jonas.id, app)
    page = window.open(f"/certificates/{everything.number_of(found.jonas)}")
    ground, modules = page.locator(".square-code svg path").all()
    style = "(one, name) => getComputedStyle(one)[name]"
    assert ground.evaluate(style, "fill") == "rgb(255, 255, 255)"
    assert modules.evaluate(style, "stroke") == "rgb(0, 0, 0)"
    box: Any = page.locator(".square-code").bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] >= 96, "large enough for a camera"


@in_all_modes
def test_a_stranger_checks_it(app: Flask, visitor: Open, javascript: bool) -> None:
    found = house.build(app)
    own = visitor(javascript=javascript)
    own.known_as(found.jonas.id, app)
    shown = own.open(f"/certificates/{everything.number_of(found.jonas)}").locator(".certificate-proof .address").first
    number = shown.inner_text().rpartition("/")[2]

    stranger = visitor(javascript=javascript, width=PHONE)
    page = stranger.open("/seminars/")
    page.get_by_role("link", name="Certificates").click()
    assert stranger.heading == "Check a certificate. Its number is enough."
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the number that stands on the certificate")
    page.get_by_label("Number on the certificate").fill("7qk4 m2xd 9tpa")
    page.get_by_role("button", name="Check it").click()
    assert stranger.heading == "This number is not known here."
    page.get_by_label("Number on the certificate").fill(number.lower().replace("-", " "))
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("This record stands.")
    expect(page.locator("article.certificate")).to_contain_text("Jonas Beck finished Recognising phishing")


def test_the_files_are_downloads(app: Flask, visitor: Open) -> None:
    found = house.build(app)
    number = everything.number_of(found.jonas)
    window = visitor()
    window.known_as(found.jonas.id, app)
    page = window.open(f"/certificates/{number}")
    for link, name in (("Download as PDF", "pdf"), ("Download as a badge", "jwt")):
        with page.expect_download() as started:
            page.get_by_role("link", name=link).click()
        assert started.value.suggested_filename == f"{grouped(number)}.{name}"
