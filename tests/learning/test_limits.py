"""A limit of time, more time for whoever is given it, and questions that fit a person."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests import make
from tests.catalogue.kinds import only, with_kinds
from tests.catalogue.making import changed, question
from tests.client import Client
from tests.conftest import MONDAY, Clock
from tests.learning import making
from tests.learning.making import (
    NOTES,
    answer,
    answers,
    asked_in,
    attempts,
    completions,
    may_begin,
    onward,
    person_of_the_last_try,
    start,
    take,
)
from training.learning.rules import (
    AttemptState,
    limit_of,
)


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> str:
    making.publish(tmp_path)
    return "/courses/spot-it"


# --- a limit of time ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "percent", "limit"),
    [(20, 100, 20), (20, 150, 30), (5, 125, 7), (20, None, None), (None, 100, None), (None, None, None)],
)
def test_a_limit_is_as_much_longer_as_a_person_is_given(
    minutes: int | None, percent: int | None, limit: int | None
) -> None:
    assert limit_of(minutes, percent) == (None if limit is None else timedelta(minutes=limit))


def limited(folder: Path, *, passes: int = 80) -> None:
    making.publish(folder, changed("spot-it/course.yaml", "  pass: 80", f"  pass: {passes}\n  limit_minutes: 20"))


@pytest.mark.usefixtures("app")
def test_the_page_says_until_when(client: Client, tmp_path: Path) -> None:
    limited(tmp_path)
    make.employee(client)
    assert "You have 20 minutes from the start." in client.get(making.START).words
    page = start(client)
    assert "Until 09:20" in page.words
    assert attempts()[0].closes_at == MONDAY + timedelta(minutes=20)
    assert "Until 09:20" not in answer(client, page).words, "an explanation can be read as long as one likes"


def test_without_a_limit_nobody_is_hurried(course: str, client: Client, clock: Clock) -> None:
    make.employee(client)
    assert "Stop whenever you like" in client.get(making.START).words
    page = start(client)
    assert "Until" not in page.words
    clock.forward(days=300)
    make.sign_in(client, person_of_the_last_try())
    assert answer(client, client.get(page.path)).status == 200
    assert [row.seconds for row in answers()] == [None]


@pytest.mark.usefixtures("app")
def test_an_answer_in_the_last_second_counts_and_one_after_does_not(
    client: Client, clock: Clock, tmp_path: Path
) -> None:
    limited(tmp_path)
    make.employee(client)
    page = start(client)
    clock.set(MONDAY + timedelta(minutes=20, seconds=-1))
    second = onward(client, answer(client, page))
    clock.set(MONDAY + timedelta(minutes=20))

    late = answer(client, second)

    assert late.heading == "Not yet: 1 of 2. Two are needed."
    assert [row.position for row in answers()] == [1]
    (attempt,) = attempts()
    assert (attempt.state, attempt.right, attempt.finished_at) == (AttemptState.FAILED, 1, clock())
    assert client.get(second.path).path == late.path, "what was not answered leads to the result"
    assert "Right." in client.get(page.path).words, "and what was answered can be read"
    assert answer(client, second).path == late.path, "sent again it changes nothing"
    assert attempts() == [attempt]


@pytest.mark.usefixtures("app")
def test_even_no_answer_ends_a_try_after_its_time(client: Client, clock: Clock, tmp_path: Path) -> None:
    limited(tmp_path)
    make.employee(client)
    page = start(client)
    clock.forward(minutes=20)
    assert client.post(page.path, {}).heading == "Not yet: 0 of 2. Two are needed."
    assert [row.state for row in attempts()] == [AttemptState.FAILED]


@pytest.mark.usefixtures("app")
def test_where_the_time_is_over_one_button_is_left(client: Client, clock: Clock, tmp_path: Path) -> None:
    limited(tmp_path)
    make.employee(client)
    second = onward(client, answer(client, start(client)))
    clock.forward(minutes=20)

    page = client.get(second.path)

    assert page.heading == "The time is over. 1 of 2 answers were sent, and count."
    assert [one.get_text(strip=True) for one in page.soup.select("main button, main a.button")] == ["See how it went"]
    assert [row.state for row in attempts()] == [AttemptState.OPEN], "looking ends nothing"
    assert client.submit(page).heading == "Not yet: 1 of 2. Two are needed."
    assert [(row.state, row.finished_at) for row in attempts()] == [(AttemptState.FAILED, clock())]
    assert client.submit(page).heading == "Not yet: 1 of 2. Two are needed.", "pressed again, on another device"


@pytest.mark.usefixtures("app")
def test_nothing_is_over_before_its_time(client: Client, clock: Clock, tmp_path: Path) -> None:
    limited(tmp_path)
    make.employee(client)
    page = start(client)
    clock.forward(minutes=19)
    shown = client.post(page.path[:-1] + "over")
    assert shown.path == page.path
    assert attempts()[0].state is AttemptState.OPEN


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("how", ["answer", "button", "anew"])
def test_what_was_answered_in_time_can_pass(client: Client, clock: Clock, tmp_path: Path, how: str) -> None:
    """Half passes here; the half was sent in time, however the attempt then ends."""
    limited(tmp_path, passes=50)
    make.employee(client)
    second = onward(client, answer(client, start(client)))
    clock.forward(minutes=20)
    if how == "answer":
        assert answer(client, second, right=False).heading.startswith("Passed, with 1 of 2.")
    elif how == "button":
        assert client.submit(client.get(second.path)).heading.startswith("Passed, with 1 of 2.")
    else:
        assert "Question 1 of 2" in start(client).words
    assert attempts()[0].state is AttemptState.PASSED
    assert [(row.right, row.asked) for row in completions()] == [(1, 2)]


@pytest.mark.usefixtures("app")
def test_beginning_anew_ends_the_old_try_with_what_was_given(client: Client, clock: Clock, tmp_path: Path) -> None:
    limited(tmp_path)
    make.employee(client)
    old = onward(client, answer(client, start(client)))
    clock.forward(minutes=25)
    page = client.get(making.START)
    assert "Go on" not in page.words

    again = client.submit(page)

    assert "Until 09:45" in again.words
    first, second = attempts()
    assert (first.state, first.right) == (AttemptState.FAILED, 1)
    assert (second.state, second.number, second.closes_at) == (AttemptState.OPEN, 2, clock() + timedelta(minutes=20))
    assert client.get(old.path).heading == "Not yet: 1 of 2. Two are needed."


@pytest.mark.usefixtures("app")
def test_letting_the_time_run_out_is_a_try_like_any_other(client: Client, clock: Clock, tmp_path: Path) -> None:
    """Otherwise whoever waits would never have to pause."""
    limited(tmp_path)
    make.employee(client)
    for _ in range(3):
        answer(client, start(client), right=False)
        clock.forward(minutes=20)
    assert client.post(making.START).path == making.START
    assert [row.state for row in attempts()] == [AttemptState.FAILED] * 3
    assert not may_begin(client)


@pytest.mark.usefixtures("app")
def test_after_its_time_htmx_is_sent_to_the_whole_result(client: Client, clock: Clock, tmp_path: Path) -> None:
    limited(tmp_path)
    make.employee(client)
    page = start(client)
    clock.forward(minutes=20)
    sent = client.post(page.path, making.sending(page), headers={"HX-Request": "true"})
    assert sent.status == 204
    assert sent.headers["HX-Redirect"] == page.path[:-1] + "result"
    assert not answers()


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("percent", "minutes"), [(150, 30), (200, 40), (None, None)])
def test_more_time_for_whoever_is_given_it(
    client: Client, clock: Clock, tmp_path: Path, percent: int | None, minutes: int | None
) -> None:
    limited(tmp_path)
    making.arrange(make.employee(client), time_percent=percent)
    entry, page = client.get(making.START), start(client)
    closes_at = None if minutes is None else MONDAY + timedelta(minutes=minutes)
    assert attempts()[0].closes_at == closes_at
    if minutes is None:
        assert "Stop whenever you like" in entry.words
        assert "Until" not in page.words
    else:
        assert f"You have {minutes} minutes from the start." in entry.words
        assert f"Until 09:{minutes}" in page.words
    clock.forward(minutes=25)
    assert "Right." in answer(client, page).words


def test_what_is_arranged_later_holds_from_the_next_try(client: Client, app: Flask, tmp_path: Path) -> None:
    limited(tmp_path)
    person = make.employee(client)
    page = start(client)
    making.arrange(person, time_percent=None)
    assert "Until 09:20" in client.get(page.path).words
    assert attempts()[0].closes_at == MONDAY + timedelta(minutes=20)


# --- questions that fit a person ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_plain_questions_are_chosen_from_a_list(client: Client, tmp_path: Path) -> None:
    """Five of nine questions are plain, and of them the objectives still have theirs."""
    making.publish(tmp_path, with_kinds())
    person = make.employee(client)
    making.arrange(person, plain_questions=True, without_pause=True)
    for _ in range(4):
        take(client, False, False)
    drawn = {slug for one in attempts() for slug in asked_in(one)}
    assert drawn == NOTES | {"ask-many"}


@pytest.mark.usefixtures("app")
def test_without_it_every_kind_is_asked(client: Client, tmp_path: Path) -> None:
    making.publish(tmp_path, with_kinds())
    making.arrange(make.employee(client), without_pause=True)
    for _ in range(7):
        take(client, False, False)
    drawn = {slug for one in attempts() for slug in asked_in(one)}
    assert {"ask-order", "ask-match", "ask-inspect", "ask-room"} <= drawn


@pytest.mark.usefixtures("app")
def test_where_nothing_is_plain_all_is_asked(client: Client, tmp_path: Path) -> None:
    files = only("order")
    told = files["spot-it/questions.yaml"]
    for slug in ("third-note", "fourth-note"):
        order = told[told.index("- id: ask-order") : told.index("- id: again-order")]
        mine = order.replace("ask-order", slug).replace("objective: examine", "objective: report")
        told = told.replace(question(slug, "report", "tell"), mine.replace("lesson: look", "lesson: tell"))
    files["spot-it/questions.yaml"] = told
    making.publish(tmp_path, files)
    making.arrange(make.employee(client), plain_questions=True)
    assert client.get(making.START).heading == "Two questions. Two right passes."
    assert take(client, True, True).heading.startswith("Passed, with 2 of 2.")
