"""The floor: the same pages from plain Flask, a signed session and plain SQL. What can be left out is left out.

It keeps what no honest version may lack: the sign-in is looked up in the database, forms are checked against forgery,
a page may only be seen by its person, a capacity is never oversold, commits are as durable as the product's.
"""

import hmac
import json
import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, abort, g, redirect, request, session
from jinja2 import Environment, FileSystemLoader

from training.core.digest import token_hash
from training.core.sqlite import driver

DATABASE, SECRET = "FLOOR_DATABASE", "FLOOR_SECRET"
COURSE_REQUIREMENT = 1
_environment = Environment(autoescape=True, loader=FileSystemLoader(Path(__file__).with_name("floor_templates")))
PAGES = {name: _environment.get_template(f"{name}.html") for name in ("lesson", "question", "date", "departments")}

VIEWER = """SELECT p.id, p.name, p.department_id, p.everywhere FROM sign_in s JOIN person p ON p.id = s.person_id
WHERE s.token_hash = ? AND s.expires_at > ?"""
LESSON = """SELECT l.slug, l.title, l.minutes, r.person_id, CASE WHEN l.slug = ? THEN l.html END
FROM lesson l LEFT JOIN reading r ON r.lesson_id = l.id AND r.person_id = ? WHERE l.course = ? ORDER BY l.position"""
QUESTION = """SELECT t.id, t.asked, t.needed, q.id, q.content, a.chosen FROM attempt t
JOIN drawn d ON d.attempt_id = t.id AND d.position = ? JOIN question q ON q.id = d.question_id
LEFT JOIN answer a ON a.attempt_id = t.id AND a.position = d.position WHERE t.public_id = ? AND t.person_id = ?"""
ANSWER = (
    "INSERT INTO answer (attempt_id, position, question_id, chosen, is_right, answered_at) VALUES (?, ?, ?, ?, ?, ?)"
)
RIGHT = "SELECT count(*) FROM answer WHERE attempt_id = ? AND is_right"
FINISH = "UPDATE attempt SET state = ?, finished_at = ? WHERE id = ?"
COMPLETE = "INSERT INTO completion (person_id, requirement_id, done_on, recorded_at) VALUES (?, ?, ?, ?)"
SETTLE = "UPDATE assignment SET done_on = ? WHERE person_id = ? AND requirement_id = ? AND done_on IS NULL"
ROLL = "UPDATE roll_up SET done = done + 1, waiting = waiting - 1 WHERE department_id = ? AND requirement_id = ?"
TAKE = "UPDATE seminar_date SET taken = taken + 1 WHERE public_id = ? AND taken < capacity RETURNING id"
FULL = "SELECT id FROM seminar_date WHERE public_id = ?"
REGISTER = """INSERT INTO registration (date_id, person_id, registered_at, waits) VALUES (?, ?, ?, ?)
ON CONFLICT DO NOTHING RETURNING person_id"""
DATE = """SELECT d.title, d.starts_at, d.capacity, d.taken, r.person_id, r.waits FROM seminar_date d
LEFT JOIN registration r ON r.date_id = d.id AND r.person_id = ? WHERE d.public_id = ?"""
NUMBERS = """SELECT d.id, d.public_id, d.name, d.parent_id, r.requirement_id,
r.done, r.late, r.exempt, r.waiting, r.overdue FROM department d JOIN roll_up r ON r.department_id = d.id
ORDER BY d.name, r.requirement_id"""


class Database:
    """One connection a thread."""

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        self.place = url.removeprefix("sqlite:///").replace("postgresql+psycopg", "postgresql")
        self.local = threading.local()

    @property
    def connection(self) -> Any:
        if not hasattr(self.local, "connection"):
            self.local.connection = self._connect()
        return self.local.connection

    def _connect(self) -> Any:
        if not self.sqlite:
            return psycopg.connect(self.place, autocommit=True)
        connection = driver().connect(self.place, isolation_level=None, timeout=10)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def run(self, sql: str, *values: Any) -> Any:
        return self.connection.execute(sql if self.sqlite else sql.replace("?", "%s"), values)

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE" if self.sqlite else "BEGIN")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise


