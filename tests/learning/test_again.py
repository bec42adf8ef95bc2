"""Taking it again: other questions first, a pause after three tries, a limit of time, and a new edition in between."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import make
from tests.catalogue.kinds import only, with_kinds
from tests.catalogue.making import changed, question, right_files
from tests.client import Client, Page
from tests.conftest import MONDAY, Clock
from tests.learning import making
from tests.learning.making import answer, answers, asked_in, attempts, completions, onward, read_lesson, start, take
from training.core.world import shuffled
from training.learning.rules import (
    PAUSE,
    AttemptState,
    Candidate,
    Known,
    Terms,
    draw,
    limit_of,
    pause,
    pauses_after,
)

unhurried = settings(deadline=None)
BELIEFS = ("padlock", "delete-is-enough", "it-is-spam")
SLUGS = [f"q{number}" for number in range(24)]

# --- which questions come (pure) --------------------------------------------------------------------------------------

candidates = st.lists(
    st.tuples(st.sampled_from("abc"), st.frozensets(st.sampled_from(BELIEFS))), min_size=1, max_size=len(SLUGS)
).map(
    lambda found: [
        Candidate(number, SLUGS[number], "d", objective, "look", ("x", "y"), beliefs=beliefs)
        for number, (objective, beliefs) in enumerate(found)
    ]
)
knowledge = st.builds(
    Known, seen=st.dictionaries(st.sampled_from(SLUGS), st.integers(1, 3)), weak=st.frozensets(st.sampled_from(BELIEFS))
)
terms = st.builds(Terms, draw=st.integers(1, 20), from_each_objective=st.integers(0, 3), pass_percent=st.just(80))


def parted(pool: Sequence[Candidate], terms: Terms, known: Known) -> tuple[list[Candidate], list[Candidate]]:
    """The questions that a draw asks, and those that it leaves."""
    ids = {one.question for one in draw(pool, terms, shuffled, known)}
    return [one for one in pool if one.id in ids], [one for one in pool if one.id not in ids]


@unhurried
@given(candidates, terms, knowledge)
def test_what_was_not_seen_comes_first_while_there_is_enough(pool: list[Candidate], terms: Terms, known: Known) -> None:
    drawn, left = parted(pool, replace(terms, from_each_objective=0), known)

    unseen = [one for one in pool if one.slug not in known.seen]
    assert sum(one.slug not in known.seen for one in drawn) == min(len(unseen), len(drawn))
    often = [known.seen.get(one.slug, 0) for one in drawn]
    assert max(often) <= min((known.seen.get(one.slug, 0) for one in left), default=9), "and then what was seen least"


@unhurried
@given(candidates, terms, knowledge)
def test_among_equals_what_meets_a_weak_belief_comes_first(pool: list[Candidate], terms: Terms, known: Known) -> None:
    drawn, left = parted(pool, replace(terms, from_each_objective=0), known)
    for one in drawn:
        for other in left:
            if known.seen.get(one.slug, 0) == known.seen.get(other.slug, 0):
                assert bool(one.beliefs & known.weak) >= bool(other.beliefs & known.weak)


@unhurried
@given(candidates, terms, knowledge)
def test_each_objective_has_its_share_whatever_was_seen(pool: list[Candidate], terms: Terms, known: Known) -> None:
    """Within an objective the same holds: nothing is asked again while something unseen of it is left."""
    drawn, left = parted(pool, terms, known)
    assert len(drawn) == min(terms.draw, len(pool))
    for objective in {one.objective for one in pool}:
        mine = [known.rank(one) for one in drawn if one.objective == objective]
        others = [known.rank(one) for one in left if one.objective == objective]
        assert max(mine, default=(0, False)) <= min(others, default=(9, True))
        wanted = min(terms.from_each_objective, len(mine) + len(others))
        assert len(mine) >= wanted or terms.draw < terms.from_each_objective * 3


def test_what_is_equal_comes_in_any_order() -> None:
    pool = [Candidate(number, f"q{number}", "d", "a", "look", ("x", "y")) for number in range(3)]
    seen = Known({"q0": 2, "q1": 2, "q2": 2}, frozenset())
    assert {draw(pool, Terms(1, 0, 80), shuffled, seen)[0].question for _ in range(200)} == {0, 1, 2}


# --- which questions come (over HTTP) ---------------------------------------------------------------------------------

ALL = {"first-note", "second-note", "third-note", "fourth-note"}


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> str:
    making.publish(tmp_path)
    return "/courses/spot-it"


def test_the_second_try_asks_what_the_first_did_not(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    take(client, False, False)
    making.publish(tmp_path, changed("spot-it/lessons/tell.md", "Do not forward it.", "Never forward it."))
    take(client, False, False)
    first, second = (set(asked_in(one)) for one in attempts())
    assert first | second == ALL, "also where a word was put right in between"
    assert not first & second


def test_what_others_were_asked_does_not_count(course: str, client: Client, app: Flask) -> None:
    """Nobody's pool is used up by others: with four questions any two of them come first for somebody new."""
    drawn = set()
    for _ in range(12):
        fresh = Client(app)
        make.employee(fresh)
        start(fresh)
        drawn |= set(asked_in(attempts()[-1]))
    assert drawn == ALL


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("weak", ["padlock", "delete-is-enough"])
def test_a_belief_that_was_shown_is_met_again_first(client: Client, tmp_path: Path, weak: str) -> None:
    """Two questions trap the one belief, two the other. After two tries all were asked once; then the weak one leads."""
    traps = {"first-note": "padlock", "third-note": "padlock", "second-note": "delete-is-enough", "fourth-note": "delete-is-enough"}  # fmt: skip
    making.publish(tmp_path, trapping(traps))
    make.employee(client)
    for number in range(2):
        page = start(client)
        for slug in asked_in(attempts()[number]):
            page = onward(client, answer(client, page, right=traps[slug] != weak))

    start(client)

    assert {traps[slug] for slug in asked_in(attempts()[2])} == {weak}


