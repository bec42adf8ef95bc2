"""Questions frozen by hand, of every kind: two of one kind differ in what is right, and in nothing else."""

from typing import Any

from tests import make
from training.catalogue.models import Edition, Lesson, Question, Subject
from training.core.db import database, writing
from training.learning.models import Attempt

Content = dict[str, Any]
KEYS = tuple(f"{number:012x}" for number in range(4))
CHOICES = tuple(f"{number:012x}" for number in range(10, 13))
SHOWN = {"one": (2, 0, 1), "many": (2, 0, 3, 1), "order": (2, 0, 1), "match": (2, 0, 1), "inspect": (0, 1, 2, 3), "room": (0, 1, 2, 3)}  # fmt: skip
"""In which order the parts are shown; all kinds that are asked, by the names of tests/catalogue/kinds.py."""
RIGHT = {
    "one": ((0,), (1,), (2,)),
    "many": ((0, 1), (1, 2), (0, 1, 3)),
    "order": ((1, 2, 3), (3, 1, 2), (2, 3, 1)),
    "match": ((0, 1, 2), (2, 0, 0), (1, 1, 0)),
    "inspect": ((0, 1), (1, 2), (0, 1, 3)),
    "room": ((0, 1), (1, 2), (0, 1, 3)),
}
"""What may be right: numbers of parts; of an order the place of each step, of a match the choice of each line."""


def content(kind: str, right: tuple[int, ...]) -> Content:
    """A frozen question; what is right is its only mark."""
    found = {
        "kind": "inspect" if kind == "room" else kind, "level": "apply", "stem_html": "Which?", "takeaway_html": "So.",
        "options": [_part(kind, number, right) for number in range(len(SHOWN[kind]))], "choices": [],
    }  # fmt: skip
    if kind == "match":
        found["choices"] = [{"key": key, "text_html": f"Choice {number}"} for number, key in enumerate(CHOICES)]
    if kind in {"inspect", "room"}:
        found |= {"scene": "message" if kind == "inspect" else "room", "picture_html": "<svg></svg>"}
    return found


def _part(kind: str, number: int, right: tuple[int, ...]) -> Content:
    part = {"key": KEYS[number], "text_html": f"Part {number}", "why_html": f"Why {number}"}
    if kind == "order":
        return part | {"place": right[number]}
    if kind == "match":
        return part | {"answer": CHOICES[right[number]]}
    return part | {"right": number in right, "misconception": None if number in right else "padlock"}


def course(slug: str, asked: Content) -> tuple[int, int, int]:
    """A course with one question: its subject, edition and question."""
    quiz = {"draw": 1, "from_each_objective": 1, "pass_percent": 80, "feedback": "after each answer", "limit_minutes": None}  # fmt: skip
    whole = {"title": "Blind", "language": "en", "quiz": quiz, "questions": [asked], "objectives": []}
    with writing():
        subject = Subject(kind="course", slug=slug, title="Blind", summary="S", minutes=3, track="everyone")
        database.session.add(subject)
        database.session.flush()
        edition = Edition(
            subject_id=subject.id, number=1, digest="d", language="en", content=whole, published_at=make.NOW
        )
        database.session.add(edition)
        database.session.flush()
        subject.edition_id = edition.id
        question = Question(
            edition_id=edition.id, slug="q", digest="q", objective="o", topic="t", lesson_slug="one", content=asked
        )
        lesson = Lesson(edition_id=edition.id, position=1, slug="one", title="One", minutes=2, changed=1, html="<p></p>")  # fmt: skip
        database.session.add_all([lesson, question])
        database.session.flush()
        return subject.id, edition.id, question.id


def sealed(kind: str, question_id: int) -> Content:
    """A draw in the order of `SHOWN`."""
    choices = {"choices": [CHOICES[1], CHOICES[2], CHOICES[0]]} if kind == "match" else {}
    return {"question": question_id, "digest": "q", "options": [KEYS[number] for number in SHOWN[kind]], **choices}


def attempt(person_id: int, made: tuple[int, int, int], drawn: Content, public_id: str) -> None:
    """An open attempt whose draw the test has chosen."""
    subject_id, edition_id, _question_id = made
    with writing():
        row = Attempt(
            public_id=public_id, person_id=person_id, subject_id=subject_id, edition_id=edition_id, number=1,
            language="en", draw=[drawn], needed=1, started_at=make.NOW,
        )  # fmt: skip
        database.session.add(row)
