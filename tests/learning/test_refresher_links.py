"""The link of a mail: it leads to one question, whoever opens it, and to nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.making import answers, attempts
from tests.learning.test_answers import at_once
from tests.learning.weeks_later import (
    Standing,
    ask_again,
    asked,
    ladder,
    learned,
    mails,
    objectives,
    pass_course,
    paths,
    refreshers,
    someone,
)
from training.audit.models import Event
from training.core.db import database
from training.learning import refresher_pages
from training.learning.refreshing import PURPOSE
from training.learning.rules import AttemptKind, AttemptState

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
    person_id = weeks_later.person()
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
