"""Makers for questions that are taken out: attempts at chosen questions, and the desk that takes one out."""

from datetime import datetime
from typing import Any

from flask import Flask

from tests import make
from tests.catalogue.making import CHANGES, TELL
from tests.client import Client, Page
from tests.conftest import Clock
from tests.learning import weeks_later
from tests.learning.making import attempts, rows
from tests.learning.weeks_later import answer, seal, someone, with_questions
from training.core.db import writing
from training.core.permissions import Role, Viewer
from training.learning import queries, starting
from training.learning.models import Rescore
from training.learning.rules import AttemptState

REASON = "The second option is right as well."
PASSED, FAILED, OPEN = AttemptState.PASSED, AttemptState.FAILED, AttemptState.OPEN


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


def begin(person_id: int, now: datetime, *, topic: str = "") -> None:
    viewer, at = Viewer(person_id=person_id), weeks_later.moment(now)
    with writing():
        course = queries.course(viewer, "spot-it")
        if topic:
            starting.start_topic(viewer, course, topic, {}, at=at)
        else:
            starting.start_course(viewer, course, {}, at=at)


def raised() -> dict[str, str]:
    """The second edition, in which the lesson `tell` has changed."""
    files = with_questions("fifth-note", "sixth-note")
    files["spot-it/course.yaml"] = files["spot-it/course.yaml"].replace("edition: 1", "edition: 2")
    files["spot-it/lessons/tell.md"] = TELL.replace("minutes: 1", "minutes: 1\nchanged: 2")
    files["spot-it/CHANGES.md"] = CHANGES.replace("# Changes\n", "# Changes\n\n## Edition 2 (2026-11-20)\nMore.\n")
    return files
