"""A raised edition asks for what it changed, and for nothing else; a spelling fix asks for nothing."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import right_files
from tests.client import Client
from tests.completion import making as duties
from tests.conftest import Clock
from tests.learning import making
from tests.learning.making import attempts, completions, rows, take
from training.catalogue.models import Question
from training.completion.rules import How
from training.core.db import database
from training.learning.rules import AttemptKind
from training.people.models import Person

COURSE, START = "/courses/spot-it", "/learn/spot-it/quiz"
SPOT = {"satisfied_by": ({"course": "spot-it"},), "renewal_months": 12, "window_days": 30}


def edition(number: int, *changed: str) -> dict[str, str]:
    """The right folder as that edition, in which these lessons say that they changed."""
    files = right_files()
    files["spot-it/course.yaml"] = files["spot-it/course.yaml"].replace("edition: 1", f"edition: {number}")
    told = "".join(f"## Edition {n} (2026-11-{n:02d})\nNew.\n\n" for n in range(number, 0, -1))
    files["spot-it/CHANGES.md"] = f"# Changes\n\n{told}"
    for lesson in changed:
        path = f"spot-it/lessons/{lesson}.md"
        files[path] = files[path].replace("minutes:", f"changed: {number}\nminutes:", 1)
    return files


@dataclass
class Learner:
    """Somebody with a browser, a clock and a folder of courses."""

    person: Person
    client: Client
    clock: Clock
    folder: Path

    @property
    def id(self) -> int:
        return self.person.id

    def later(self, days: int) -> date:
        """So many days later they sign in again."""
        self.clock.forward(days=days)
        make.sign_in(self.client, self.person)
        return self.clock().date()

    def raised(self, files: dict[str, str]) -> date:
        """A week later another edition is published, and asked for."""
        today = self.later(7)
        making.publish(self.folder, files)
        ask(self.id, today)
        return today

    def read(self, *lessons: str) -> None:
        for lesson in lessons:
            self.client.submit(self.client.get(f"/learn/spot-it/{lesson}"))


@pytest.fixture
def newcomer(app: Flask, client: Client, clock: Clock, tmp_path: Path) -> Learner:
    """Somebody who is to take edition 1, and has not yet."""
    making.publish(tmp_path)
    person = make.employee(client, started_on=date(2026, 11, 2))
    ask(person.id, making.TODAY)
    assert person.id
    database.session.expunge(person)  # it is asked for its id after every rollback
    return Learner(person, client, clock, tmp_path)


@pytest.fixture
def learner(newcomer: Learner) -> Learner:
    """Somebody who has read and passed it."""
    newcomer.read("look", "tell")
    take(newcomer.client, True, True)
    return newcomer


def ask(person_id: int, on: date) -> None:
    duties.publish(duties.written("spot", **SPOT), on=on)
    duties.reconcile(on, [person_id])


def questions_of(draw: list[dict[str, int]]) -> set[str]:
    lessons = {row.id: row.lesson_slug for row in rows(Question)}
    return {lessons[one["question"]] for one in draw}


def test_only_what_changed_is_asked(learner: Learner, client: Client) -> None:
    today = learner.raised(edition(2, "tell"))

    assert "One thing, 1 minute" in client.get("/").words.replace("minutes", "minute")
    page = client.get(COURSE)
    assert "1 of 2 read" in page.words
    assert "Unchanged since you took it." in page.words
    assert page.soup.select_one("main a.button.primary")["href"] == "/learn/spot-it/tell"
    learner.read("tell")
    entry = client.get(START)
    assert "They are about what has changed in this edition; the rest you know." in entry.words

    assert take(client, True, True).heading.startswith("Passed, with 2 of 2.")

    last = attempts()[-1]
    assert last.kind is AttemptKind.CHANGES
    assert questions_of(last.draw) == {"tell"}
    before, done = completions()
    assert (done.how, done.local_date) == (How.CHANGES, today)
    assert done.valid_until == before.valid_until, "the whole comes when it would have come"
    current = duties.duties(learner.id)[-1]
    assert (current.done_on, current.anew_after_id) == (today, before.id)


def test_the_whole_comes_again_when_it_would_have_come(learner: Learner, client: Client) -> None:
    learner.raised(edition(2, "tell"))
    learner.read("tell")
    take(client, True, True)
    expected = completions()[0].valid_until
    opens = expected - timedelta(days=30)

    duties.reconcile(opens - timedelta(days=20), [learner.id])
    following = duties.duties(learner.id)[-1]

    assert (following.valid_from, following.due, following.done_on) == (opens, expected, None)
    assert duties.reconcile(opens - timedelta(days=20)).changed == 0, "and nobody has to be named for it"


def test_the_daily_job_finds_it_without_being_told(learner: Learner, client: Client) -> None:
    learner.raised(edition(2, "tell"))
    learner.read("tell")
    take(client, True, True)
    opens = completions()[0].valid_until - timedelta(days=30)
    duties.reconcile(opens - timedelta(days=20))
    assert duties.duties(learner.id)[-1].valid_from == opens


def test_an_edition_that_says_nothing_of_lessons_asks_for_all(learner: Learner, client: Client) -> None:
    learner.raised(edition(2))
    assert "0 of 2 read" in client.get(COURSE).words
    take(client, True, True)
    assert attempts()[-1].kind is AttemptKind.COURSE


def test_a_spelling_fix_asks_for_nothing(learner: Learner, client: Client) -> None:
    files = right_files()
    files["spot-it/lessons/tell.md"] = files["spot-it/lessons/tell.md"].replace(
        "Do not forward it.", "Never forward it."
    )
    learner.raised(files)
    assert "Nothing to do." in client.get("/").words
    assert len(duties.duties(learner.id)) == 1


def test_whoever_slept_through_an_edition_is_asked_for_both(learner: Learner, client: Client) -> None:
    learner.raised(edition(2, "tell"))
    third = edition(3, "look")
    third["spot-it/lessons/tell.md"] = edition(2, "tell")["spot-it/lessons/tell.md"]
    learner.raised(third)
    assert "0 of 2 read" in client.get(COURSE).words


def test_whoever_never_took_it_takes_the_whole(newcomer: Learner, client: Client) -> None:
    newcomer.raised(edition(2, "tell"))
    assert "0 of 2 read" in client.get(COURSE).words
    take(client, True, True)
    assert (attempts()[-1].kind, completions()[-1].how) == (AttemptKind.COURSE, How.TEST_OUT)


def test_the_renewal_after_it_asks_for_the_whole(learner: Learner, client: Client) -> None:
    learner.raised(edition(2, "tell"))
    learner.read("tell")
    take(client, True, True)
    duties.reconcile(learner.later(350), [learner.id])
    assert "0 of 2 read" in client.get(COURSE).words
