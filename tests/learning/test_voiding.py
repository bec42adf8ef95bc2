"""A bad question is taken out: for everybody who was asked it, at once, and without changing what was answered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.catalogue.making import CHANGES, TELL, whole_files
from tests.client import Client, Page
from tests.completion import making as duties
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.making import answers, attempts, completions, rows
from tests.learning.weeks_later import answer, events, ladder, seal, slugs, someone, with_questions
from training.completion.rules import How
from training.core.db import database, scoped, writing
from training.core.permissions import Role, Viewer
from training.learning import attempt_queries, queries, service, starting, voiding, work
from training.learning.models import HeldBelief, LessonProgress, QuestionVoid, Recall, Rescore, SkippedLesson
from training.learning.rules import AttemptKind, AttemptState

TODAY = making.TODAY
REASON = "The second option is right as well."
PASSED, FAILED, OPEN = AttemptState.PASSED, AttemptState.FAILED, AttemptState.OPEN


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


def form(question: str = "third-note") -> str:
    return f"/desk/questions/spot-it/{question}/take-out"


def take_out(desk: Client, question: str = "third-note", reason: str = REASON) -> Page:
    page = desk.get(form(question))
    assert page.status == 200
    return desk.submit(page, {"reason": reason})


def out(app: Flask, desk: Client, *questions: str) -> None:
    """Take questions out (signed in anew, for time has passed), and have every attempt graded again."""
    make.sign_in(desk, someone(), role=Role.SECURITY_TEAM)
    for question in questions or ("third-note",):
        assert take_out(desk, question).status == 200
        weeks_later.work_off(app)


def attempt(person_id: int, clock: Clock, *asked: tuple[str, bool], **values: Any) -> Any:
    """An attempt at just these questions, answered so; its row."""
    place = seal(person_id, *(slug for slug, _right in asked), now=clock(), **values)
    answer(place, *(right for _slug, right in asked), now=clock())
    return next(one for one in attempts() if one.public_id == place.public_id)


def rescores() -> list[tuple[Any, ...]]:
    """Attempt, right answers before and after, state before and after."""
    return [
        (row.attempt_id, row.right_before, row.right_after, row.state_before, row.state_after) for row in rows(Rescore)
    ]


# --- the page that asks for a reason ----------------------------------------------------------------------------------


def test_what_it_does_is_said_before_it_is_done(course: Path, desk: Client) -> None:
    page = desk.get(form())
    assert page.heading == "Take this question out for everybody?"
    assert "A note named third-note wants your code. What now?" in page.words
    for sentence in ("It is not asked again", "It counts as right for everybody", "It cannot be undone."):
        assert sentence in page.words
    assert not rows(QuestionVoid), "looking takes nothing out"


@pytest.mark.parametrize("reason", ["", "   \n ", "wrong", "too  \n short", "x" * 201])
def test_a_reason_is_needed(course: Path, desk: Client, reason: str) -> None:
    page = take_out(desk, reason=reason)
    assert page.status == 422
    assert page.errors
    assert page.title.startswith("Error: Take a question out")
    assert "third-note wants your code" in page.words
    assert page.soup.select_one("textarea[name=reason]").get_text().strip() == reason.strip(), "what was typed is kept"
    assert not rows(QuestionVoid)
    assert not events("question-voided")


def test_it_is_recorded_with_its_author_and_reason(course: Path, client: Client, clock: Clock) -> None:
    author = make.sign_in(client, someone(), role=Role.SECURITY_TEAM)

    page = take_out(client, reason="  The second option\n is right as well. ")

    (void,) = rows(QuestionVoid)
    assert (void.slug, void.subject_id, void.reason) == ("third-note", making.subject_id(), REASON)
    assert (void.happened_at, void.recorded_at, void.recorded_by_id) == (clock(), clock(), author.id)
    assert events("question-voided") == [("question-voided", author.id, void.id)]
    assert page.path == "/desk/questions/spot-it"
    assert "The question is taken out." in page.text
    assert REASON in page.words
    assert "0 attempts graded again" in page.words
    row = page.soup.select_one("#q-third-note")
    assert "taken out" in row.get_text()
    assert not [link for link in page.soup.select("a[href]") if str(link["href"]).endswith("third-note/take-out")]


def test_what_was_taken_out_cannot_be_taken_out_again(course: Path, desk: Client) -> None:
    again = desk.get(form())
    take_out(desk)

    refused = desk.submit(again, {"reason": REASON})

    assert refused.status == 409
    assert "This question was taken out before." in refused.words
    assert refused.soup.select("main a[href]"), "there is a way on"
    assert len(rows(QuestionVoid)) == 1
    assert len(events("question-voided")) == 1
    assert desk.get(form()).status == 404


@pytest.mark.parametrize("question", ["no-such-note", "second-course"])
def test_what_does_not_exist_cannot_be_taken_out(course: Path, desk: Client, question: str) -> None:
    assert desk.get(form(question)).status == 404
    assert desk.post(form(question), {"reason": REASON}).status == 404
    assert desk.post(form().replace("spot-it", "other"), {"reason": REASON}).status == 404


@pytest.mark.parametrize("role", [None, Role.EMPLOYEE, Role.MANAGER])
def test_who_does_not_review_questions_takes_none_out(course: Path, client: Client, role: Role | None) -> None:
    make.sign_in(client, someone(), role=role)
    assert client.get(form()).status == 404
    assert client.post(form(), {"reason": REASON}).status == 404
    assert not rows(QuestionVoid)


# --- it is not asked any more -----------------------------------------------------------------------------------------

PEOPLE = 6
"""So few questions are left that without the void nobody of six would be asked another one about once in 4000 runs."""


def begun(*, topic: str = "") -> set[str]:
    """Six people begin the questions: which ones they are asked."""
    for _ in range(PEOPLE):
        begin(someone().id, make.NOW, topic=topic)
    return {slug for one in attempts()[-PEOPLE:] for slug in slugs(one)}


def begin(person_id: int, now: datetime, *, topic: str = "") -> None:
    viewer, at = Viewer(person_id=person_id), weeks_later.moment(now)
    with writing():
        course = queries.course(viewer, "spot-it")
        if topic:
            starting.start_topic(viewer, course, topic, {}, at=at)
        else:
            starting.start_course(viewer, course, {}, at=at)


def test_it_is_not_drawn_any_more(app: Flask, course: Path, desk: Client) -> None:
    out(app, desk, "third-note", "fourth-note", "fifth-note")
    assert begun() - {"first-note", "second-note"} == {"sixth-note"}


def test_nor_before_a_lesson_is_read(app: Flask, course: Path, desk: Client) -> None:
    out(app, desk)
    assert begun(topic="tell") == {"fourth-note", "fifth-note", "sixth-note"}


def test_nor_for_what_has_changed(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    people = [someone(started_on=date(2026, 11, 2)).id for _ in range(PEOPLE)]
    asked = duties.written("spot", satisfied_by=({"course": "spot-it"},))
    duties.publish(asked, on=TODAY)
    duties.reconcile(TODAY, people)
    for person_id in people:
        weeks_later.pass_course(person_id, clock())
    making.publish(course, raised())
    day = clock.forward(days=30).date()
    duties.publish(asked, on=day)
    duties.reconcile(day, people)
    out(app, desk, "third-note", "fourth-note")

    for person_id in people:
        begin(person_id, clock())

    again = attempts()[-PEOPLE:]
    assert {one.kind for one in again} == {AttemptKind.CHANGES}
    assert {slug for one in again for slug in slugs(one)} == {"fifth-note", "sixth-note"}


def raised() -> dict[str, str]:
    """The second edition, in which the lesson `tell` has changed."""
    files = with_questions("fifth-note", "sixth-note")
    files["spot-it/course.yaml"] = files["spot-it/course.yaml"].replace("edition: 1", "edition: 2")
    files["spot-it/lessons/tell.md"] = TELL.replace("minutes: 1", "minutes: 1\nchanged: 2")
    files["spot-it/CHANGES.md"] = CHANGES.replace("# Changes\n", "# Changes\n\n## Edition 2 (2026-11-20)\nMore.\n")
    return files


def test_nor_weeks_later(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    for _ in range(PEOPLE):
        weeks_later.learned(someone().id, TODAY, "report")
    out(app, desk, "third-note", "fourth-note", "fifth-note")
    clock.forward(days=7)
    weeks_later.ask_again(app)
    assert [slugs(one) for one in weeks_later.refreshers()] == [["sixth-note"]] * PEOPLE


def test_a_lesson_with_too_few_questions_left_is_not_offered_first(app: Flask, course: Path, desk: Client) -> None:
    topic = "/learn/spot-it/tell/questions"
    out(app, desk, "third-note", "fourth-note")
    assert desk.get(topic).status == 200, "two are left"
    out(app, desk, "fifth-note")
    assert desk.get(topic).status == 404


def test_a_better_wording_is_a_new_question(app: Flask, course: Path, desk: Client) -> None:
    out(app, desk, "third-note", "fourth-note", "fifth-note")
    files = with_questions("fifth-note", "sixth-note")
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(
        "named third-note wants", "named third-note begs for"
    )
    making.publish(course, files)
    assert begun(topic="tell") == {"third-note", "sixth-note"}
    assert desk.get(form()).status == 200, "and can be taken out as well"


# --- it counts as right -----------------------------------------------------------------------------------------------


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
    files["spot-it/questions.yaml"] += (
        "\n" + SEVERAL.replace("NAME", "half-one") + "\n" + SEVERAL.replace("NAME", "half-two")
    )
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


SEVERAL = """\
- id: NAME
  objective: report
  lesson: tell
  kind: many
  level: apply
  stem: A note named NAME wants a code. What helps?
  options:
    - text: Report it with the button.
      right: true
      why: Sorting it out is our work.
    - text: Call us at once.
      right: true
      why: A call is a report too.
    - text: Delete it at once.
      misconception: delete-is-enough
      why: The others still have theirs.
    - text: Answer, as it has a padlock.
      misconception: padlock
      why: A padlock vouches for nobody.
  takeaway: Not sure is a good reason to report.