def trapping(traps: dict[str, str]) -> dict[str, str]:
    """The right folder in which each question traps one false belief alone."""
    files = right_files()
    pieces = files["spot-it/questions.yaml"].split("- id: ")[1:]
    for number, piece in enumerate(pieces):
        for belief in BELIEFS[:2]:
            pieces[number] = pieces[number].replace(f"misconception: {belief}", f"misconception: {traps[piece.split()[0]]}")  # fmt: skip
    files["spot-it/questions.yaml"] = "".join(f"- id: {piece}" for piece in pieces)
    return files


# --- a pause ----------------------------------------------------------------------------------------------------------


@given(st.integers(-3, 40))
def test_a_pause_comes_after_each_third_try(failed: int) -> None:
    assert pauses_after(failed) == (failed in {3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39})


@given(st.timedeltas(timedelta(-2), timedelta(2)), st.lists(st.sampled_from(["look", "tell"]), unique=True))
def test_a_pause_always_ends(passed: timedelta, unread: list[str]) -> None:
    """It takes the hour and the lessons, whichever comes later, and nothing else."""
    last = datetime(2026, 11, 23, 9, tzinfo=UTC)
    found = pause(last, unread, last + passed)
    assert (found is None) == (passed >= PAUSE and not unread)
    if found is not None:
        assert found.lessons == tuple(unread)
        assert found.until == (last + PAUSE if passed < PAUSE else None)
    assert pause(last, (), last + PAUSE) is None


def fail(client: Client, times: int) -> Page:
    for _ in range(times):
        page = take(client, False, False)
    return page


def named(page: Page) -> list[str]:
    return [link.get_text() for link in page.soup.select("main ul a")]


def may_begin(client: Client) -> bool:
    """Whether the entry offers to begin; what it does not offer a bare POST does not do either."""
    page, before = client.get(making.START), len(attempts())
    offered = bool(page.soup.select("main form"))
    if not offered:
        sent = client.post(making.START)
        assert (sent.status, sent.path) == (200, making.START)
        assert len(attempts()) == before, "a POST alone starts nothing"
    return offered


