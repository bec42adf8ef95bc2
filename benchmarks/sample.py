"""What both sides hold: the same course, people, duties and seats, so that a page of the one is a page of the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import cycle, islice
from typing import Any, NamedTuple

from training.catalogue.content.freezing import FrozenEdition, frozen
from training.catalogue.content.lessons import fill
from training.catalogue.content.reader import read_catalogue
from training.core.settings import ROOT

DEPARTMENTS, TOP_DEPARTMENTS = 50, 5
REQUIREMENTS = 10
DATES = 20
"""Sessions of the seminar; those who register are spread over them."""
SEATS = 200
"""Of each session: the units of a round never fill one."""
FEW_SEATS, CROWD = 5, 40
"""Seats of the session for which people race, and how many race."""
STORM, STORM_SEATS = 99, 30
"""The number and the seats of the one date for which hundreds ask at once."""
LEARNERS = 1500
"""How many people at most are signed in, each with an open attempt at the course's questions."""
NAME, MAIL, PHONE = "Alderfinch", "report@alderfinch.example", "+44 555 0100"
LOCAL = {"org.name": NAME, "org.domain": "alderfinch.example", "report.button": "Report",
         "report.address": MAIL, "report.phone": PHONE}  # fmt: skip


@cache
def course() -> FrozenEdition:
    """Return the course that is taken: the one with the longest lesson, as the courses folder has it."""
    courses = [frozen(one) for one in read_catalogue(ROOT / "courses").courses]
    return max(courses, key=lambda one: max(len(lesson["html"]) for lesson in one.content["lessons"]))


def lesson() -> dict[str, Any]:
    """Return the longest lesson: the page of W1."""
    found: dict[str, Any] = max(course().content["lessons"], key=lambda one: len(one["html"]))
    return found


def drawn() -> list[dict[str, Any]]:
    """Return the questions that every attempt has drawn, in order."""
    content = course().content
    return list(content["questions"][: content["quiz"]["draw"]])


def right_key(question: dict[str, Any]) -> str:
    return next(str(option["key"]) for option in question["options"] if option["right"])


def local(html: str) -> str:
    """Fill the local words of the course in."""
    return fill(html, LOCAL)


def learners(people: int) -> range:
    """Return the ids of those who are signed in."""
    return range(1, min(people, LEARNERS) + 1)


def token(person_id: int) -> str:
    """Return the sign-in token of a learner."""
    return f"benchmark-sign-in-of-person-{person_id:07d}"


def departments() -> range:
    """Return the ids of all departments."""
    return range(1, DEPARTMENTS + 1)


def requirements() -> range:
    """Return the ids of all requirements."""
    return range(1, REQUIREMENTS + 1)


def public_id(number: int) -> str:
    return f"{number:012d}"


def department_of(person_id: int) -> int:
    return person_id % DEPARTMENTS + 1


def department_name(number: int) -> str:
    return f"Department {number:02d}"


def parent_of(department: int) -> int | None:
    return None if department <= TOP_DEPARTMENTS else department % TOP_DEPARTMENTS + 1


def path_of(department: int) -> str:
    parent = parent_of(department)
    return f"/{parent}/{department}/" if parent else f"/{department}/"


def requirement_name(number: int) -> str:
    return f"Requirement number {number}"


class Duty(NamedTuple):
    """One duty of one person as it stands."""

    id: int
    person_id: int
    requirement_id: int
    department_id: int
    due: date
    done_on: date | None
    exempt_from: date | None
    exempt_until: date | None


@dataclass(frozen=True)
class Moment:
    """When everything was seeded."""

    now: datetime
    today: date


def moment() -> Moment:
    now = datetime.now(UTC)
    return Moment(now, now.date())


def _kinds(today: date) -> list[tuple[date, date | None, date | None, date | None]]:
    """Twenty duties as they occur: (due, done on, exempt from, exempt until)."""
    before, soon = today - timedelta(days=20), today + timedelta(days=20)
    done = (before, before - timedelta(days=10), None, None)
    late = (before, before + timedelta(days=5), None, None)
    excused = (before, None, before, soon)
    waiting, overdue = (soon, None, None, None), (before, None, None, None)
    return [done] * 13 + [late, excused, waiting, waiting, waiting, overdue, overdue]


def duties(people: int, today: date) -> Iterator[Duty]:
    """Yield ten duties of each person. The course's duty (requirement 1) is open for all who are signed in."""
    kinds, signed_in = _kinds(today), learners(people)
    waiting, number = kinds[15], 0
    for person_id in range(1, people + 1):
        department = department_of(person_id)
        for requirement, kind in enumerate(
            islice(cycle(kinds), person_id % 20, person_id % 20 + REQUIREMENTS), start=1
        ):
            number += 1
            yield Duty(number, person_id, requirement, department,
                       *(waiting if requirement == 1 and person_id in signed_in else kind))  # fmt: skip
