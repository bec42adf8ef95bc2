"""Questions in and out as GIFT, as an author without JavaScript does it: send a file, read the report, save the drafts."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import right_files, write
from tests.client import Client, Page
from training.catalogue.content.marked import read_yaml
from training.catalogue.gift import reading
from training.catalogue.gift.reading import read
from training.core.permissions import Role

PAGE = "/desk/gift/"
LIMIT = 1_000
"""Bytes of a file here: what is larger than half a megabyte the browser of tests leaves open."""
FILE = """\
::Who rings?::Whom do you ring?{=the desk#Well done. ~<b>the caller</b>#No. ~nobody#No.####Ring the desk.}

How many doors? {#3}

Well? {=yes

::Doors::Locks help.{T}
"""


@pytest.fixture
def author(app: Flask, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    files = right_files() | {"broken/course.yaml": "id: ["}
    folder, house = write(tmp_path / "courses", files), app.extensions["muster"]
    elsewhere = house.settings.model_copy(update={"courses": folder, "instance": tmp_path / "own"})
    monkeypatch.setitem(app.extensions, "muster", replace(house, settings=elsewhere))
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    return client


def send(client: Client, content: bytes | str | None = FILE, course: str = "spot-it") -> Page:
    page = client.get(PAGE)
    data: dict[str, Any] = {"course": course}
    if content is not None:
        data["file"] = (BytesIO(content.encode() if isinstance(content, str) else content), "bank.gift")
    return client.submit(page, data)


class TestIn:
    def test_the_page_says_what_it_is_for(self, author: Client) -> None:
        page = author.get(PAGE)
        assert page.status == 200
        assert "GIFT is a text format for questions" in page.words
        assert [option["value"] for option in page.soup.select("select[name=course] option")] == ["broken", "spot-it"]
        assert page.soup.find("a", href="/desk/gift/spot-it")
        assert page.soup.find("a", href="/desk/")
        assert author.get("/desk/").soup.find("a", href=PAGE)

    def test_a_file_becomes_a_report(self, author: Client) -> None:
        page = send(author)
        assert page.status == 200
        assert page.heading == "Three questions were read. Two became drafts. One place could not be read."
        broken, left = ([cell.get_text() for cell in row.select("th, td")] for row in page.soup.select("tbody tr"))
        assert broken[0] == "5" and "do not end" in broken[1] and "Write }" in broken[2]
        assert left[:3] == ["3", "How many doors?", "numerical"] and "never for a number" in left[3]
        assert "Nothing was stored" in page.words

    def test_the_drafts_stand_in_a_region_that_can_be_scrolled_by_keyboard(self, author: Client) -> None:
        page = send(author)
        shown = page.soup.select_one("[role=region][tabindex='0'] pre")
        document, problems = read_yaml(shown.get_text(), "questions.yaml")
        assert not problems
        assert [entry["id"] for entry in document.data] == ["who-rings", "doors"]
        assert (document.data[0]["objective"], document.data[0]["lesson"]) == ("examine", "look")
        assert "<b>" not in str(shown), "what the file holds is text on the page"
        assert "&lt;b&gt;" in str(shown)

    def test_the_drafts_can_be_saved_as_they_stand(self, author: Client) -> None:
        page = send(author)
        shown = page.soup.select_one("pre").get_text()
        saved = author.submit(page, action="/draft")
        assert saved.status == 200
        assert saved.headers["Content-Disposition"] == 'attachment; filename="questions.yaml"'
        assert saved.headers["Content-Type"] == "text/yaml; charset=utf-8"
        assert saved.text == shown

    def test_a_browser_may_send_other_line_breaks(self, author: Client) -> None:
        assert author.post("/desk/gift/draft", {"yaml": "- id: a\r\n  b: é\r\n"}).text == "- id: a\n  b: é\n"

    def test_nothing_to_save_is_told(self, author: Client) -> None:
        page = author.post("/desk/gift/draft")
        assert page.status == 422
        assert "There were no drafts to save" in page.words
        assert page.title.startswith("Error:")

    def test_a_sound_file_has_nothing_to_put_right(self, author: Client) -> None:
        page = send(author, "Locks help.{T}")
        assert page.heading == "One question was read. One became a draft."
        assert not page.soup.select("table")

    def test_a_file_without_a_draft_offers_none_to_save(self, author: Client) -> None:
        page = send(author, "How many doors? {#3}")
        assert page.heading == "One question was read. None became a draft."
        assert not page.soup.select("pre") and not page.soup.select("main form")

    def test_drafts_that_no_file_could_hold_are_not_shown(self, author: Client) -> None:
        page = send(author, "Well?{=a ~b}\n\n" * 1_500)
        assert page.status == 200
        assert "more than one questions.yaml may hold" in page.words
        assert not page.soup.select("pre")

    def test_as_much_as_is_shown_can_be_saved(self, author: Client) -> None:
        page = send(author, "Wéll?{=a ~b}\n\n" * 750)
        shown = page.soup.select_one("pre").get_text()
        assert len(shown) > 350_000
        saved = author.post("/desk/gift/draft", {"yaml": shown.replace("\n", "\r\n"), "more": (BytesIO(b""), "")})
        assert saved.text == shown

    def test_nothing_is_written(self, author: Client, tmp_path: Path) -> None:
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        author.submit(send(author), action="/draft")
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "Choose the file"),
        (b"", "The file is empty"),
        (b"a{T}" + b" " * LIMIT, "larger than 2 MB"),
        ("Café{T}".encode("latin-1"), "Line 1 is not text in UTF-8"),
        ("a{T}".encode("utf-16"), "UTF-16"),
        (b"\x00\x01", "is no text"),
    ],
    ids=["no file", "empty", "too large", "another encoding", "utf-16", "bytes"],
)
def test_a_file_that_cannot_be_read_is_told_at_the_field_and_the_course_is_kept(
    author: Client, monkeypatch: pytest.MonkeyPatch, content: bytes | None, told: str
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", LIMIT)
    page = send(author, content, course="spot-it")
    assert page.status == 422
    assert page.title.startswith("Error:")
    assert page.soup.select_one("[role=alert] a[href='#file']")
    assert told in page.soup.select_one("#file-error").get_text()
    assert page.soup.select_one("option[selected]")["value"] == "spot-it"


@pytest.mark.parametrize(
    ("course", "told"),
    [
        ("nothing", "Choose a course of the list"),
        ("", "Choose the course"),
        ("broken", "cannot be read yet"),
        ("../x", "Choose a course"),
    ],
)
def test_a_course_that_cannot_take_questions_is_told_at_the_field(author: Client, course: str, told: str) -> None:
    page = send(author, course=course)
    assert page.status == 422
    assert told in page.soup.select_one("#course-error").get_text()


class TestOut:
    def test_a_course_is_one_file(self, author: Client) -> None:
        page = author.get("/desk/gift/spot-it")
        assert page.status == 200
        assert page.headers["Content-Disposition"] == 'attachment; filename="spot-it.gift.txt"'
        assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
        found = read(page.text)
        assert [question.title for question in found.questions] == [
            "first-note",
            "second-note",
            "third-note",
            "fourth-note",
        ]
        assert not found.problems

    def test_it_comes_in_again(self, author: Client) -> None:
        text = author.get("/desk/gift/spot-it").text
        assert send(author, text).heading == "Four questions were read. Four became drafts."

    def test_what_is_no_course_is_not_found(self, author: Client) -> None:
        for slug in ("nothing", "draft", "frameworks"):
            assert author.get(f"/desk/gift/{slug}").status == 404

    def test_a_course_that_cannot_be_read_says_so(self, author: Client) -> None:
        page = author.get("/desk/gift/broken")
        assert page.status == 422
        assert "Its preview says what to put right" in page.words


def test_an_empty_folder_is_no_mistake(
    app: Flask, author: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = app.extensions["muster"]
    empty = house.settings.model_copy(update={"courses": tmp_path / "none"})
    monkeypatch.setitem(app.extensions, "muster", replace(house, settings=empty))
    page = author.get(PAGE)
    assert page.status == 200
    assert "No course stands in the folder." in page.words


@pytest.mark.parametrize("role", [None, Role.MANAGER])
def test_others_do_not_see_what_is_not_published(app: Flask, client: Client, role: Role | None) -> None:
    make.sign_in(client, make.person(), role=role)
    for path in (PAGE, "/desk/gift/spot-it"):
        assert client.get(path).status == 404
    assert client.post(PAGE, {"course": "spot-it"}).status == 404
    assert client.post("/desk/gift/draft", {"yaml": "- a"}).status == 404