def test_after_three_tries_the_page_says_what_to_read_and_from_when(course: str, client: Client) -> None:
    make.employee(client)
    fail(client, 2)
    assert may_begin(client)
    result = fail(client, 1)

    page = client.get(making.START)

    assert "After three tries a pause helps. Read again what is named below; from 10:00 on you can go on." in page.words
    assert named(page) == ["Take a look", "Tell us"]
    assert "Last time: 0 of 2 right" in page.words, "what was answered can be looked at meanwhile"
    assert not may_begin(client)
    assert client.submit(result).words == page.words, "the button of the result leads here too"


def test_only_what_was_missed_is_read_again(course: str, client: Client) -> None:
    make.employee(client)
    fail(client, 2)
    take(client, True, False)
    lessons = {"first-note": "Take a look", "second-note": "Take a look", "third-note": "Tell us", "fourth-note": "Tell us"}  # fmt: skip
    assert named(client.get(making.START)) == [lessons[asked_in(attempts()[-1])[1]]]


def test_reading_alone_is_not_enough_before_the_hour(course: str, client: Client, clock: Clock) -> None:
    make.employee(client)
    fail(client, 3)
    clock.forward(minutes=1)
    read_lesson(client, "look")
    assert named(client.get(making.START)) == ["Tell us"]
    read_lesson(client, "tell")

    page = client.get(making.START)
    assert "Good: you have read it again. From 10:00 on you can go on." in page.words
    assert not named(page)
    assert not may_begin(client)

    clock.set(MONDAY + PAUSE - timedelta(seconds=1))
    assert not may_begin(client)
    clock.set(MONDAY + PAUSE)
    assert may_begin(client)
    assert start(client).heading.startswith("A note named")


def test_the_hour_alone_is_not_enough_before_reading(course: str, client: Client, clock: Clock) -> None:
    make.employee(client)
    read_lesson(client, "look", "tell")
    fail(client, 3)
    clock.forward(days=2)
    make.sign_in(client, person_of_the_last_try())

    page = client.get(making.START)
    assert "Read again what is named below. Then you can go on at once." in page.words
    assert named(page) == ["Take a look", "Tell us"], "what was read before the tries does not count"
    assert not may_begin(client)
    read_lesson(client, "look", "tell")
    assert may_begin(client)


def person_of_the_last_try() -> Any:
    return SimpleNamespace(id=attempts()[-1].person_id)


def test_a_pause_comes_again_after_three_more_and_ends_again(course: str, client: Client, clock: Clock) -> None:
    make.employee(client)
    fail(client, 3)
    clock.forward(minutes=61)
    read_lesson(client, "look", "tell")
    fail(client, 2)
    assert may_begin(client), "not after the fourth and the fifth"
    fail(client, 1)
    assert not may_begin(client)
    clock.forward(minutes=61)
    read_lesson(client, "look", "tell")
    assert may_begin(client)
    assert take(client, True, True).heading.startswith("Passed"), "nobody is locked out"


def test_a_pass_in_between_begins_the_count_anew(course: str, client: Client) -> None:
    make.employee(client)
    fail(client, 2)
    take(client, True, True)
    fail(client, 2)
    assert may_begin(client)
    fail(client, 1)
    assert not may_begin(client)


def test_a_lesson_that_has_left_the_course_need_not_be_read(
    course: str, client: Client, clock: Clock, tmp_path: Path
) -> None:
    make.employee(client)
    fail(client, 3)
    files = {
        name.replace("tell", "speak"): text.replace("  - tell\n", "  - speak\n").replace(
            "lesson: tell", "lesson: speak"
        )
        for name, text in right_files().items()
    }
    (tmp_path / "spot-it/lessons/tell.md").unlink()
    making.publish(tmp_path, files)
    assert named(client.get(making.START)) == ["Take a look"]
    clock.forward(minutes=61)
    read_lesson(client, "look")
    assert may_begin(client)


def test_whoever_needs_no_pause_has_none(course: str, client: Client) -> None:
    making.arrange(make.employee(client), without_pause=True)
    fail(client, 3)
    assert may_begin(client)
    assert start(client).heading.startswith("A note named")


