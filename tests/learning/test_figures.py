"""What is counted of the answers to each question, held against a second calculation from plain lists."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from statistics import fmean, median
from typing import Any

import pytest
from flask import Flask
from scipy.stats import pointbiserialr
from sqlalchemy import select

from tests import make
from tests.catalogue.making import right_files, whole_files
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.figures import Bank, MadeUp, attempted, bank, right, wrong
from tests.learning.weeks_later import several, someone
from training.core.db import database
from training.demo.chance import Chance
from training.learning import counting, work
from training.learning.models import CourseFigures, QuestionFigures
from training.learning.rules import AttemptKind, AttemptState

NOW = make.NOW
SLUGS = ("first-note", "second-note", "third-note", "some-notes")
HOUR = timedelta(hours=1)


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Path:
    """Three questions with one right option, and one with two."""
    files = right_files()
    files["spot-it/questions.yaml"] += "\n" + several("some-notes")
    making.publish(tmp_path, files)
    return tmp_path


def count(app: Flask) -> dict[str, Any]:
    """Have it counted, and return what was counted: slug → row."""
    weeks_later.run(app, work.COUNT)
    return {row.slug: row for row in database.session.execute(select(QuestionFigures.__table__)).all()}


def courses() -> list[Any]:
    database.session.rollback()
    return list(database.session.execute(select(CourseFigures.__table__)).all())


# --- thirty attempts, counted twice -----------------------------------------------------------------------------------


def made_up(chance: Chance, of: Bank, knows: float) -> list[MadeUp]:
    """The answers of somebody who knows so much: to three of the four questions, in some order."""
    return [one_answer(chance, of, slug, knows) for slug in chance.shuffled(SLUGS)[:3]]


def one_answer(chance: Chance, of: Bank, slug: str, knows: float) -> MadeUp:
    seconds = chance.pick([None, *range(5, 90)])
    rights, wrongs = of.keys(slug, right=True), of.keys(slug, right=False)
    if slug == "some-notes":
        chosen = tuple(
            sorted(chance.shuffled(rights)[: chance.between(1, 2)] + (wrongs[:1] if chance.share() > knows else []))
        )
        net = len(set(chosen) & set(rights)) - len(set(chosen) - set(rights))
        return MadeUp(slug, chosen, max(0, net) * 50, seconds)
    is_right = chance.share() < knows
    return MadeUp(slug, (rights[0] if is_right else chance.pick(wrongs),), 100 if is_right else 0, seconds)


def by_hand(attempts: list[list[MadeUp]], slug: str) -> dict[str, Any]:
    """What is to be counted of one question, from plain lists."""
    found = [
        (one, [other for other in attempt if other is not one])
        for attempt in attempts
        for one in attempt
        if one.slug == slug
    ]
    rights = [one.credit == 100 for one, _rest in found]
    rests = [fmean(other.credit for other in rest) / 100 for _one, rest in found]
    times = [one.seconds for one, _rest in found if one.seconds is not None]
    return {
        "answers": len(found),
        "difficulty": pytest.approx(fmean(one.credit for one, _rest in found) / 100),
        "discrimination": pytest.approx(float(pointbiserialr(rights, rests).statistic), abs=1e-9),
        "median_seconds": round(median(times)),
        "options": dict(Counter(key for one, _rest in found for key in one.chosen or ())),
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_counted_is_what_a_second_calculation_finds(app: Flask, course: Path, clock: Clock, seed: int) -> None:
    chance, of = Chance(seed), bank()
    attempts = [made_up(chance, of, knows=number / 30) for number in range(30)]
    people = [someone().id for _ in range(5)]
    for number, given in enumerate(attempts):
        attempted(people[number % 5], of, given, NOW - number * 11 * HOUR)

    found = count(app)

    assert set(found) == set(SLUGS), "the fourth note was asked of nobody"
    for slug in SLUGS:
        row = found[slug]
        assert {name: getattr(row, name) for name in by_hand(attempts, slug)} == by_hand(attempts, slug), slug
        assert (row.subject_id, row.digest, row.counted_on) == (of.subject_id, of.digests[slug], NOW.date())


def test_counted_again_it_is_the_same_and_a_new_answer_changes_it(app: Flask, course: Path, clock: Clock) -> None:
    of, person = bank(), someone().id
    attempted(person, of, [right(of, "first-note"), wrong(of, "second-note")], NOW)
    before = count(app)
    assert count(app) == before
    attempted(person, of, [wrong(of, "first-note")], NOW)
    after = count(app)
    assert (after["first-note"].answers, after["first-note"].difficulty) == (2, 0.5)
    assert after["second-note"] == before["second-note"]


def test_where_all_or_nobody_is_right_nothing_separates(app: Flask, course: Path) -> None:
    of = bank()
    for other in (right, wrong):
        attempted(someone().id, of, [right(of, "first-note"), wrong(of, "second-note"), other(of, "third-note")], NOW)
    found = count(app)
    assert (found["first-note"].difficulty, found["first-note"].discrimination) == (1.0, None)
    assert (found["second-note"].difficulty, found["second-note"].discrimination) == (0.0, None)
    assert found["third-note"].discrimination is None, "the rest is alike"


def test_one_question_alone_has_no_rest(app: Flask, course: Path) -> None:
    of = bank()
    for other in (right, wrong):
        attempted(someone().id, of, [other(of, "first-note")], NOW)
    assert count(app)["first-note"].discrimination is None


def test_who_knows_the_rest_and_misses_this_one(app: Flask, course: Path) -> None:
    of = bank()
    attempted(someone().id, of, [wrong(of, "first-note"), right(of, "second-note"), right(of, "third-note")], NOW)
    attempted(someone().id, of, [right(of, "first-note"), wrong(of, "second-note"), wrong(of, "third-note")], NOW)
    assert count(app)["first-note"].discrimination == pytest.approx(-1.0)


def test_what_was_forgotten_still_counts_but_not_what_was_chosen(app: Flask, course: Path) -> None:
    of = bank()
    attempted(someone().id, of, [MadeUp("first-note", None, 100, None)], NOW)
    attempted(someone().id, of, [wrong(of, "first-note", 30)], NOW)
    row = count(app)["first-note"]
    assert (row.answers, row.difficulty, row.median_seconds) == (2, 0.5, 30)
    assert row.options == {of.keys("first-note", right=False)[0]: 1}


@pytest.mark.parametrize(
    "values",
    [
        {"kind": AttemptKind.REFRESHER}, {"kind": AttemptKind.TOPIC, "part": "look"}, {"kind": AttemptKind.CHANGES},
        {"state": AttemptState.STOPPED}, {"state": AttemptState.OPEN, "finished_at": None},
        {"finished_at": NOW - timedelta(days=365, seconds=1)},
    ],
)  # fmt: skip
def test_only_whole_attempts_of_a_year_are_counted(app: Flask, course: Path, values: dict[str, Any]) -> None:
    """The others draw from fewer questions, or from those that somebody missed before."""
    of = bank()
    attempted(someone().id, of, [wrong(of, "first-note")], NOW, **values)
    assert count(app) == {}
    attempted(someone().id, of, [right(of, "first-note")], NOW - timedelta(days=364))
    assert (count(app)["first-note"].answers, count(app)["first-note"].difficulty) == (1, 1.0)


def test_an_attempt_that_failed_counts_as_well(app: Flask, course: Path) -> None:
    of = bank()
    attempted(someone().id, of, [wrong(of, "first-note")], NOW, state=AttemptState.FAILED)
    assert count(app)["first-note"].answers == 1


def test_a_former_wording_is_not_mixed_in(app: Flask, course: Path) -> None:
    """Of two questions one is written anew: what was said of its old words tells nothing of the new ones."""
    before = bank()
    attempted(someone().id, before, [wrong(before, "first-note"), right(before, "second-note")], NOW)
    assert set(count(app)) == {"first-note", "second-note"}
    files = right_files()
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace("first-note wants", "first-note begs for")
    making.publish(course, files)
    of = bank()
    assert of.digests["first-note"] != before.digests["first-note"]
    assert of.digests["second-note"] == before.digests["second-note"]

    found = count(app)
    assert set(found) == {"second-note"}, "the old figures are gone with the old words"
    attempted(someone().id, of, [right(of, "first-note"), right(of, "second-note")], NOW)
    found = count(app)

    assert (found["first-note"].answers, found["first-note"].difficulty) == (1, 1.0)
    assert found["first-note"].digest == of.digests["first-note"]
    assert found["second-note"].answers == 2, "what stayed as it was is counted on"


def test_a_translation_s_answers_are_not_mixed_in(app: Flask, tmp_path: Path) -> None:
    """Other words: a bad translation must not make a good question look bad."""
    making.publish(tmp_path, whole_files())
    of, spanish = bank(), bank(language="es")
    attempted(someone().id, of, [right(of, "first-note")], NOW)
    attempted(someone().id, spanish, [wrong(spanish, "first-note")], NOW, language="es")
    assert (count(app)["first-note"].answers, count(app)["first-note"].difficulty) == (1, 1.0)


# --- a leaked key -----------------------------------------------------------------------------------------------------


def answered(number: int, of: Bank, at: Any, *, rights: int, seconds: int) -> None:
    """So many answers to two questions each, the first `rights` of them right."""
    person = someone().id
    for turn in range(number // 2):
        given = [right(of, slug, seconds) if 2 * turn + place < rights else wrong(of, slug, seconds)
                 for place, slug in enumerate(SLUGS[:2])]  # fmt: skip
        attempted(person, of, given, at)


@pytest.mark.parametrize(
    ("rights", "seconds", "alarm"),
    [(38, 10, True), (38, 40, False), (20, 10, False), (38, 20, False)],
    ids=["right and quick", "right alone", "quick alone", "right and twice as quick"],
)
def test_answers_that_are_right_and_quick_at_once_raise_the_alarm(
    app: Flask, course: Path, rights: int, seconds: int, alarm: bool
) -> None:
    of = bank()
    answered(40, of, NOW - counting.LATELY - HOUR, rights=20, seconds=40)
    answered(40, of, NOW - counting.LATELY, rights=rights, seconds=seconds)
    count(app)
    (row,) = courses()
    assert row.figures == {
        "before": {"answers": 40, "right": 20, "seconds": 40}, "lately": {"answers": 40, "right": rights, "seconds": seconds},
    }  # fmt: skip
    assert row.alarm is alarm


def test_the_alarm_ends_when_it_is_over(app: Flask, course: Path, clock: Clock) -> None:
    of = bank()
    answered(40, of, NOW - timedelta(days=20), rights=20, seconds=40)
    answered(40, of, NOW, rights=40, seconds=5)
    count(app)
    assert [row.alarm for row in courses()] == [True]
    clock.forward(days=15)
    count(app)
    assert [(row.alarm, row.counted_on) for row in courses()] == [(False, clock().date())]


def test_a_course_that_nobody_took_is_counted_as_nothing(app: Flask, course: Path) -> None:
    assert count(app) == {}
    nothing = {"answers": 0, "right": 0, "seconds": None}
    assert [(row.figures, row.alarm) for row in courses()] == [({"before": nothing, "lately": nothing}, False)]
