"""Journey of an author: a bank of questions is sent, its report read, its drafts saved, a course taken out again."""

from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.conftest import Open, Visitor, in_all_modes
from training.core.permissions import Role

BANK = """\
::Who rings?::Whom do you ring?{=the desk#Well done. ~the caller#No. ~nobody#No.####Ring the desk.}

How many doors? {#3}

Well? {=yes
"""


def send(window: Visitor, text: str) -> Page:
    page = window.open("/desk/gift/")
    page.get_by_label("Course that the questions are for").select_option("spot-it")
    file = {"name": "bank.gift", "mimeType": "text/plain", "buffer": text.encode()}
    page.get_by_label("File in the format GIFT").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the file").click()
    return page


@in_all_modes
def test_a_bank_becomes_drafts(app: Flask, visitor: Open, javascript: bool) -> None:
    window, author = visitor(javascript=javascript), make.person("Marek", "Lindholm")
    make.grant(author, Role.SECURITY_TEAM)
    window.known_as(author.id, app)

    page = send(window, BANK)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two questions were read.")
    expect(page.get_by_role("region", name="Table: What to put right")).to_contain_text("do not end")
    expect(page.get_by_role("region", name="Table: Not taken over")).to_contain_text("How many doors?")
    shown = page.locator("pre").inner_text()
    if javascript:
        assert window.complaints_of_axe() == []

    with page.expect_download() as saved:
        page.get_by_role("button", name="Save questions.yaml").click()
    assert saved.value.suggested_filename == "questions.yaml"
    assert Path(saved.value.path()).read_text(encoding="utf-8").rstrip() == shown.rstrip()

    page = window.open("/desk/gift/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="spot-it.gift.txt").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8")
    expect(send(window, text).get_by_role("heading", level=1)).to_contain_text("Four became drafts.")
