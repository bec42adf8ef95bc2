"""Seminar kits: seen by those who run seminars, printed paper by paper, and turned into a seminar."""

from pathlib import Path

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import whole_files
from tests.client import Client
from tests.learning.making import publish
from training.core.permissions import Role

KIT = "/desk/kits/small-business"


@pytest.fixture
def kits(app: Flask, client: Client, tmp_path: Path) -> Path:
    publish(tmp_path, whole_files())
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    return tmp_path


def test_without_kits_the_page_says_where_they_come_from(app: Flask, client: Client) -> None:
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    assert client.get("/desk/kits/").heading == "No seminar kit is published."


def test_a_kit_shows_agenda_needs_feedback_and_papers(kits: Path, client: Client) -> None:
    assert "For small firms An hour about messages. 60 min" in client.get("/desk/kits/").words
    page = client.get(KIT)
    assert page.heading == "For small firms"
    assert "0 min Welcome People say why they came. 20 min The hunt Everybody looks for the signs." in page.words
    assert "A screen" in page.words
    assert "12 to 40 people" in page.words
    assert "Was it too long? Too long · Right" in page.words
    assert [link.get_text() for link in page.soup.select("#papers ~ ol a, section[aria-labelledby=papers] a")][:3] == [
        "Notes for the trainer", "Exercise", "Hand-out",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("paper", "words"),
    [("trainer", "Have the messages ready."), ("exercise", "Example message"), ("handout", "Call back by a number")],
)
def test_each_paper_is_a_page_for_print(kits: Path, client: Client, paper: str, words: str) -> None:
    assert words in client.get(f"{KIT}/{paper}").words


def test_what_is_not_there_is_not_found(kits: Path, client: Client) -> None:
    for path in (f"{KIT}/notes", "/desk/kits/none", "/desk/kits/none/trainer", "/desk/seminars/new?kit=none"):
        assert client.get(path).status == 404


def test_a_kit_becomes_a_seminar_that_completes_it(kits: Path, client: Client) -> None:
    page = client.get(str(client.get(KIT).soup.select_one("a.button.primary")["href"]))
    assert page.soup.select_one("#title")["value"] == "For small firms"
    assert page.soup.select_one("#agenda").get_text().split("\n")[-2:] == ["0; Welcome", "20; The hunt"]
    planned = client.submit(page)
    assert planned.path == "/desk/seminars/small-business/sessions/new"
    assert client.get(KIT).soup.select_one("a.button.primary").get_text(strip=True) == "Plan a date"
    again = client.submit(page)
    assert again.status == 422
    assert "There is a seminar of this name" in again.errors[0]


def test_a_forged_kit_is_refused_kindly(kits: Path, client: Client) -> None:
    page = client.get("/desk/seminars/new?kit=small-business")
    refused = client.submit(page, {"kit": "../x"})
    assert refused.status == 422
    assert "There is no such kit." in refused.text


@pytest.mark.parametrize("role", [None, Role.MANAGER])
def test_others_see_no_trainer_notes(app: Flask, client: Client, tmp_path: Path, role: Role | None) -> None:
    publish(tmp_path, whole_files())
    make.sign_in(client, make.person(), role=role)
    for path in ("/desk/kits/", KIT, f"{KIT}/trainer"):
        assert client.get(path).status == 404