class Views:
    """The five pages and the two changes."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.database = database
        for rule, view, method in (
            ("/learn/<course>/<lesson>", self.lesson, "GET"),
            ("/learn/<course>/quiz/<attempt>/<int:position>", self.question, "GET"),
            ("/learn/<course>/quiz/<attempt>/<int:position>", self.answer, "POST"),
            ("/seminars/<seminar>/<date>/register", self.register, "POST"),
            ("/seminars/<seminar>/<date>", self.date, "GET"),
            ("/departments/", self.departments, "GET"),
        ):
            app.add_url_rule(rule, view_func=view, methods=[method])
        app.before_request(self.look_who_it_is)

    def look_who_it_is(self) -> None:
        g.now = datetime.now(UTC).isoformat()
        g.viewer = self.database.run(VIEWER, token_hash(session.get("token", "")), g.now).fetchone() or abort(403)
        if request.method == "POST" and not hmac.compare_digest(request.form["csrf_token"], session["csrf"]):
            abort(403)

    def lesson(self, course: str, lesson: str) -> str:
        steps = self.database.run(LESSON, lesson, g.viewer[0], course).fetchall()
        place = next((place for place, step in enumerate(steps) if step[4]), None)
        if place is None:
            abort(404)
        return _page("lesson", course=course, steps=steps, place=place)

    def question(self, course: str, attempt: str, position: int) -> str:
        row = self.database.run(QUESTION, position, attempt, g.viewer[0]).fetchone() or abort(404)
        at = {"course": course, "attempt": attempt, "position": position}
        return _page("question", **at, asked=row[1], question=json.loads(row[4]), chosen=row[5])

    def answer(self, course: str, attempt: str, position: int) -> Any:
        with self.database.writing():
            row = self.database.run(QUESTION, position, attempt, g.viewer[0]).fetchone() or abort(404)
            if row[5] is None:
                _answer(self.database, row, position)
        return redirect(f"/learn/{course}/quiz/{attempt}/{position}", 303)

    def register(self, seminar: str, date: str) -> Any:
        with self.database.writing():
            seat = self.database.run(TAKE, date).fetchone()
            found = seat or self.database.run(FULL, date).fetchone() or abort(404)
            if self.database.run(REGISTER, found[0], g.viewer[0], g.now, seat is None).fetchone() is None:
                abort(409)  # asked before: the seat goes back with the transaction
        return redirect(f"/seminars/{seminar}/{date}", 303)

    def date(self, seminar: str, date: str) -> str:
        row = self.database.run(DATE, g.viewer[0], date).fetchone() or abort(404)
        return _page("date", seminar=seminar, date=date, row=row)

    def departments(self) -> str:
        if not g.viewer[3]:
            abort(404)
        rows = self.database.run(NUMBERS).fetchall()
        return _page("departments", table=_added_up(rows), sums=_by_requirement(rows))


def make_app(url: str, secret: str) -> Flask:
    """Build the floor on a database that `floor_data` filled."""
    app = Flask("floor")
    app.secret_key = secret
    Views(app, Database(url))
    return app


def _page(name: str, **values: Any) -> str:
    return PAGES[name].render(name=g.viewer[1], csrf=session["csrf"], **values)


def _answer(database: Database, row: Any, position: int) -> None:
    attempt, asked, needed, question, content, _chosen = row
    chosen = request.form["choice"]
    right = any(option["key"] == chosen and option["right"] for option in json.loads(content)["options"])
    database.run(ANSWER, attempt, position, question, chosen, right, g.now)
    if position != asked:
        return
    passed = database.run(RIGHT, attempt).fetchone()[0] >= needed
    database.run(FINISH, "passed" if passed else "failed", g.now, attempt)
    if passed:
        person, _name, department, _everywhere = g.viewer
        database.run(COMPLETE, person, COURSE_REQUIREMENT, g.now[:10], g.now)
        database.run(SETTLE, g.now[:10], person, COURSE_REQUIREMENT)
        database.run(ROLL, department, COURSE_REQUIREMENT)


def _added_up(rows: list[Any]) -> dict[Any, dict[int, list[int]]]:
    """Return department → requirement → five parts; departments at the top with all below them."""
    table: dict[Any, dict[int, list[int]]] = defaultdict(dict)
    names = {row[0]: row[:4] for row in rows}
    for row in rows:
        table[row[:4]][row[4]] = list(row[5:])
    for row in rows:
        if row[3] is not None:
            above = table[names[row[3]]][row[4]]
            above[:] = [one + other for one, other in zip(above, row[5:], strict=True)]
    return table


def _by_requirement(rows: list[Any]) -> dict[int, list[int]]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0] * 5)
    for row in rows:
        sums[row[4]] = [one + other for one, other in zip(sums[row[4]], row[5:], strict=True)]
    return sums


def app_from_environment() -> Flask:
    """Build the floor for gunicorn."""
    return make_app(os.environ[DATABASE], os.environ[SECRET])
