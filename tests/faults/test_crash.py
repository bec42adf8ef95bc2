"""A process that dies after any statement of a verb leaves all of it or nothing of it."""

import os
from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from tests import make, small_world
from tests.client import Client, Page
from tests.conftest import Clock
from tests.learning import making as learning
from tests.small_world import SmallWorld
from training.core.db import Base, database
from training.core.digest import canonical, digest
from training.notices.models import Message

DIED = 9
MOST_STATEMENTS = 60
Act = Callable[[], Any]


@pytest.fixture
def world(app: Flask) -> SmallWorld:
    return small_world.build(app)


def last_answer(app: Flask, world: SmallWorld, _clock: Clock) -> Act:
    """The answer that ends a quiz: with it come the result and, if passed, the completion."""
    client = Client(app)
    make.sign_in(client, world.a.people[1])
    page = client.post("/learn/recognising-phishing/quiz")
    for _ in range(7):
        answered = client.submit(page, learning.sending(page))
        page = client.get(next_question(answered))
    return posting(client, page, learning.sending(page))


def next_question(page: Page) -> str:
    parts = page.path.rsplit("/", 1)
    return f"{parts[0]}/{int(parts[1]) + 1}"


def guest_confirms(app: Flask, _world: SmallWorld, _clock: Clock) -> Act:
    """A guest presses the button of the mailed link: state, seat, history, mail and its job."""
    mail = database.session.scalars(select(Message).execution_options(scoped="test")).first()
    assert mail is not None
    path = next(word for word in mail.body.split() if "/seminars/verify/" in word).removeprefix("http://localhost")
    database.session.rollback()
    client = Client(app)
    return posting(client, client.get(path), {})


def trainer_signs(app: Flask, world: SmallWorld, clock: Clock) -> Act:
    """The trainer signs the attendance: records, states, the completion of an employee."""
    employee = Client(app)
    make.sign_in(employee, world.a.people[2])
    session = employee.get(f"/seminars/first-hour/{world.session}")
    employee.submit(session, action="/register")
    clock.forward(days=22)
    client = Client(app)
    make.sign_in(client, world.cso)
    page = client.get(f"/desk/sessions/{world.session}/attendance")
    marks = {str(field["name"]): "here" for field in page.soup.select("input[type=radio]")}
    client.submit(page, marks)
    return posting(client, client.get(f"/desk/sessions/{world.session}/attendance/review"), {})


def posting(client: Client, page: Page, values: dict[str, str]) -> Act:
    form = page.form()
    data = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[type=hidden]")} | values
    path = page.target(form)
    return lambda: client.http.post(path, data=data)


def in_a_process_that_dies(after: int, act: Act) -> bool:
    """Carry the act out in a child that ends without a word after so many statements; tell whether it died."""
    database.session.remove()
    child = os.fork()
    if child == 0:
        os._exit(_carry_out(after, act))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == DIED


def _carry_out(after: int, act: Act) -> int:
    database.engine.dispose(close=False)
    seen = iter(range(1, MOST_STATEMENTS * 4))

    def count(*_: Any) -> None:
        if next(seen) == after:
            os._exit(DIED)

    event.listen(database.engine, "after_cursor_execute", count)
    answer = Context().run(act)
    return 0 if answer.status_code == 303 else 1


def state() -> dict[str, str]:
    """The digest of every table."""
    database.session.remove()
    found = {}
    with database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = connection.execute(
                select(table).order_by(*table.primary_key.columns).execution_options(scoped="test")
            )
            found[table.name] = digest(canonical([[str(value) for value in row] for row in rows]))
    return found


@pytest.mark.parametrize("prepare", [last_answer, guest_confirms, trainer_signs])
def test_all_or_nothing(app: Flask, world: SmallWorld, clock: Clock, prepare: Callable[..., Act]) -> None:
    act = prepare(app, world, clock)
    before = state()
    deaths = 0
    for after in range(1, MOST_STATEMENTS):
        died = in_a_process_that_dies(after, act)
        if not died:
            break
        deaths += 1
        changed = {name for name, value in state().items() if value != before[name]}
        assert not changed, f"death after statement {after} left something in {changed}"
    changed = {name for name, value in state().items() if value != before[name]}
    assert "event" in changed, "alive, the verb does its work"
    assert deaths >= 6, "the verb has statements to die after"
