"""Journey of credit from elsewhere: an employee hands in a paper, the security team accepts it, the duty is done."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import from_elsewhere, house
from tests.browser.conftest import Open, in_all_modes
from tests.browser.house import House
from tests.completion.elsewhere import PDF
from training.completion import history_importing

PAPER = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": PDF}
WRONG = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": b"<html>no</html>"}


@pytest.fixture
def filled(app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(history_importing, "BREATH", 0)
    return house.build(app)


@in_all_modes
def test_a_paper_is_handed_in_accepted_and_the_duty_is_done(
    app: Flask, filled: House, visitor: Open, javascript: bool
) -> None:
    window = visitor(javascript=javascript)
    window.known_as(filled.amara.id, app)
    page = window.open("/")
    page.get_by_role("link", name="Hand in a proof").first.click()
    expect(page.get_by_role("radio", checked=True), "what the first page spoke of is chosen").to_have_count(1)
    hand_in(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("One proof handed in. One waits for a decision.")
    window.open("/")
    expect(page.get_by_text("Your proof waits for a decision")).to_be_visible()

    window.known_as(filled.rafael.id, app)
    accept(window.open("/desk/"))
    assert house.mails_to(filled.amara.email or "")[-1].subject == "It counts: Phishing awareness"

    window.known_as(filled.amara.id, app)
    window.open("/record")
    expect(page.get_by_role("main")).to_contain_text("National Cyber School: Phishing awareness")
    window.open("/")
    expect(page.get_by_role("link", name="Hand in a proof")).to_have_count(0)


def accept(page: Page) -> None:
    """From the desk to the decision, with a look at the file."""
    page.get_by_role("link", name="Proofs from elsewhere").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("One proof waits for a decision.")
    page.get_by_role("link", name="Okafor, Amara").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the file").click()
    assert saved.value.suggested_filename.endswith(".pdf")
    assert saved.value.path().read_bytes() == PDF
    expect(page.get_by_text("If you accept it, the duty is done.")).to_be_visible()
    page.get_by_label("Yes, accept it").check()
    page.get_by_role("button", name="Decide and tell the person").click()
    expect(page.get_by_text("It is decided, and the person is told by mail.")).to_be_visible()


def hand_in(page: Page) -> None:
    """First with a file that is something else: what was typed stays."""
    page.get_by_label("What it is called").fill("Phishing awareness")
    page.get_by_label("Who issued it").fill("National Cyber School")
    page.get_by_label("The day on which you did it").fill("2026-10-05")
    page.get_by_label("The file").set_input_files(WRONG)  # type: ignore[arg-type]
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("alert")).to_contain_text("This is no PDF, PNG or JPEG, whatever its name says.")
    expect(page.get_by_label("What it is called")).to_have_value("Phishing awareness")
    page.get_by_label("The file").set_input_files(PAPER)  # type: ignore[arg-type]
    page.get_by_role("button", name="Hand it in").click()


@in_all_modes
def test_a_history_is_matched_recorded_and_taken_back(
    app: Flask, filled: House, visitor: Open, javascript: bool
) -> None:
    window = visitor(javascript=javascript)
    window.known_as(filled.rafael.id, app)
    line = f"{filled.amara.external_id},Phish 101,2026-11-04,7,8"
    page = window.open(from_elsewhere.send(app, filled, line, "nobody,Phish 101,2026-11-04,,"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    house.work_off(app)
    # The page looks again by itself, with and without JavaScript.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Some names need a match first.")
    page.get_by_label("Phish 101").select_option(label="Recognising phishing (course)")
    page.get_by_role("button", name="Make the plan with this").click()
    house.work_off(app)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 completion would be recorded.")
    page.get_by_role("button", name="Record 1 completion").click()
    expect(page.get_by_role("alert")).to_contain_text("Confirm that these people stay out")
    page.get_by_label("Leave out the people whom the roster does not know").check()
    page.get_by_role("button", name="Record 1 completion").click()
    house.work_off(app)
    page.reload()
    take_back(app, page)


def take_back(app: Flask, page: Page) -> None:
    """All of it, with a reason."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 completion recorded.")
    page.get_by_role("link", name="Take all of it back").click()
    page.get_by_label("Why it is taken back").fill("The wrong export")
    page.get_by_role("button", name="Take all of it back").click()
    house.work_off(app)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("This import was taken back.")
