"""What one still knows, for one's own eyes alone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.weeks_later import (
    Someone,
    ask_again,
    hold,
    ladder,
    pass_course,
    refreshers,
    someone,
)
from training.core.permissions import Role
from training.learning.attempt_queries import AttemptPlace
from training.learning.rules import AttemptKind

TODAY = making.TODAY


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Path:
    making.publish(tmp_path)
    return tmp_path


def remembers(app: Flask, clock: Clock, client: Client, *rights: bool) -> Someone:
    """Somebody, signed in, who passed the course and answered so often when each next question was due."""
    one = someone()
    pass_course(one.id, clock())
    for right in rights:
        due = min(rung.due_on for rung in ladder(one.id).values())
        clock.forward(days=max(0, (due - clock().date()).days))
        ask_again(app)
        weeks_later.answer(place_of(refreshers(one.id)[-1]), right, now=clock())
        clock.forward(days=7)
    make.sign_in(client, one)
    return one


def place_of(attempt: Any) -> Any:
    return AttemptPlace("spot-it", attempt.public_id)


def test_before_anything_was_asked_again_the_page_says_so(course: Path, client: Client) -> None:
    make.employee(client)
    page = client.get("/memory")
    assert page.heading == "Nothing has been asked again yet."
    assert not page.soup.select("section")


def test_what_one_still_knows(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    remembers(app, clock, client, True, False)

    page = client.get("/memory")

    assert page.heading == "1 of 2 still known. Weeks after you learned it."
    topics = {row.dt.get_text(strip=True): row.dd.get_text(strip=True) for row in page.soup.select("dl.facts > div")}
    assert topics == {"Messages and links": "1 of 2 right"}
    curve = {row.th.get_text(strip=True): row.td.get_text(strip=True) for row in page.soup.select(".curve tbody tr")}
    assert curve == {
        "after a week": "1 of 2", "after a month": "not yet", "after three months": "not yet",
        "after four months and more": "not yet",
    }  # fmt: skip


def test_the_curve_follows_the_time_since_learning(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    one = someone()
    pass_course(one.id, clock())
    learned_at = clock()
    for days, right in ((7, True), (20, False), (21, True), (60, True), (104, False), (105, True)):
        clock.set(learned_at + timedelta(days=days))
        place = weeks_later.seal(one.id, "first-note", now=clock(), kind=AttemptKind.REFRESHER)
        weeks_later.answer(place, right, now=clock())
    make.sign_in(client, one)
    page = client.get("/memory")
    told = [row.td.get_text(strip=True) for row in page.soup.select(".curve tbody tr")]
    assert told == ["1 of 2", "1 of 1", "1 of 2", "1 of 1"]


def test_beliefs_lead_to_the_lesson_that_speaks_of_them(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    one = make.sign_in(client, someone())
    hold(one.id, "padlock")
    hold(one.id, "delete-is-enough", held=False)
    page = client.get("/memory")
    (line,) = page.soup.select("[aria-labelledby=beliefs] li")
    assert "A padlock means that the site is honest" in line.get_text()
    assert line.a["href"] == "/learn/spot-it/look"
    assert client.get(line.a["href"]).heading == line.a.get_text(strip=True)


def test_an_answer_shows_and_takes_back_a_belief(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    one = someone()
    make.sign_in(client, one)
    for right, shown in ((False, 1), (True, 0)):
        place = weeks_later.seal(one.id, "first-note", now=clock(), kind=AttemptKind.REFRESHER)
        weeks_later.answer(place, right, now=clock())
        assert len(client.get("/memory").soup.select("[aria-labelledby=beliefs] li")) == shown


def test_the_minutes_that_were_saved(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    one = make.sign_in(client, someone())
    pass_course(one.id, clock())
    assert "You have saved 3 minutes by showing that you knew it." in client.get("/memory").words


def test_nobody_else_sees_any_of_it(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    """Not with any role: the page is one's own, and names nobody in its address."""
    one = remembers(app, clock, client, True)
    assert client.get("/memory").heading.startswith("1 of 1 still known.")
    for role in Role:
        other = Client(app)
        make.sign_in(other, someone(), role=role)
        page = other.get("/memory")
        assert page.heading == "Nothing has been asked again yet."
        for address in (f"/memory/{one.public_id}", f"/memory/{one.id}"):
            assert other.get(address).status == 404
        asked_for = other.get(f"/memory?person={one.public_id}&person_id={one.id}")
        assert asked_for.heading == "Nothing has been asked again yet."
    assert Client(app).get("/memory").path.startswith("/sign-in")


def test_a_refresher_is_in_no_list_of_attempts(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    remembers(app, clock, client, False)
    assert client.get("/courses/spot-it").text.count("/result") == 1
    assert "Last time: 2 of 2 right" in client.get(making.START).words
