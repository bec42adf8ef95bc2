"""Answers expire where that was wished: what was chosen is forgotten, what it was worth and all that follows stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from tests import make
from tests.client import Client
from tests.conftest import MONDAY, Clock
from tests.learning import making
from tests.learning.asking import every_kind, first_of, partly
from tests.learning.making import answer, answers, asked, attempts, completions, onward, start, take
from training import rooms
from training.audit.models import Event, EventDetail
from training.core.db import database, writing
from training.core.settings import Settings
from training.jobs import service as jobs
from training.jobs.models import Job
from training.jobs.rules import JobState
from training.jobs.worker import Tools, run_due
from training.learning import work
from training.learning.models import HeldBelief, QuestionFigures

DAYS = 90


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> None:
    making.publish(tmp_path)


def run(app: Flask, clock: Clock, days: int | None = DAYS) -> None:
    """The job of one day, as the worker runs it with this setting; None: with the settings as they are shipped."""
    house = app.extensions["muster"]
    changes = {} if days is None else {"answers_kept_days": days}
    settings = Settings(**(house.settings.model_dump() | changes))
    with writing():
        jobs.add(*(job for job in work.schedule(clock()) if job.kind == work.FORGET), now=clock())
    ours = {kind: handler for kind, handler in rooms.handlers(settings, "Alder Finch").items() if kind == work.FORGET}
    run_due(ours, Tools(house.world, None))  # type: ignore[arg-type]
    assert set(database.session.scalars(select(Job.state))) == {JobState.DONE}


def forgotten() -> list[dict[str, Any]]:
    """What the log says of it."""
    database.session.rollback()
    found = select(EventDetail.detail).join(Event, Event.id == EventDetail.event_id)
    return list(database.session.scalars(found.where(Event.action == "answers-forgotten").order_by(Event.id)))


def but_chosen(found: list[Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row._asdict().items() if name != "chosen"} for row in found]


def kept() -> list[bool]:
    return [row.chosen is not None for row in answers()]


@pytest.mark.usefixtures("course")
def test_it_is_off_as_it_is_shipped(app: Flask, client: Client, clock: Clock) -> None:
    assert Settings.model_fields["answers_kept_days"].default == 0
    make.employee(client)
    take(client, True, False)
    before = answers()
    clock.forward(days=4_000)
    run(app, clock, days=None)
    assert answers() == before
    assert forgotten() == []


@pytest.mark.usefixtures("course")
def test_old_answers_forget_what_was_chosen_and_nothing_else(app: Flask, client: Client, clock: Clock) -> None:
    person = make.employee(client)
    person_id = person.id
    take(client, True, False)
    clock.forward(days=10)
    make.sign_in(client, making.person_of_the_last_try())
    take(client, True, True)
    before = {"answers": answers(), "attempts": attempts(), "completions": completions(), "beliefs": rows_of_beliefs()}
    clock.set(MONDAY + timedelta(days=DAYS, seconds=1))

    run(app, clock)

    assert kept() == [False, False, True, True], "those of the second try are not old enough"
    assert but_chosen(answers()) == but_chosen(before["answers"]), "credit and all the rest stay"
    assert [row.credit for row in answers()] == [100, 0, 100, 100]
    assert answers()[2:] == before["answers"][2:]
    assert (attempts(), completions(), rows_of_beliefs()) == (
        before["attempts"],
        before["completions"],
        before["beliefs"],
    )
    assert completions()[0].person_id == person_id
    assert forgotten() == [{"answers": 2, "before": (MONDAY + timedelta(seconds=1)).isoformat()}]


def rows_of_beliefs() -> list[Any]:
    database.session.rollback()
    held = HeldBelief.__table__
    found = select(held).order_by(held.c.belief_slug).execution_options(scoped="test")
    return list(database.session.execute(found).all())


@pytest.mark.usefixtures("course")
def test_an_answer_is_kept_for_all_of_its_days(app: Flask, client: Client, clock: Clock) -> None:
    make.employee(client)
    take(client, True, True)
    clock.set(MONDAY + timedelta(days=DAYS))
    run(app, clock)
    assert kept() == [True, True]
    assert forgotten() == [], "of nothing there is nothing to say"
    clock.forward(days=1)
    run(app, clock)
    assert kept() == [False, False]


@pytest.mark.usefixtures("course")
def test_it_may_run_again(app: Flask, client: Client, clock: Clock) -> None:
    make.employee(client)
    take(client, True, True)
    clock.forward(days=DAYS + 1)
    run(app, clock)
    clock.forward(days=1)
    run(app, clock)
    run(app, clock, days=1)
    assert [one["answers"] for one in forgotten()] == [2]


@pytest.mark.usefixtures("course")
def test_it_goes_in_steps_and_says_how_many_each_forgot(
    app: Flask, client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is held for some answers at a time; the steps leave none out, and none that is too young goes along."""
    monkeypatch.setattr(work, "ANSWERS_AT_ONCE", 3)
    make.employee(client)
    for _ in range(2):
        take(client, True, False)
    answer(client, start(client))
    clock.forward(days=DAYS + 1)
    make.sign_in(client, making.person_of_the_last_try())
    answer(client, client.get(f"/learn/spot-it/quiz/{attempts()[-1].public_id}/2"))

    run(app, clock)

    assert kept() == [False] * 5 + [True]
    assert [one["answers"] for one in forgotten()] == [3, 2]


