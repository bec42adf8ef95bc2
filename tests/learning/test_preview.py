"""What authors see: a course as it stands in the folder, with findings beside it; and what an edition changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import LOOK, changed, right_files, write
from tests.client import Client
from tests.learning import making
from training.core.permissions import Role

PREVIEW = "/desk/preview/spot-it"


@pytest.fixture
def author(app: Flask, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, Path]:
    folder, house = write(tmp_path / "courses", right_files()), app.extensions["muster"]
    elsewhere = house.settings.model_copy(update={"courses": folder, "instance": tmp_path / "own"})
    monkeypatch.setitem(app.extensions, "muster", replace(house, settings=elsewhere))
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    return client, folder


class TestPreview:
    def test_it_shows_lessons_and_questions_that_nobody_has_published(self, author: tuple[Client, Path]) -> None:
        client, _folder = author
        assert "spot-it" in client.get("/desk/preview/").words
        page = client.get(PREVIEW)
        assert page.heading == "Spot it"
        assert "Nothing to mend" in page.words
        assert "It is not published yet." in page.words
        assert "Dana reads a message." in page.words
        assert "A note named first-note wants your code. What now?" in page.words
        assert "Sorting it out is our work." in page.words
        assert "Beliefs that it traps: delete-is-enough, padlock" in page.words
        assert "Nobody is punished for a report." in page.words

    def test_findings_stand_beside_with_place_and_cure(self, author: tuple[Client, Path]) -> None:
        client, folder = author
        write(folder, changed("spot-it/course.yaml", "minutes: 3", "minuts: 3"))
        page = client.get(PREVIEW)
        assert page.status == 200
        assert "1 error stops publishing" in page.words
        assert "did you mean 'minutes'?" in page.words
        assert "courses/spot-it/course.yaml:" in page.words
        write(folder, right_files() | {"spot-it/lessons/look.md": LOOK.replace("## The sender", "#### The sender")})
        page = client.get(PREVIEW)
        assert "1 error stops publishing" in page.words
        assert "Dana reads a message." in page.words, "what can be shown is shown"

    def test_a_saved_file_is_noticed(self, author: tuple[Client, Path]) -> None:
        client, folder = author
        asked = client.get(PREVIEW).soup.select_one("[hx-get]")["hx-get"]
        same = client.http.get(asked)
        assert (same.status_code, same.headers.get("HX-Refresh")) == (204, None)
        write(folder, changed("spot-it/lessons/look.md", "Dana reads", "Bo reads the whole of"))
        assert client.http.get(asked).headers["HX-Refresh"] == "true"

    def test_it_says_what_differs_from_what_is_taught(self, author: tuple[Client, Path]) -> None:
        client, folder = author
        making.publish(folder)
        assert "Lessons and questions are as they are taught now." in client.get(PREVIEW).words
        files = changed("spot-it/lessons/look.md", "Dana reads", "Bo reads")
        files["spot-it/course.yaml"] = files["spot-it/course.yaml"].replace("pass: 80", "pass: 90")
        write(folder, files)
        page = client.get(PREVIEW)
        assert "1 lesson or question differs from what is taught now." in page.words
        assert "The edition was not raised, yet the pass mark has changed." in page.words

    def test_what_is_not_there_is_not_found(self, author: tuple[Client, Path]) -> None:
        client, _folder = author
        assert client.get("/desk/preview/nothing").status == 404
        assert client.get("/desk/preview/frameworks").status == 404


@pytest.mark.parametrize("role", [None, Role.MANAGER])
def test_others_do_not_see_what_is_not_published(app: Flask, client: Client, role: Role | None) -> None:
    make.sign_in(client, make.person(), role=role)
    for path in ("/desk/preview/", PREVIEW, f"{PREVIEW}/state"):
        assert client.get(path).status == 404


# --- what an edition changed --------------------------------------------------------------------------------------


def raised() -> dict[str, str]:
    files = changed("spot-it/course.yaml", "edition: 1", "edition: 2")
    files["spot-it/lessons/look.md"] = LOOK.replace("Dana reads a message.", "Dana reads two messages.")
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace("first-note wants", "first-note begs for")
    files["spot-it/CHANGES.md"] = files["spot-it/CHANGES.md"].replace(
        "# Changes\n", "# Changes\n\n## Edition 2 (2026-11-20)\nThere is a second message.\n"
    )
    return files


def test_a_learner_sees_what_the_edition_changed(app: Flask, client: Client, tmp_path: Path) -> None:
    making.publish(tmp_path)
    make.employee(client)
    assert "What changed" not in client.get("/courses/spot-it").words
    making.publish(tmp_path, raised())

    course = client.get("/courses/spot-it")
    assert course.soup.find("a", href="/courses/spot-it/changes")
    page = client.get("/courses/spot-it/changes")
    assert page.heading == "One lesson has changed. 1 question has changed, too."
    assert "There is a second message." in page.words
    assert "Dana reads a message." in page.soup.select_one("del").get_text()
    assert "Dana reads two messages." in page.soup.select_one("ins").get_text()
    assert "begs for" not in page.text, "questions are counted, never shown"


def test_an_edition_can_be_chosen_and_nonsense_is_as_nothing(app: Flask, client: Client, tmp_path: Path) -> None:
    making.publish(tmp_path)
    making.publish(tmp_path, raised())
    make.employee(client)
    assert client.get("/courses/spot-it/changes?since=2").heading == "No lesson has changed."
    for asked in ("1", "", "x", "-1", "99999999999", "²"):
        assert client.get(f"/courses/spot-it/changes?since={asked}").heading.startswith("One lesson has changed.")
    assert client.get("/courses/nothing/changes").status == 404
