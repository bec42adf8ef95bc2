"""Weeks later: one short question by mail, answered without signing in, and what it says of what is still known."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.catalogue.making import changed, right_files, whole_files
from tests.client import Client
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.making import answers, attempts
from tests.learning.test_answers import at_once
from tests.learning.weeks_later import (
    Someone,
    Standing,
    ask_again,
    ladder,
    learned,
    mails,
    objectives,
    pass_course,
    paths,
    refreshers,
    slugs,
    someone,
)
from training.audit.models import Event
from training.catalogue.models import Question
from training.core import site
from training.core.db import database, writing
from training.core.permissions import Role
from training.jobs.service import add
from training.learning import refresher_letters, refresher_pages, work
from training.learning.models import HeldBelief, QuestionVoid
from training.learning.refreshing import PURPOSE
from training.learning.rules import AttemptKind, AttemptState
from training.people.models import Account, Person

TODAY = making.TODAY
WEEK = timedelta(days=7)


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Path:
    making.publish(tmp_path)
    return tmp_path


@pytest.fixture
def courses(app: Flask, tmp_path: Path) -> Path:
    """Two of them, which are alike."""
    making.publish(tmp_path, weeks_later.two_courses())
    return tmp_path


@pytest.fixture
def reader(app: Flask) -> Client:
    """Whoever opens a link of a mail: signed in nowhere."""
    return Client(app)


def person(**values: Any) -> int:
    return someone(**values).id


def learner(clock: Clock, **values: Any) -> int:
    """Somebody who passed the course today."""
    person_id = person(**values)
    pass_course(person_id, clock())
    return person_id


def asked(app: Flask, clock: Clock, **values: Any) -> tuple[int, str]:
    """Somebody who passed the course a week ago and was asked just now; and the way to the question."""
    person_id = learner(clock, **values)
    clock.forward(days=7)
    ask_again(app)
    (mail,) = mails()
    (path,) = paths(mail)
    return person_id, path


# --- the ladder begins ------------------------------------------------------------------------------------------------


def test_passing_a_course_puts_its_objectives_on_the_ladder(course: Path, clock: Clock) -> None:
    first = Standing(step=0, due_on=TODAY + WEEK, learned_on=TODAY)
    assert ladder(learner(clock)) == {"examine": first, "report": first}


def test_failing_puts_nothing_on_it(course: Path, clock: Clock) -> None:
    person_id = person()
    weeks_later.answer(weeks_later.seal(person_id, "first-note", now=clock()), False, now=clock())
    assert ladder(person_id) == {}


def test_passing_again_keeps_the_step_and_moves_the_day(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    person_id, path = asked(app, clock)
    making.answer(reader, reader.get(path))
    (done,) = objectives(refreshers())
    other = next(name for name in ("examine", "report") if name != done)
    today = clock.forward(days=3).date()

    pass_course(person_id, clock())

    assert ladder(person_id) == {
        done: Standing(1, today + timedelta(days=30), today), other: Standing(0, today + WEEK, today),
    }  # fmt: skip


# --- the job ----------------------------------------------------------------------------------------------------------


def test_a_question_comes_after_a_week_and_not_before(app: Flask, course: Path, clock: Clock) -> None:
    person_id = learner(clock)
    clock.forward(days=6, hours=14)
    ask_again(app)
    assert not refreshers()
    assert not mails()

    clock.forward(hours=2)
    ask_again(app)

    (one,) = refreshers()
    assert (one.person_id, one.number, one.part, one.needed, one.state) == (person_id, 1, "", 1, AttemptState.OPEN)
    assert (one.started_at, one.closes_at, one.carried, len(one.draw)) == (clock(), None, 0, 1)
    assert [mail.person_id for mail in mails()] == [person_id]
    assert weeks_later.events("attempt-started")[-1] == ("attempt-started", None, one.id)


def test_the_day_is_the_organisation_s(app: Flask, course: Path, clock: Clock) -> None:
    """A week later in Auckland it is still Sunday evening in Greenwich."""
    with writing():
        site.change({"zone": "Pacific/Auckland"}, by_person_id=None, now=clock())
    learner(clock)
    clock.forward(days=6, hours=3)
    assert clock().date() < TODAY + WEEK
    ask_again(app)
    assert len(refreshers()) == 1


@pytest.mark.parametrize(("a_week", "asked_then"), [(0, 0), (1, 1), (2, 2)])
def test_so_many_a_week_as_the_setting_says(
    app: Flask, courses: Path, clock: Clock, a_week: int, asked_then: int
) -> None:
    person_id = learner(clock)
    pass_course(person_id, clock(), "call-it")
    clock.forward(days=7)

    ask_again(app, a_week)

    assert len(refreshers()) == asked_then
    assert len({one.subject_id for one in refreshers()}) == asked_then, "of different courses"
    assert len(mails()) == min(asked_then, 1), "one mail for all of them"
    assert sum(len(paths(mail)) for mail in mails()) == asked_then


def test_two_a_week_are_never_of_one_course(app: Flask, course: Path, clock: Clock) -> None:
    learner(clock)
    clock.forward(days=7)
    ask_again(app, 2)
    assert len(refreshers()) == 1, "both of its objectives are due"


def test_both_links_of_a_mail_lead_to_questions_one_after_the_other(
    app: Flask, courses: Path, clock: Clock, reader: Client
) -> None:
    pass_course(learner(clock), clock(), "call-it")
    clock.forward(days=7)
    ask_again(app, 2)
    first, second = paths(mails()[0])

    page = making.answer(reader, reader.get(first))
    onward = page.soup.select_one("main a.button.primary")
    assert onward.get_text(strip=True) == "One more question"
    page = making.answer(reader, making.onward(reader, page))

    assert page.soup.select_one("main a.button.primary").get_text(strip=True) == "Back to today"
    assert {one.state for one in refreshers()} == {AttemptState.PASSED}
    assert reader.get(second).soup.select(".verdicts"), "the other link shows what was answered"


def test_the_job_of_a_day_is_one_and_asks_once_however_often_it_runs(app: Flask, course: Path, clock: Clock) -> None:
    learner(clock)
    clock.forward(days=7)
    for _ in range(2):
        with writing():
            add(*work.schedule(clock()), now=clock())
        weeks_later.work_off(app)
        ask_again(app)
    assert len(refreshers()) == len(mails()) == 1


def test_an_unanswered_question_is_not_followed_by_another(app: Flask, courses: Path, clock: Clock) -> None:
    person_id = learner(clock)
    pass_course(person_id, clock(), "call-it")
    for _week in range(5):
        clock.forward(days=7)
        ask_again(app, 2 if _week else 1)
    assert len(refreshers()) == len(mails()) == 1


def test_the_next_one_comes_the_week_after_and_only_after_answering(
    app: Flask, course: Path, clock: Clock, reader: Client
) -> None:
    _person_id, path = asked(app, clock)
    clock.forward(days=2)
    making.answer(reader, reader.get(path))
    for _day in range(4):
        ask_again(app)
        clock.forward(days=1)
    assert len(refreshers()) == 1, "Wednesday to Saturday: one a week, though the other objective is due"
    assert clock().strftime("%A") == "Sunday"
    ask_again(app)
    assert len(refreshers()) == 1

    clock.forward(days=1)
    ask_again(app)

    assert sorted(objectives(refreshers())) == ["examine", "report"]
    assert [one.number for one in refreshers()] == [1, 2]
    assert len(mails()) == 2


# --- who is asked, and who is not ---------------------------------------------------------------------------------------


def test_whoever_has_left_is_not_asked(app: Flask, course: Path, clock: Clock) -> None:
    left, leaves_today, stays = (learner(clock) for _ in range(3))
    day = TODAY + WEEK
    with writing():
        for person_id, on in ((left, day - WEEK), (leaves_today, day), (stays, day + timedelta(days=1))):
            database.session.execute(update(Person).where(Person.id == person_id).values(left_on=on))
    clock.forward(days=7)
    ask_again(app)
    assert [one.person_id for one in refreshers()] == [stays]


def test_whoever_has_no_mail_is_not_asked(app: Flask, course: Path, clock: Clock) -> None:
    learner(clock, email=None)
    clock.forward(days=7)
    ask_again(app)
    assert not refreshers()
    assert not mails()


def test_a_course_that_is_taught_no_more_is_not_asked(app: Flask, courses: Path, clock: Clock) -> None:
    person_id = learner(clock)
    pass_course(person_id, clock(), "call-it")
    making.publish(courses)
    clock.forward(days=7)
    ask_again(app, 2)
    assert [one.subject_id for one in refreshers()] == [making.subject_id("spot-it")]


def take_out(*of: str) -> None:
    """Take questions out in every wording that the database knows."""
    database.session.rollback()
    found = database.session.execute(
        select(Question.slug, Question.digest).where(Question.slug.in_(of)).distinct()
    ).all()
    subject_id = making.subject_id()
    with writing():
        database.session.add_all(
            QuestionVoid(
                subject_id=subject_id, slug=slug, digest=digest, reason="Two are right.", happened_at=make.NOW,
                recorded_at=make.NOW,
            )
            for slug, digest in found
        )  # fmt: skip


def test_what_was_taken_out_is_not_asked(app: Flask, course: Path, clock: Clock) -> None:
    people = [learner(clock) for _ in range(6)]
    take_out("first-note", "second-note", "third-note")
    clock.forward(days=7)
    ask_again(app)
    assert [slugs(one) for one in refreshers()] == [["fourth-note"]] * len(people)


def test_where_everything_was_taken_out_nothing_is_asked(app: Flask, course: Path, clock: Clock) -> None:
    learner(clock)
    take_out("first-note", "second-note", "third-note", "fourth-note")
    clock.forward(days=7)
    ask_again(app)
    assert not refreshers()
    assert not mails()


# --- what is asked ------------------------------------------------------------------------------------------------------


def test_an_unseen_question_comes_first(app: Flask, course: Path, clock: Clock) -> None:
    """The course draws one of two for each objective: the refresher asks the other one."""
    people = [learner(clock) for _ in range(6)]
    seen = {one.person_id: set(slugs(one)) for one in attempts()}
    clock.forward(days=7)
    ask_again(app)
    assert {one.person_id for one in refreshers()} == set(people)
    for one in refreshers():
        assert not set(slugs(one)) & seen[one.person_id]


def belief_of(slug: str, belief: str) -> tuple[str, str]:
    """How one question is written so that its second option traps another belief."""
    old = f"A note named {slug} wants your code. What now?\n  options:\n    - text: Report it with the button.\n"
    old += "      right: true\n      why: Sorting it out is our work.\n    - text: Delete it at once.\n"
    return f"{old}      misconception: delete-is-enough\n", f"{old}      misconception: {belief}\n"


@pytest.fixture
def own_beliefs(app: Flask, tmp_path: Path) -> None:
    """The right course, in which the fourth question alone traps a belief of its own."""
    files = right_files()
    files["misconceptions.yaml"] += "no-time: There is no time to ask\n"
    old, new = belief_of("fourth-note", "no-time")
    assert old in files["spot-it/questions.yaml"]
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(old, new)
    making.publish(tmp_path, files)


def hold(person_id: int, belief: str, *, held: bool = True) -> None:
    with writing():
        database.session.add(HeldBelief(person_id=person_id, belief_slug=belief, held=held, answered_at=make.NOW))


@pytest.mark.usefixtures("own_beliefs")
def test_a_weak_belief_comes_first(app: Flask, clock: Clock) -> None:
    """Else it would be the objective that comes first by its name, and either of its two questions."""
    people = [person() for _ in range(8)]
    for person_id in people:
        learned(person_id, TODAY, "examine", "report")
        hold(person_id, "no-time")
    clock.forward(days=7)
    ask_again(app)
    assert [slugs(one) for one in refreshers()] == [["fourth-note"]] * len(people)


@pytest.mark.usefixtures("own_beliefs")
def test_a_belief_that_was_overcome_is_weak_no_more(app: Flask, clock: Clock) -> None:
    person_id = person()
    learned(person_id, TODAY, "examine", "report")
    hold(person_id, "no-time", held=False)
    clock.forward(days=7)
    ask_again(app)
    assert objectives(refreshers()) == ["examine"]


def test_what_has_been_due_longest_comes_first(app: Flask, course: Path, clock: Clock) -> None:
    person_id = person()
    learned(person_id, TODAY - timedelta(days=1), "report")
    learned(person_id, TODAY, "examine")
    clock.forward(days=7)
    ask_again(app)
    assert objectives(refreshers()) == ["report"]


# --- languages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def translated(app: Flask, tmp_path: Path) -> None:
    making.publish(tmp_path, whole_files())


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize(
    ("roster", "chosen", "language", "begins"),
    [
        ("es", "", "es", "Una nota llamada"), ("", "es", "es", "Una nota llamada"), ("en", "es", "es", "Una nota llamada"),
        ("es", "en", "en", "A note named"), ("", "", "en", "A note named"), ("fr", "", "en", "A note named"),
    ],
)  # fmt: skip
def test_a_translated_course_asks_in_the_reader_s_language(
    app: Flask, clock: Clock, reader: Client, roster: str, chosen: str, language: str, begins: str
) -> None:
    person_id = person(language=roster)
    learned(person_id, TODAY, "examine")
    with writing():
        database.session.execute(update(Account).where(Account.person_id == person_id).values(language=chosen))
    clock.forward(days=7)
    ask_again(app)
    (one,) = refreshers()
    page = reader.get(paths(mails()[0])[0])
    assert one.language == language
    assert begins in page.words
    assert page.soup.select_one(f'[lang="{language}"]')


def test_a_course_in_another_language_says_so(app: Flask, clock: Clock, tmp_path: Path) -> None:
    making.publish(tmp_path, changed("spot-it/course.yaml", "language: en", "language: es"))
    learned(person(language="en"), TODAY, "examine")
    clock.forward(days=7)
    ask_again(app)
    assert [one.language for one in refreshers()] == ["es"]


@pytest.mark.parametrize(("roster", "chosen", "said"), [("es", "", "es"), ("es", "en", "en"), ("", "", "")])
def test_the_mail_is_in_the_reader_s_language(
    app: Flask, course: Path, clock: Clock, monkeypatch: Any, roster: str, chosen: str, said: str
) -> None:
    person_id = person(language=roster)
    learned(person_id, TODAY, "examine")
    with writing():
        database.session.execute(update(Account).where(Account.person_id == person_id).values(language=chosen))
    monkeypatch.setattr(refresher_letters, "said", lambda sentence, language: f"[{language}] {sentence}")
    clock.forward(days=7)
    ask_again(app)
    (mail,) = mails()
    assert mail.subject == f"[{said}] A question of half a minute"
    assert mail.body.startswith(f"[{said}] Hello")


def test_one_mail_for_each_person_to_their_own_address(app: Flask, course: Path, clock: Clock) -> None:
    people = [someone(given) for given in ("Aino", "Bela")]
    for one in people:
        learned(one.id, TODAY, "examine", "report")
    expected = {one.email: one.given for one in people}
    clock.forward(days=7)
    ask_again(app)
    assert {mail.recipient: mail.recipient_name for mail in mails()} == expected
    assert len({path for mail in mails() for path in paths(mail)}) == 2
    for mail in mails():
        assert mail.body.startswith(f"Hello {expected[mail.recipient]},")


# --- the answer -----------------------------------------------------------------------------------------------------------


def test_the_link_leads_to_the_question_without_signing_in(
    app: Flask, course: Path, clock: Clock, reader: Client
) -> None:
    _person_id, path = asked(app, clock)
    page = reader.get(path)
    assert page.status == 200
    assert "wants your code. What now?" in page.words
    assert "Question 1 of 1" in page.words
    assert page.soup.select_one("main form")["action"] == path
    assert len(answers()) == 2, "looking answers nothing"


@pytest.mark.parametrize(("right", "step", "in_days"), [(True, 1, 30), (False, 0, 7)])
def test_the_answer_moves_the_ladder_and_is_explained(
    app: Flask, course: Path, clock: Clock, reader: Client, right: bool, step: int, in_days: int
) -> None:
    person_id, path = asked(app, clock)
    today = clock.forward(days=1).date()

    page = making.answer(reader, reader.get(path), right=right)

    assert page.path == path
    assert ("Right." if right else "Not quite.") in page.words
    assert len(page.soup.select(".verdicts li")) == 3
    assert "Remember Not sure is a good reason to report." in page.words
    assert not page.soup.select("main form")
    (one,) = refreshers()
    assert one.state is (AttemptState.PASSED if right else AttemptState.FAILED)
    assert (one.right, one.finished_at) == (int(right), clock())
    (moved,) = objectives([one])
    standing = ladder(person_id)
    assert standing.pop(moved) == Standing(step, today + timedelta(days=in_days), TODAY)
    assert list(standing.values()) == [Standing(0, TODAY + WEEK, TODAY)], "the other one stands where it stood"
    assert len(making.completions()) == 1, "a refresher completes nothing"


def test_a_wrong_answer_goes_back_one_step(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    person_id = person()
    learned(person_id, TODAY, "examine")
    steps = []
    for right in (True, True, False, False, False, True):
        clock.set(clock().replace(hour=9))
        due = ladder(person_id)["examine"].due_on
        clock.forward(days=(due - clock().date()).days)
        ask_again(app)
        making.answer(reader, reader.get(paths(mails()[-1])[0]), right=right)
        steps.append(ladder(person_id)["examine"].step)
    assert steps == [1, 2, 1, 0, 0, 1]
    assert len(mails()) == 6


def test_the_answer_is_final(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    person_id, path = asked(app, clock)
    question = reader.get(path)
    first = making.answer(reader, question, right=False)
    kept, stands = answers(), ladder(person_id)

    again = reader.submit(question, making.sending(question))

    assert again.soup.select_one("main").get_text() == first.soup.select_one("main").get_text()
    assert answers() == kept
    assert ladder(person_id) == stands


def test_two_tabs_give_one_answer(app: Flask, course: Path, clock: Clock) -> None:
    person_id, path = asked(app, clock)
    before = len(answers())
    tabs = [Client(app) for _ in range(4)]
    page = tabs[0].get(path)
    fields = [
        {**making.sending(page, right=number % 2 == 0), "csrf_token": tab.token()} for number, tab in enumerate(tabs)
    ]
    database.session.rollback()

    sent = at_once(*(
        lambda tab=tab, field=field: tab.http.post(path, data=field).status_code
        for tab, field in zip(tabs, fields, strict=True)
    ))  # fmt: skip

    assert sent == [303] * 4
    assert len(answers()) == before + 1
    (one,) = refreshers()
    moved = ladder(person_id)[objectives([one])[0]]
    assert moved.step == (1 if answers()[-1].credit == 100 else 0), "moved once, by the answer that counts"


def test_no_choice_is_no_answer(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    person_id, path = asked(app, clock)
    stands, before = ladder(person_id), answers()
    page = reader.submit(reader.get(path))
    assert page.status == 422
    assert page.errors == ["Error: Choose one answer"]
    assert (ladder(person_id), answers()) == (stands, before)
    assert making.answer(reader, page).status == 200


def test_without_the_token_of_the_form_nothing_is_answered(
    app: Flask, course: Path, clock: Clock, reader: Client
) -> None:
    _person_id, path = asked(app, clock)
    before, page = answers(), reader.get(path)
    assert reader.http.post(path, data=making.sending(page)).status_code == 403
    assert answers() == before


def test_the_part_is_swapped(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    _person_id, path = asked(app, clock)
    page, asking = reader.get(path), {"headers": {"HX-Request": "true"}}
    assert page.soup.select_one("main form")["hx-post"] == path
    assert reader.post(path, {}, **asking).status == 422
    part = reader.post(path, making.sending(page), **asking)
    assert part.status == 200
    assert "<html" not in part.text
    assert part.soup.select(".verdicts")


# --- a link is good for one thing -----------------------------------------------------------------------------------------


def other_links(app: Flask, path: str) -> list[str]:
    """Links that look like the one of a mail, and are not."""
    token = path.rpartition("/")[2]
    body, stamp, signature = token.rsplit(".", 2)
    (one,) = refreshers()
    course_attempt = next(row for row in attempts() if row.kind is AttemptKind.COURSE)
    links = weeks_later.links(app)
    return [
        f"{token}A", f"A{token}", f"{body}.{stamp}.{signature[::-1]}", f"{body}A.{stamp}.{signature}",
        f"{body}.AAAAAA.{signature}", body, one.public_id,
        links.sign("next", one.public_id), links.sign(PURPOSE, course_attempt.public_id), links.sign(PURPOSE, one.id),
        links.sign(PURPOSE, None), links.sign(PURPOSE, [one.public_id]), links.sign(PURPOSE, "000000000000"),
        links.sign(PURPOSE, {"public_id": one.public_id}), links.sign(PURPOSE, ""),
    ]  # fmt: skip


def test_a_link_that_was_forged_or_altered_leads_nowhere(
    app: Flask, course: Path, clock: Clock, reader: Client
) -> None:
    _person_id, path = asked(app, clock)
    page, before = reader.get(path), answers()
    for token in other_links(app, path):
        assert reader.get(f"/refresh/{token}").status == 404, token
        assert reader.post(f"/refresh/{token}", making.sending(page)).status == 404, token
    assert answers() == before


def test_a_link_leads_to_its_question_for_half_a_year(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    _person_id, path = asked(app, clock)
    page = reader.get(path)
    assert timedelta(days=180) == refresher_pages.HOLDS
    clock.forward(days=180)
    assert reader.get(path).status == 200
    clock.forward(seconds=1)
    assert reader.get(path).status == 404
    assert reader.post(path, making.sending(page)).status == 404
    assert refreshers()[0].state is AttemptState.OPEN


def test_looking_does_not_make_a_link_younger(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    _person_id, path = asked(app, clock)
    clock.forward(days=179)
    page = reader.get(path)
    assert page.soup.select_one("main form")["action"] == path
    answered = making.answer(reader, page)
    assert answered.path == path
    assert [link for link in answered.soup.select("a[href]") if "/refresh/" in str(link["href"])] == []
    clock.forward(days=2)
    assert reader.get(path).status == 404


def test_an_old_link_does_not_lead_to_what_is_asked_later(
    app: Flask, courses: Path, clock: Clock, reader: Client
) -> None:
    """Whoever was sent on one mail by mistake answers nothing but what stood in it."""
    person_id, path = asked(app, clock)
    making.answer(reader, reader.get(path))
    clock.forward(days=7)
    ask_again(app)
    assert [one.state for one in refreshers(person_id)] == [AttemptState.PASSED, AttemptState.OPEN]

    page = reader.get(path)

    assert page.soup.select_one("main a.button.primary").get_text(strip=True) == "Back to today"
    assert "/refresh/" not in str(page.soup.select_one("main"))


def test_a_link_shows_nothing_else_of_the_person(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    one = someone("Ωμέγα", "Ψι", email="omega@alderfinch.example", external_id="E-77077")
    canaries = ("Ωμέγα", "Ψι", "omega@", "E-77077", one.public_id)
    pass_course(one.id, clock())
    clock.forward(days=7)
    ask_again(app)
    (path,) = paths(mails()[0])
    question = reader.get(path)
    answered = making.answer(reader, question)
    for page in (question, answered, reader.get(path)):
        assert not [word for word in canaries if word in page.text]


def test_a_link_gives_no_way_into_the_account(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    _person_id, path = asked(app, clock)
    making.answer(reader, reader.get(path))
    (one,) = refreshers()
    for closed in ("/", "/record", "/memory", "/courses/", f"/learn/spot-it/quiz/{one.public_id}/1"):
        assert reader.get(closed).path.startswith("/sign-in"), closed
    with reader.http.session_transaction() as kept:
        assert "_user_id" not in kept


def test_somebody_else_who_is_signed_in_stays_who_they_are(
    app: Flask, course: Path, clock: Clock, client: Client
) -> None:
    person_id, path = asked(app, clock)
    other = make.employee(client).id
    making.answer(client, client.get(path))
    (one,) = refreshers()
    assert (one.person_id, one.state) == (person_id, AttemptState.PASSED)
    assert client.get(f"/learn/spot-it/quiz/{one.public_id}/1").status == 404, "but by the link"
    assert ladder(other) == {}
    assert client.get("/memory").heading == "Nothing has been asked again yet."


def test_the_log_names_whose_answer_it_is(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    person_id, path = asked(app, clock)
    making.answer(reader, reader.get(path))
    (one,) = refreshers()
    ours = [row for row in weeks_later.events("answered", "attempt-passed") if row[2] == one.id]
    assert ours == [("answered", person_id, one.id), ("attempt-passed", person_id, one.id)]
    database.session.rollback()
    assert not database.session.scalars(select(Event).where(Event.action == "signed-in")).all()


# --- the home page --------------------------------------------------------------------------------------------------------

WAITS = "One short question waits, on something that you learned a while ago."


def test_the_home_page_shows_the_question_that_waits(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    one = someone()
    pass_course(one.id, clock())
    clock.forward(days=7)
    make.sign_in(client, one)
    assert WAITS not in client.get("/").words
    ask_again(app)

    home = client.get("/")
    assert WAITS in home.words
    page = client.get(str(home.soup.find("a", string="Answer it")["href"]))
    answered = making.answer(client, page)

    assert "Right." in answered.words
    assert making.onward(client, answered).path == "/"
    assert WAITS not in client.get("/").words


def test_the_question_of_another_waits_for_them_alone(app: Flask, course: Path, clock: Clock, client: Client) -> None:
    asked(app, clock)
    make.employee(client)
    assert WAITS not in client.get("/").words


# --- one's own memory -----------------------------------------------------------------------------------------------------


def remembers(app: Flask, clock: Clock, client: Client, *rights: bool) -> Someone:
    """Somebody, signed in, who passed the course and answered so often when each next question was due."""
    one = someone()
    pass_course(one.id, clock())
    for right in rights:
        due = min(rung.due_on for rung in ladder(one.id).values())
        clock.forward(days=max(0, (due - clock().date()).days))
        ask_again(app)
        weeks_later.answer(_place(refreshers(one.id)[-1]), right, now=clock())
        clock.forward(days=7)
    make.sign_in(client, one)
    return one


def _place(attempt: Any) -> Any:
    return weeks_later.AttemptPlace("spot-it", attempt.public_id)


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
        "after four months": "not yet",
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