@pytest.mark.usefixtures("course")
def test_an_open_attempt_goes_on(app: Flask, client: Client, clock: Clock) -> None:
    make.employee(client)
    page = answer(client, start(client), right=False)
    clock.forward(days=DAYS + 1)
    run(app, clock)
    make.sign_in(client, making.person_of_the_last_try())
    second = onward(client, client.get(page.path))
    result = onward(client, answer(client, second))
    assert result.heading == "Not yet: 1 of 2. Two are needed.", "what was forgotten is still graded"


# --- what the pages say -----------------------------------------------------------------------------------------------


@every_kind
def test_the_pages_say_that_it_is_no_longer_kept(
    app: Flask, client: Client, clock: Clock, tmp_path: Path, kind: str
) -> None:
    page = first_of(client, tmp_path, kind)
    second = onward(client, client.submit(page, partly(asked(page))))
    result = onward(client, client.submit(second, making.sending(second)))
    assert "no longer kept" not in result.words + client.get(page.path).words
    clock.forward(days=DAYS + 1)
    run(app, clock)
    make.sign_in(client, making.person_of_the_last_try())

    asked_page, after = client.get(page.path), client.get(result.path)

    said = "What you chose is no longer kept."
    assert f"{said} Here is what each answer means." in asked_page.words
    assert "Partly right: it counts for" in asked_page.words, "what it was worth is still told"
    assert f"Right. {said}" in client.get(second.path).words
    assert f"{said} What it was worth is." in after.words
    assert after.heading == result.heading
    lines = [" ".join(one.get_text().split()) for one in asked_page.soup.select(".verdicts .which, .verdicts .vh")]
    assert sorted(lines) == sorted(RIGHT_ALONE[kind])
    assert not asked_page.soup.select(".verdicts .yours")


RIGHT_ALONE = {
    "many": ["Right", "Right", "Not right", "Not right"],
    "order": ["First", "Second", "Third"],
    "match": ["Goes with: Ring them", "Goes with: Keep it", "Goes with: Report it"],
    "inspect": ["A sign", "A sign", "No sign", "No sign", "No sign"],
    "room": ["A sign", "A sign", "No sign", "No sign", "No sign"],
}
"""What is said of the parts when nobody knows any more what was chosen."""


@pytest.mark.usefixtures("course")
def test_what_is_counted_of_questions_does_not_need_it(app: Flask, client: Client, clock: Clock) -> None:
    make.employee(client)
    take(client, True, False)
    counted = [figures(clock)]
    clock.forward(days=DAYS + 1)
    run(app, clock)
    counted.append(figures(clock))
    assert counted[0] == counted[1]
    assert sorted(found[1:] for found in counted[1]) == [(1, 0.0), (1, 1.0)]


def figures(clock: Clock) -> list[tuple[str, int, float]]:
    database.session.rollback()
    work.count_all(now=clock(), today=clock().date())
    found = select(QuestionFigures.slug, QuestionFigures.answers, QuestionFigures.difficulty)
    database.session.rollback()
    return [tuple(row) for row in database.session.execute(found.order_by(QuestionFigures.slug))]


# --- what the guard refuses -------------------------------------------------------------------------------------------

REWRITTEN = [
    "UPDATE answer SET chosen = '[\"000000000000\"]'",
    "UPDATE answer SET chosen = 'null'",
    "UPDATE answer SET credit = 99",
    "UPDATE answer SET chosen = NULL, credit = 99",
    "UPDATE answer SET answered_at = '2020-01-01 00:00:00'",
    "UPDATE answer SET seconds = NULL",
    "UPDATE answer SET position = position + 1",
    "DELETE FROM answer",
]


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("statement", REWRITTEN)
@pytest.mark.parametrize("expired", [False, True], ids=["kept", "forgotten"])
def test_an_answer_is_never_rewritten(app: Flask, client: Client, clock: Clock, statement: str, expired: bool) -> None:
    make.employee(client)
    answer(client, start(client))
    if expired:
        clock.forward(days=DAYS + 1)
        run(app, clock)
    before = answers()
    with pytest.raises(DatabaseError, match="facts are never rewritten"):
        making.run_sql(statement)
    assert answers() == before


@pytest.mark.usefixtures("course")
def test_the_guard_lets_what_was_chosen_fade(client: Client) -> None:
    """Otherwise the tests above could not fail."""
    make.employee(client)
    answer(client, start(client))
    making.run_sql("UPDATE answer SET chosen = NULL")
    assert kept() == [False]
