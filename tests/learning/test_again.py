"""Taking it again: other questions first, and a pause after three tries that always ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from tests import make
from tests.catalogue.making import changed, right_files
from tests.client import Client, Page
from tests.conftest import MONDAY, Clock
from tests.learning import making
from tests.learning.making import (
    NOTES,
    answer,
    asked_in,
    attempts,
    fail,
    may_begin,
    onward,
    person_of_the_last_try,
    read_lesson,
    start,
    take,
)
from training.catalogue.models import Subject
from training.core.db import database, writing
from training.core.world import new_public_id, shuffled
from training.learning.models import Attempt
from training.learning.rules import (
    PAUSE,
    AttemptKind,
    AttemptState,
    Candidate,
    Known,
    Terms,
    draw,
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
    assert first | second == NOTES, "also where a word was put right in between"
    assert not first & second


def test_what_others_were_asked_does_not_count(course: str, client: Client, app: Flask) -> None:
    """Nobody's pool is used up by others: with four questions any two of them come first for somebody new."""
    drawn = set()
    for _ in range(12):
        fresh = Client(app)
        make.employee(fresh)
        start(fresh)
        drawn |= set(asked_in(attempts()[-1]))
    assert drawn == NOTES


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


def named(page: Page) -> list[str]:
    return [link.get_text() for link in page.soup.select("main ul a")]


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


@pytest.mark.parametrize(("failed", "waits"), [(60, True), (61, False)])
def test_the_sixty_first_try_is_no_other_than_the_first(course: str, client: Client, failed: int, waits: bool) -> None:
    person_id = make.employee(client).id
    database.session.rollback()
    subject = database.session.scalars(select(Subject).where(Subject.slug == "spot-it")).one()
    rows = [
        {"public_id": new_public_id(), "person_id": person_id, "subject_id": subject.id, "edition_id": subject.edition_id,
         "kind": AttemptKind.COURSE, "part": "", "number": number, "language": "en", "draw": [], "words": {}, "needed": 2,
         "carried": 0, "state": AttemptState.FAILED, "right": 0, "started_at": make.NOW, "finished_at": make.NOW}
        for number in range(1, failed + 1)
    ]  # fmt: skip
    with writing():
        database.session.execute(insert(Attempt), rows)
    assert bool(client.get(making.START).soup.select("main form")) is not waits
