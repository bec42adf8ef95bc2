"""The shipped content: the folder courses/ has no error and no warning, and every course can be frozen."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests import answers
from training.catalogue.content.checker import check
from training.catalogue.content.digest import digest_of
from training.catalogue.content.freezing import frozen
from training.catalogue.content.problems import report
from training.catalogue.content.reader import read_catalogue
from training.catalogue.content.written import Catalogue
from training.learning.marking import Kind, credit, read_answer

FOLDER = Path(__file__).parents[2] / "courses"


@cache
def shipped() -> Catalogue:
    """Everything that ships, read once in each test process."""
    return read_catalogue(FOLDER)


READ_ON = date(2026, 11, 26)
SLUGS = sorted(path.parent.name for path in FOLDER.glob("*/course.yaml"))


def test_nothing_is_wrong_in_courses():
    problems = check(shipped(), today=READ_ON)
    assert problems == (), report(problems)


def test_there_are_courses_and_registers():
    catalogue = shipped()
    assert SLUGS
    assert [course.slug for course in catalogue.courses] == SLUGS
    assert len(catalogue.frameworks) >= 5
    assert len(catalogue.misconceptions) >= 140


@pytest.mark.parametrize("slug", SLUGS)
def test_a_course_can_be_frozen_and_holds_what_it_promises(slug: str):
    course = next(course for course in shipped().courses if course.slug == slug)
    edition = frozen(course)
    assert digest_of(edition.content) == edition.digest
    assert all(lesson["html"] for lesson in edition.content["lessons"])
    assert len(edition.content["questions"]) >= edition.content["quiz"]["draw"]
    for question in edition.content["questions"]:
        kind = Kind(question["kind"])
        for right in (True, False):
            sent = answers.sent(question, right=right)
            options, choices = ([one["key"] for one in question[name]] for name in ("options", "choices"))
            chosen = read_answer(kind, options, choices, sent)
            assert credit(question, chosen) == (100 if right else 0), question["id"]