def test_a_pause_is_before_a_try_and_never_within_one(course: str, client: Client) -> None:
    """What was begun without a pause goes on, also when that is no longer arranged."""
    public_id = making.arrange(make.employee(client), without_pause=True)
    fail(client, 3)
    page = answer(client, start(client), right=False)
    making.end_arrangement(public_id)

    entry = client.get(making.START)
    assert "Go on with question 2" in entry.words
    assert "a pause helps" not in entry.words
    onward(client, answer(client, onward(client, page), right=False))
    assert may_begin(client), "it was the fourth"


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
    assert drawn == ALL | {"ask-many"}


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


# --- a new edition while an attempt is open ---------------------------------------------------------------------------


def raised(folder: Path) -> None:
    """Publish a second edition, in which a lesson says something new."""
    files = changed("spot-it/course.yaml", "edition: 1", "edition: 2")
    files["spot-it/CHANGES.md"] = files["spot-it/CHANGES.md"].replace(
        "# Changes\n", "# Changes\n\n## Edition 2 (2026-11-20)\nNew.\n"
    )
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace("A note named", "A letter named")
    making.publish(folder, files)


def test_a_raised_edition_offers_to_begin_anew(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    read_lesson(client, "look", "tell")
    answer(client, start(client))
    assert act(client.get(course)) == "Go on with question 2"
    raised(tmp_path)

    assert act(client.get(course)) == "Start with lesson 1", "it is read anew, and the old questions do not go on"
    entry = client.get(making.START)
    assert "What you answered before" in entry.words
    again = client.submit(entry)

    assert again.heading.startswith("A letter named")
    old, new = attempts()
    assert (old.state, old.right, new.state, new.number) == (AttemptState.STOPPED, None, AttemptState.OPEN, 2)
    assert new.edition_id != old.edition_id
    read_lesson(client, "look", "tell")
    assert act(client.get(course)) == "Go on with question 1", "the new one is open"


def act(page: Page) -> str:
    return str(page.soup.select_one("aside a.button").get_text(strip=True))


def test_what_was_stopped_is_kept_and_can_be_read(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    first = answer(client, start(client))
    raised(tmp_path)
    start(client)
    base = first.path[:-1]

    kept = client.get(first.path)
    assert (kept.heading, kept.soup.select_one(".verdicts")) == (first.heading, first.soup.select_one(".verdicts"))
    result = onward(client, kept)
    assert result.path == f"{base}result"
    assert result.heading == "Stopped after 1 of 2. A new edition came, or it was begun anew."
    assert client.get(f"{base}2").path == result.path, "nothing more of it can be answered"
    assert client.post(f"{base}2", {"choice": "000000000000"}).path == result.path
    assert [row.position for row in answers()] == [1]


def test_a_stopped_try_is_no_failed_one(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    fail(client, 2)
    answer(client, start(client), right=False)
    raised(tmp_path)
    start(client)
    assert [row.state for row in attempts()] == ["failed", "failed", "stopped", "open"]
    assert not client.get(making.START).soup.select("main form"), "the new one is open, and goes on"
    page = start(client)
    page = onward(client, answer(client, page, right=False))
    onward(client, answer(client, page, right=False))
    assert not may_begin(client), "it was the third that failed"


def test_tries_that_have_ended_are_listed_with_the_course(course: str, client: Client, clock: Clock) -> None:
    make.employee(client)
    assert "Your tries" not in client.get(course).words
    take(client, False, True)
    clock.forward(days=1)
    make.sign_in(client, person_of_the_last_try())
    take(client, True, True)
    start(client)

    page = client.get(course)

    links = page.soup.select("[aria-labelledby=about] dd a, [aria-labelledby=about] a[href$=result]")
    found = {str(link["href"]) for link in links}
    assert found == {f"/learn/spot-it/quiz/{one.public_id}/result" for one in attempts()[:2]}, "not the open one"
    words = page.soup.select_one("[aria-labelledby=about]").get_text(" ", strip=True)
    assert words.index("2 of 2 right") < words.index("1 of 2 right"), "the latest first"
    assert "Tue 24 Nov 2026" in words
    for href in found:
        assert client.get(href).status == 200
    other = Client(client.app)
    make.employee(other)
    assert "Your tries" not in other.get(course).words
