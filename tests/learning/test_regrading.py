"""What was taken out counts as right for everybody who was asked it, and nothing that was answered is changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.completion import making as duties
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.making import answers, attempts, completions, rows
from tests.learning.taking_out import (
    FAILED,
    OPEN,
    PASSED,
    attempt,
    begin,
    out,
    raised,
    rescores,
    take_out,
)
from tests.learning.weeks_later import answer, events, ladder, seal, several, someone, with_questions
from training.completion.rules import How
from training.core.db import database, scoped, writing
from training.core.permissions import Role, Viewer
from training.learning import attempt_queries, service, voiding, work
from training.learning.models import HeldBelief, LessonProgress, QuestionVoid, Recall, Rescore, SkippedLesson
from training.learning.rules import AttemptKind, AttemptState

TODAY = making.TODAY


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Path:
    """The right course with two more questions on reporting."""
    making.publish(tmp_path, with_questions("fifth-note", "sixth-note"))
    return tmp_path


@pytest.fixture
def desk(app: Flask, client: Client) -> Client:
    """A browser in which one of the security team is signed in."""
    make.sign_in(client, someone(), role=Role.SECURITY_TEAM)
    return client


def test_an_attempt_that_failed_by_it_passes(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    failed = attempt(person.id, clock, ("first-note", True), ("third-note", False))
    assert failed.state is FAILED
    answered_at = clock()
    clock.forward(days=10)

    out(app, desk)

    assert rescores() == [(failed.id, 1, 2, FAILED, PASSED)]
    (void,) = rows(QuestionVoid)
    assert [(row.void_id, row.recorded_at) for row in rows(Rescore)] == [(void.id, clock())]
    assert events("attempt-rescored") == [("attempt-rescored", None, failed.id)]
    (done,) = completions()
    assert (done.person_id, done.subject_id, done.edition_id) == (person.id, failed.subject_id, failed.edition_id)
    assert (done.happened_at, done.local_date, done.recorded_at) == (answered_at, TODAY, clock())
    assert (done.right, done.asked, done.needed, done.how) == (2, 2, 2, How.TEST_OUT)
    assert set(ladder(person.id)) == {"examine", "report"}, "and is asked again, weeks later"
    assert {rung.learned_on for rung in ladder(person.id).values()} == {TODAY}


def test_the_duty_is_done_on_the_day_of_answering(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone(started_on=date(2026, 11, 2))
    duties.publish(duties.written("spot", satisfied_by=({"course": "spot-it"},)), on=TODAY)
    duties.reconcile(TODAY, [person.id])
    attempt(person.id, clock, ("first-note", True), ("third-note", False))
    assert duties.duties(person.id)[0].done_on is None
    clock.forward(days=40)

    out(app, desk)

    (duty, *_later) = duties.duties(person.id)
    assert duty.done_on == TODAY
    assert duty.done_on <= duty.due < clock().date(), (
        "in time, though it was taken out after the day on which it was due"
    )
    assert duty.completion_id == completions()[0].id


@pytest.mark.parametrize(
    ("site", "own", "day"),
    [
        ("Europe/London", "", date(2026, 11, 23)), ("Pacific/Auckland", "", date(2026, 11, 24)),
        ("Pacific/Auckland", "Europe/London", date(2026, 11, 23)), ("Europe/London", "Pacific/Auckland", date(2026, 11, 24)),
    ],
)  # fmt: skip
def test_the_day_is_the_learner_s(
    app: Flask, course: Path, desk: Client, clock: Clock, site: str, own: str, day: date
) -> None:
    clock.set(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    person = someone(site=make.site(zone=site), zone=own)
    attempt(person.id, clock, ("first-note", True), ("third-note", False))
    out(app, desk)
    assert [done.local_date for done in completions()] == [day]


def test_an_attempt_that_passed_has_it_as_right_as_well(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    passed = attempt(someone().id, clock, ("first-note", True), ("third-note", False), needed=1)
    assert passed.state is PASSED
    kept = completions()
    out(app, desk)
    assert rescores() == [(passed.id, 1, 2, PASSED, PASSED)]
    assert completions() == kept, "it was completed before"
    assert events("attempt-rescored") == [("attempt-rescored", None, passed.id)]


def test_an_attempt_that_fails_all_the_same_has_its_row(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    failed = attempt(
        someone().id, clock, ("first-note", False), ("second-note", False), ("third-note", False), needed=2
    )
    out(app, desk)
    assert rescores() == [(failed.id, 0, 1, FAILED, FAILED)]
    assert not completions()


def test_who_answered_it_rightly_or_was_not_asked_it_has_no_row(
    app: Flask, course: Path, desk: Client, clock: Clock
) -> None:
    attempt(someone().id, clock, ("first-note", True), ("third-note", True))
    attempt(someone().id, clock, ("first-note", True), ("fourth-note", False))
    out(app, desk)
    assert not rescores()
    assert not events("attempt-rescored")
    assert len(completions()) == 1


def test_the_page_of_the_course_counts_who_was_graded_again(
    app: Flask, course: Path, desk: Client, clock: Clock
) -> None:
    for needed in (2, 2, 1):
        attempt(someone().id, clock, ("first-note", True), ("third-note", False), needed=needed)
    out(app, desk)
    page = desk.get("/desk/questions/spot-it")
    assert "3 attempts graded again, 2 pass since" in page.words


def test_nothing_that_was_answered_is_changed(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    for rights in ((True, False), (False, True), (False, False), (True, True)):
        attempt(someone().id, clock, ("first-note", rights[0]), ("third-note", rights[1]))
    seal(someone().id, "third-note", "fourth-note", now=clock())
    kept = [attempts(), answers(), beliefs(), rows(LessonProgress)]
    assert all(kept[:3])
    clock.forward(days=3)

    out(app, desk)

    assert rescores(), "else this would prove nothing"
    assert [attempts(), answers(), beliefs(), rows(LessonProgress)] == kept


def beliefs() -> list[Any]:
    database.session.rollback()
    found = select(HeldBelief.__table__).order_by(HeldBelief.person_id, HeldBelief.belief_slug)
    return list(database.session.execute(scoped(found, by="test")).all())


def test_the_job_run_twice_changes_nothing(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    for rights in ((True, False), (False, False)):
        attempt(someone().id, clock, ("first-note", rights[0]), ("third-note", rights[1]))
    out(app, desk)
    kept = [rows(Rescore), completions(), events("attempt-rescored", "completion-recorded"), recalls()]
    assert [len(one) for one in kept] == [2, 1, 3, 2]
    (void,) = rows(QuestionVoid)
    clock.forward(days=1)

    weeks_later.run(app, work.RESCORE, {"void": void.id})

    assert [rows(Rescore), completions(), events("attempt-rescored", "completion-recorded"), recalls()] == kept


def recalls() -> list[Any]:
    database.session.rollback()
    found = select(Recall.__table__).order_by(Recall.person_id, Recall.objective)
    return list(database.session.execute(scoped(found, by="test")).all())


def test_a_job_that_was_stopped_between_goes_on(
    app: Flask, course: Path, desk: Client, clock: Clock, monkeypatch: Any
) -> None:
    """The worker dies after the first of three transactions; the job is taken up again, and nobody is graded twice."""
    people = [someone().id for _ in range(3)]
    for person_id in people:
        attempt(person_id, clock, ("first-note", True), ("third-note", False))
    monkeypatch.setattr(work, "ATTEMPTS_AT_ONCE", 1)
    take_out(desk)
    (void,) = rows(QuestionVoid)
    with writing():
        voiding.rescore(void.id, voiding.to_rescore(void.id)[:1], now=clock())
    weeks_later.work_off(app)
    assert sorted(done.person_id for done in completions()) == people
    assert len(rescores()) == 3


def test_a_second_question_in_the_same_attempt_adds_up(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    failed = attempt(someone().id, clock, ("first-note", True), ("third-note", False), ("fourth-note", False))
    out(app, desk, "third-note")
    assert rescores() == [(failed.id, 1, 2, FAILED, FAILED)]
    assert not completions()

    out(app, desk, "fourth-note")

    assert rescores()[1:] == [(failed.id, 2, 3, FAILED, PASSED)]
    assert [(done.right, done.asked) for done in completions()] == [(3, 3)]
    assert len(events("attempt-rescored")) == 2


def test_two_that_are_taken_out_before_the_job_runs_add_up(
    app: Flask, course: Path, desk: Client, clock: Clock
) -> None:
    failed = attempt(someone().id, clock, ("first-note", True), ("third-note", False), ("fourth-note", False))
    take_out(desk, "third-note")
    take_out(desk, "fourth-note")
    weeks_later.work_off(app)
    assert rescores() == [(failed.id, 1, 3, FAILED, PASSED)]
    assert len(completions()) == 1


def test_an_attempt_that_was_begun_anew_is_left(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    place = seal(someone().id, "third-note", "fourth-note", now=clock())
    answer(place, False, now=clock())
    making.publish(course, raised())
    begin(attempts()[0].person_id, clock())
    assert attempts()[0].state is AttemptState.STOPPED
    out(app, desk)
    assert not rescores()


def test_an_open_attempt_counts_it_when_it_ends(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    place = seal(person.id, "third-note", "first-note", now=clock())
    answer(place, False, now=clock())
    out(app, desk)
    assert attempts()[-1].state is OPEN
    assert not rescores()

    answer(place, True, now=clock())

    (ended,) = attempts()
    assert (ended.state, ended.right) == (PASSED, 2)
    assert len(completions()) == 1
    (void,) = rows(QuestionVoid)
    weeks_later.run(app, work.RESCORE, {"void": void.id})
    assert not rescores(), "it was right from the beginning"


def test_a_refresher_that_was_asked_before_counts_it(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    weeks_later.learned(person.id, TODAY, "report")
    place = seal(person.id, "third-note", now=clock(), kind=AttemptKind.REFRESHER)
    out(app, desk)
    answer(place, False, now=clock())
    assert attempts()[0].state is PASSED
    assert ladder(person.id)["report"].step == 1


def test_a_lesson_that_was_tried_first_has_its_row_and_is_left(
    app: Flask, course: Path, desk: Client, clock: Clock
) -> None:
    """By the time the question is taken out the lesson was read; only the row says how it stands."""
    tried = attempt(
        someone().id, clock, ("third-note", False), ("fourth-note", True), kind=AttemptKind.TOPIC, part="tell"
    )
    out(app, desk)
    assert rescores() == [(tried.id, 1, 2, FAILED, PASSED)]
    assert not completions()
    assert not rows(LessonProgress)
    assert not rows(SkippedLesson)


def test_an_older_attempt_that_passes_now_does_not_turn_the_ladder_back(
    app: Flask, course: Path, desk: Client, clock: Clock
) -> None:
    person = someone()
    attempt(person.id, clock, ("first-note", True), ("third-note", False))
    clock.forward(days=3)
    weeks_later.pass_course(person.id, clock())
    stands = ladder(person.id)
    assert {rung.learned_on for rung in stands.values()} == {TODAY + timedelta(days=3)}
    out(app, desk)
    assert len(completions()) == 2
    assert ladder(person.id) == stands


def test_of_a_part_it_counts_the_rest(app: Flask, tmp_path: Path, desk: Client, clock: Clock) -> None:
    """A question that was half right is worth the other half, too, and halves of two questions add up."""
    files = with_questions()
    files["spot-it/questions.yaml"] += "\n" + several("half-one") + "\n" + several("half-two")
    making.publish(tmp_path, files)
    place = seal(someone().id, "half-one", "half-two", now=clock(), needed=2)
    for _ in range(2):
        half(place, clock)
    (failed,) = attempts()
    assert (failed.state, failed.right, [one.credit for one in answers()]) == (FAILED, 1, [50, 50])

    out(app, desk, "half-one")
    assert rescores() == [], "a question and a half are one whole question"
    out(app, desk, "half-two")

    assert rescores() == [(failed.id, 1, 2, FAILED, PASSED)]


def half(place: Any, clock: Clock) -> None:
    """Answer what is next with one of two right options."""
    viewer = Viewer(person_id=attempts()[0].person_id)
    now = attempt_queries.attempt(viewer, place)
    content = attempt_queries.question(now.drawn[now.next - 1]).content
    key = next(option["key"] for option in content["options"] if option["right"])
    with writing():
        service.submit_answer(viewer, replace(place, position=now.next), [("", key)], at=weeks_later.moment(clock()))