"""


def half(place: Any, clock: Clock) -> None:
    """Answer what is next with one of two right options."""
    viewer = Viewer(person_id=attempts()[0].person_id)
    now = attempt_queries.attempt(viewer, place)
    content = attempt_queries.question(now.drawn[now.next - 1]).content
    key = next(option["key"] for option in content["options"] if option["right"])
    with writing():
        service.submit_answer(viewer, replace(place, position=now.next), [("", key)], at=weeks_later.moment(clock()))


# --- what the learner sees --------------------------------------------------------------------------------------------


def seen(app: Flask, person: Any, attempt: Any) -> Page:
    browser = Client(app)
    make.sign_in(browser, person)
    return browser.get(f"/learn/spot-it/quiz/{attempt.public_id}/result")


def test_the_result_says_what_has_changed(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    failed = attempt(person.id, clock, ("first-note", True), ("third-note", False))
    assert seen(app, person, failed).heading == "Not yet: 1 of 2. Two are needed."

    out(app, desk)

    page = seen(app, person, failed)
    assert page.heading.startswith("Passed, with 2 of 2.")
    assert page.title.startswith("Passed")
    assert "A question was taken out later: it counts as right for everybody who was asked it." in page.words
    assert "Before, it was 1 of 2." in page.words
    (done,) = completions()
    assert page.soup.select_one("main a.button.primary")["href"] == f"/certificates/{done.public_id}"
    assert not page.soup.select("main form"), "nothing is to be taken again"
    assert not page.soup.select("[aria-labelledby=missed]"), "nothing was missed"
    assert not page.soup.select("[aria-labelledby=to-read]")


def test_the_result_of_who_fails_all_the_same_says_it_too(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    failed = attempt(person.id, clock, ("first-note", False), ("fourth-note", False), ("third-note", False))
    out(app, desk)
    page = seen(app, person, failed)
    assert page.heading == "Not yet: 1 of 3. Three are needed."
    assert "Before, it was 0 of 3." in page.words
    assert "The two you missed" in page.words
    assert "third-note" not in page.words


def test_who_is_not_concerned_reads_nothing_of_it(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    failed = attempt(person.id, clock, ("first-note", True), ("fourth-note", False))
    out(app, desk)
    assert "taken out" not in seen(app, person, failed).words


def test_the_other_pages_of_the_course_agree_with_the_result(
    app: Flask, course: Path, desk: Client, clock: Clock
) -> None:
    person = someone()
    attempt(person.id, clock, ("first-note", True), ("third-note", False))
    out(app, desk)
    browser = Client(app)
    make.sign_in(browser, person)
    assert "Last time: 2 of 2 right" in browser.get(making.START).words
    page = browser.get("/courses/spot-it")
    assert "2 of 2 right" in page.words
    assert "1 of 2 right" not in page.words


def test_nobody_waits_because_of_it(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    """Three tries in a row that failed bring a pause; those that failed by a bad question do not count."""
    person = someone()
    for _ in range(3):
        attempt(person.id, clock, ("first-note", True), ("third-note", False))
    browser = Client(app)
    make.sign_in(browser, person)
    assert "After three tries a pause helps." in browser.get(making.START).words
    out(app, desk)
    assert "pause" not in browser.get(making.START).words
    assert "Question 1 of 2" in making.start(browser).words


# --- translations -----------------------------------------------------------------------------------------------------


@pytest.fixture
def translated(app: Flask, tmp_path: Path) -> Path:
    making.publish(tmp_path, whole_files())
    return tmp_path


def test_a_translation_s_wording_is_taken_out_too(app: Flask, translated: Path, desk: Client, clock: Clock) -> None:
    person = someone(language="es")
    failed = attempt(person.id, clock, ("first-note", True), ("third-note", False), language="es")
    english = attempt(someone().id, clock, ("first-note", True), ("third-note", False))

    out(app, desk)

    assert len({void.digest for void in rows(QuestionVoid)}) == 2
    assert {void.slug for void in rows(QuestionVoid)} == {"third-note"}
    assert sorted(rescores()) == [(failed.id, 1, 2, FAILED, PASSED), (english.id, 1, 2, FAILED, PASSED)]
    spanish = next(done for done in completions() if done.person_id == person.id)
    assert spanish.edition_id == failed.edition_id, "of the text that was read"


@pytest.mark.usefixtures("translated")
def test_a_translation_does_not_draw_it_any_more(app: Flask, desk: Client) -> None:
    out(app, desk)
    for _ in range(PEOPLE):
        viewer = Viewer(person_id=someone().id, language="es")
        with writing():
            course = queries.course(viewer, "spot-it")
            assert starting.start_course(viewer, course, {}, at=weeks_later.moment(make.NOW))
    assert {one.language for one in attempts()} == {"es"}
    assert "third-note" not in {slug for one in attempts() for slug in slugs(one)}


# --- it is for good ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        update(QuestionVoid).values(reason="Another."), update(QuestionVoid).values(digest="x"), delete(QuestionVoid),
        update(Rescore).where(Rescore.id > 0).values(right_after=0),
        update(Rescore).where(Rescore.id > 0).values(state_after=FAILED), delete(Rescore).where(Rescore.id > 0),
    ],
)  # fmt: skip
def test_what_was_recorded_is_neither_changed_nor_deleted(
    app: Flask, course: Path, desk: Client, clock: Clock, statement: Any
) -> None:
    attempt(someone().id, clock, ("first-note", True), ("third-note", False))
    out(app, desk)
    kept = [rows(QuestionVoid), rows(Rescore)]
    assert all(kept)
    with pytest.raises(DBAPIError, match="facts are never rewritten"), writing():
        database.session.execute(statement)
    assert [rows(QuestionVoid), rows(Rescore)] == kept
