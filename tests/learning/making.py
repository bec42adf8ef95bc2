"""Makers of this room: the small right course published, bigger ones, and a learner who answers as told."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.catalogue.making import LOOK, right_files, write
from tests.client import Client, Page
from tests.make import NOW
from training.catalogue.content.checker import check
from training.catalogue.content.problems import has_errors, report
from training.catalogue.content.reader import read_catalogue
from training.catalogue.models import Question, Subject
from training.catalogue.service import Planned, planned
from training.catalogue.service import publish as publish_catalogue
from training.completion.models import Completion
from training.core.db import database, scoped, writing
from training.learning.models import Answer, Attempt

TODAY = date(2026, 11, 23)
START = "/learn/spot-it/quiz"


def publish(folder: Path, files: dict[str, str] | None = None) -> None:
    """Publish a courses folder: the right one, with one course of two lessons that draws two of four questions.

    The files are written, for tests that look at them; what was read from the same ones before is not read again.
    """
    texts = files or right_files()
    write(folder, texts)
    plan = _plan(tuple(sorted(texts.items())))
    with writing():
        publish_catalogue(plan, now=NOW, today=TODAY)


@cache
def _plan(texts: tuple[tuple[str, str], ...]) -> Planned:
    with TemporaryDirectory() as folder:
        catalogue = read_catalogue(write(Path(folder), dict(texts)))
    assert not has_errors(found := check(catalogue, today=TODAY)), report(found)
    return planned(catalogue)


def with_lessons(number: int) -> dict[str, str]:
    """The right folder with more lessons."""
    files = right_files()
    names = [f"more-{n}" for n in range(number - 2)]
    files["spot-it/course.yaml"] = (
        files["spot-it/course.yaml"]
        .replace("  - tell\nquiz", "\n".join(["  - tell", *(f"  - {name}" for name in names), "quiz"]))
        .replace("minutes: 3", f"minutes: {3 + 2 * len(names)}")
    )
    files.update({f"spot-it/lessons/{name}.md": LOOK.replace("Take a look", f"Look {name}") for name in names})
    return files


def right_key(page: Page, *, right: bool = True) -> str:
    """The key of a right (or a wrong) option of the question that a page shows; only the database tells."""
    database.session.rollback()
    shown = {str(box["value"]) for box in page.soup.select("input[name=choice]")}
    for content in database.session.scalars(select(Question.content)):
        keys = {option["key"]: option["right"] for option in content["options"]}
        if set(keys) == shown:
            return next(key for key, is_right in keys.items() if is_right is right)
    raise AssertionError("the page shows no question of the database")


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def start(client: Client) -> Page:
    """Begin, or go on: the page of the question that is next."""
    page = client.post(START)
    assert page.status == 200, page.text[:200]
    return page


def answer(client: Client, page: Page, *, right: bool = True) -> Page:
    return client.submit(page, {"choice": right_key(page, right=right)})


def onward(client: Client, page: Page) -> Page:
    """Follow the one primary way on."""
    return client.get(str(page.soup.select_one("main a.button.primary")["href"]))


def take(client: Client, *verdicts: bool) -> Page:
    """Take the whole quiz with these outcomes; the page of its result."""
    page = start(client)
    for right in verdicts:
        page = onward(client, answer(client, page, right=right))
    return page


def rows(table: Any) -> list[Any]:
    database.session.rollback()
    return list(database.session.execute(scoped(select(table.__table__).order_by(table.id), by="test")).all())


def attempts() -> list[Any]:
    return rows(Attempt)


def answers() -> list[Any]:
    return rows(Answer)


def completions() -> list[Any]:
    return rows(Completion)


def subject_id(slug: str = "spot-it") -> int:
    database.session.rollback()
    return int(database.session.scalars(select(Subject.id).where(Subject.slug == slug)).one())
