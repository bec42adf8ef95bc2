"""Makers of this room: the small right course published, bigger ones, and a learner who answers as told."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import select, text

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
from training.core.db import as_writer, database, scoped, writing
from training.core.permissions import Held, Role, Viewer
from training.learning import accommodation_service
from training.learning.accommodation_service import NewArrangement
from training.learning.marking import Kind
from training.learning.models import Answer, Attempt
from training.learning.readiness import Moment

TODAY = date(2026, 11, 23)
START = "/learn/spot-it/quiz"
NOTES = {"first-note", "second-note", "third-note", "fourth-note"}
"""The questions of the right course."""
TEAM = Viewer(held=(Held(Role.SECURITY_TEAM),))


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


def asked(page: Page) -> dict[str, Any]:
    """The frozen content of the question that a page asks; only the database tells."""
    database.session.rollback()
    shown = {str(box["value"]) for box in page.soup.select("input[name=choice]")}
    shown |= {str(box["name"]).removeprefix("part-") for box in page.soup.select("select[name^=part-]")}
    for content in database.session.scalars(select(Question.content)):
        if {option["key"] for option in content["options"]} == shown:
            return dict(content)
    raise AssertionError("the page shows no question of the database")


def right_key(page: Page, *, right: bool = True) -> str:
    """The key of a right (or a wrong) option of the question of kind one that a page shows."""
    return next(option["key"] for option in asked(page)["options"] if option["right"] is right)


def sending(page: Page, *, right: bool = True) -> dict[str, Any]:
    """What to send as the right answer, or as one that is worth nothing, to a question of any kind."""
    return fields(asked(page), right=right)


def fields(content: Mapping[str, Any], *, right: bool = True) -> dict[str, Any]:
    """The fields of the right answer to a frozen question, or of one that is worth nothing."""
    options, kind = content["options"], Kind(content["kind"])
    if kind is Kind.ORDER:
        last = len(options) + 1
        return {f"part-{one['key']}": str(one["place"] if right else last - one["place"]) for one in options}
    if kind is Kind.MATCH:
        keys = [choice["key"] for choice in content["choices"]]
        wrong = {one["key"]: next(key for key in keys if key != one["answer"]) for one in options}
        return {f"part-{one['key']}": one["answer"] if right else wrong[one["key"]] for one in options}
    keys = [one["key"] for one in options if one["right"] is right]
    return {"choice": keys if right else keys[0]}


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def start(client: Client) -> Page:
    """Begin, or go on: the page of the question that is next."""
    page = client.post(START)
    assert page.status == 200, page.text[:200]
    return page


def answer(client: Client, page: Page, *, right: bool = True) -> Page:
    return client.submit(page, sending(page, right=right))


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


def run_sql(statement: str) -> None:
    """Change rows as nobody of ours does: past every verb."""
    database.session.rollback()
    with as_writer(), database.engine.begin() as connection:
        connection.execute(text(statement).execution_options(scoped="test"))


def attempts() -> list[Any]:
    return rows(Attempt)


def answers() -> list[Any]:
    return rows(Answer)


def completions() -> list[Any]:
    return rows(Completion)


def subject_id(slug: str = "spot-it") -> int:
    database.session.rollback()
    return int(database.session.scalars(select(Subject.id).where(Subject.slug == slug)).one())


def arrange(person: Any, **values: Any) -> str:
    """Arrange something for a person from the usual Monday on, as the security team would; its public id."""
    defaults = {
        "time_percent": 100,
        "without_pause": False,
        "plain_questions": False,
        "until": None,
        "reason": "Agreed",
    }
    with writing():
        new = NewArrangement(email=person.email, **(defaults | values))
        return accommodation_service.arrange(TEAM, new, at=Moment(NOW, TODAY))


def end_arrangement(public_id: str) -> None:
    with writing():
        accommodation_service.end(TEAM, public_id, at=Moment(NOW, TODAY))


def asked_in(attempt: Any) -> list[str]:
    """The slugs of the questions that an attempt asks, in their order."""
    database.session.rollback()
    slugs = {row.id: row.slug for row in database.session.execute(select(Question.id, Question.slug))}
    return [slugs[one["question"]] for one in attempt.draw]


def read_lesson(client: Client, *lessons: str) -> None:
    """Read them, and go on."""
    for lesson in lessons:
        assert client.submit(client.get(f"/learn/spot-it/{lesson}")).status == 200


def fail(client: Client, times: int) -> Page:
    """Take the whole quiz so often, with nothing right; the page of the last result."""
    for _ in range(times):
        page = take(client, False, False)
    return page


def may_begin(client: Client) -> bool:
    """Whether the entry offers to begin; what it does not offer a bare POST does not do either."""
    page, before = client.get(START), len(attempts())
    offered = bool(page.soup.select("main form"))
    if not offered:
        sent = client.post(START)
        assert (sent.status, sent.path) == (200, START)
        assert len(attempts()) == before, "a POST alone starts nothing"
    return offered


def person_of_the_last_try() -> Any:
    """Who took it last, to be signed in again."""
    return SimpleNamespace(id=attempts()[-1].person_id)
