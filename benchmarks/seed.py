"""Fills a database of the product with people, duties and what was done: `python -m benchmarks.seed 10000 sqlite:///x`.

Rows are written in bulk against the product's own tables; only the migration, the course and the roll-ups go through
its code. A hundred thousand people (a million duties) take some tens of seconds.
"""

import argparse
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import create_engine

from benchmarks import sample
from benchmarks.bulk import Bulk, bulk, settle_down
from benchmarks.sample import Duty, Moment
from benchmarks.stores import POSTGRESQL, SQLITE, Store
from training.catalogue import service as catalogue
from training.catalogue.models import Question, Subject
from training.catalogue.rules import SubjectKind
from training.catalogue.service import Planned
from training.completion import rollups
from training.completion.models import (
    Assignment,
    Completion,
    Requirement,
    RequirementSubject,
    RequirementVersion,
)
from training.completion.rules import How, RequirementSource
from training.core import site
from training.core.db import Base, database, writing
from training.core.digest import token_hash
from training.core.permissions import Role
from training.core.settings import Mode, Settings
from training.learning.models import Attempt
from training.learning.rules import AttemptKind, AttemptState
from training.people.models import Account, Department, Grant, Membership, Person, SignIn, Site
from training.people.rules import WORKING_WEEK, GrantSource
from training.seminars.models import Seminar, SeminarSession
from training.seminars.rules import Audience, SessionStatus
from training.seminars.rules import Mode as SessionMode
from training.store import store_app

SEMINAR = "practice-hour"
RACES = 5
FIRST_RACE = sample.DATES + 1
"""The number of the first of some sessions with few seats, one for each race."""


class Tables:
    """Loads rows of models, each value converted as its column's type would."""

    def __init__(self, store: Store, loader: Bulk) -> None:
        self.loader = loader
        engine = create_engine(store.url)
        self.dialect = engine.dialect
        engine.dispose()

    def load(self, model: type[Base], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        columns = [model.__table__.c[name] for name in names]
        converts = [column.type.dialect_impl(self.dialect).bind_processor(self.dialect) for column in columns]
        self.loader.load(str(model.__tablename__), names, rows, converts)
        if "id" in names:
            self.loader.number_on(str(model.__tablename__))


def settings_of(store: Store) -> Settings:
    """Return the settings with which a database is migrated and filled."""
    return Settings(mode=Mode.TEST, secret_key="not used here", database_url=store.url)  # noqa: S106  signs nothing


@contextmanager
def product(store: Store) -> Iterator[None]:
    """Open a database with the product's own code, and close every connection at the end."""
    with store_app(settings_of(store)).app_context():
        try:
            yield
        finally:
            database.session.remove()
            database.engine.dispose()


def migrate(store: Store) -> None:
    """Make the tables of an empty database and name the organisation."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with product(store):
        upgrade()
        with writing():
            names = {"name": sample.NAME, "report_mail": sample.MAIL, "report_phone": sample.PHONE}
            site.change(names, by_person_id=None, now=sample.moment().now)


def seed(store: Store, people: int) -> None:
    """Migrate an empty database and fill it for so many people."""
    at = sample.moment()
    migrate(store)
    subjects = publish(store, at)
    with bulk(store) as loader:
        tables = Tables(store, loader)
        places(tables)
        _people(tables, people, at)
        requirements(tables, subjects, at)
        _duties(tables, people, subjects, at)
        _attempts(tables, people, subjects[0], at)
        _seminar(tables, at)
    with product(store), writing():
        rollups.prepare(_pairs(), today=at.today)
        rollups.rebuild(at.today)
    settle_down(store)


def publish(store: Store, at: Moment) -> list[tuple[int, int | None]]:
    """Publish the course; return (subject, edition) of each requirement, the course's first."""
    with product(store):
        with writing():
            catalogue.publish(Planned((sample.course(),)), now=at.now, today=at.today)
            others = [_policy(number) for number in range(2, sample.REQUIREMENTS + 1)]
            database.session.add_all(others)
        course = database.session.execute(
            Subject.__table__.select().where(Subject.slug == sample.course().slug)
        ).one()  # fmt: skip
    return [(course.id, course.edition_id), *((other.id, None) for other in others)]


def _policy(number: int) -> Subject:
    return Subject(
        kind=SubjectKind.POLICY,
        slug=f"policy-{number}",
        title=f"Policy {number}",
        summary="",
        minutes=5,
        track="everyone",
    )


def places(tables: Tables) -> None:
    numbers = sample.departments()
    rows = [(n, sample.public_id(n), *code_and_name(n), sample.parent_of(n), sample.path_of(n)) for n in numbers]
    tables.load(Department, ("id", "public_id", "code", "name", "parent_id", "path"), rows)
    words = {"code": "leeds", "name": "Leeds", "zone": "UTC", "city": "Leeds", "address": "1 Mill Lane",
             "report_phone": sample.PHONE, "report_mail": sample.MAIL, "contact": "Security",
             "how_to_report": "Call.", "working_days": WORKING_WEEK, "days_off": ()}  # fmt: skip
    tables.load(Site, ("id", "public_id", *words), [(1, sample.public_id(1), *words.values())])


def code_and_name(number: int) -> tuple[str, str]:
    """Return a department's code (with the name of the one above it) and its own name."""
    name, parent = sample.department_name(number), sample.parent_of(number)
    return (f"{sample.department_name(parent)} / {name}" if parent else name), name


def _people(tables: Tables, people: int, at: Moment) -> None:
    ids, since = range(1, people + 1), at.today - timedelta(days=400)
    names: tuple[str, ...] = (
        "id",
        "public_id",
        "external_id",
        "given",
        "family",
        "email",
        "language",
        "zone",
        "started_on",
    )
    tables.load(Person, names, (
        (n, sample.public_id(n), f"E{n}", f"Given{n}", f"Family{n}", f"person{n}@alderfinch.example", "", "", since)
        for n in ids
    ))  # fmt: skip
    tables.load(Account, ("person_id", "language"), ((n, "") for n in ids))
    names = ("person_id", "department_id", "site_id", "title", "attributes", "valid_from", "recorded_at")
    tables.load(Membership, names, ((n, sample.department_of(n), 1, "Clerk", (), since, at.now) for n in ids))
    tables.load(Grant, ("person_id", "role", "source", "valid_from", "recorded_at"),
                [(1, Role.CSO, GrantSource.COMMAND, since, at.now)] if people else [])  # fmt: skip
    names = ("public_id", "person_id", "token_hash", "device", "created_at", "seen_at", "expires_at")
    # Seen a while ahead: no page of a round has to note that the device is in use, as few pages of a real day have to.
    seen, expires = at.now + timedelta(hours=1), at.now + timedelta(hours=12)
    tables.load(SignIn, names, (
        (sample.public_id(n), n, token_hash(sample.token(n)), "benchmark", at.now, seen, expires)
        for n in sample.learners(people)
    ))  # fmt: skip


def requirements(tables: Tables, subjects: list[tuple[int, int | None]], at: Moment) -> None:
    numbers = sample.requirements()
    tables.load(
        Requirement,
        ("id", "public_id", "slug", "source"),
        [(n, sample.public_id(n), f"requirement-{n}", RequirementSource.FILE) for n in numbers],
    )
    written = {
        "number": 1, "why": "Because it is so.", "audience": _Frozen({"everyone": True}), "clauses": (),
        "asked_again": (), "reason": "",
        "due": _Frozen({"kind": "days-from-start", "days": 30}), "renewal_months": 12, "window_days": 60,
        "grace_days": 0,
        "valid_from": at.today - timedelta(days=400), "recorded_at": at.now,
    }  # fmt: skip
    rows = [(n, n, sample.requirement_name(n), f"{n:064d}", *written.values()) for n in numbers]
    tables.load(RequirementVersion, ("id", "requirement_id", "title", "digest", *written), rows)
    links = zip(numbers, (subject for subject, _edition in subjects), strict=True)
    tables.load(RequirementSubject, ("version_id", "subject_id"), links)


class _Frozen(dict[str, Any]):
    """A mapping that may be remembered by its value, for the converters."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


def _duties(tables: Tables, people: int, subjects: list[tuple[int, int | None]], at: Moment) -> None:
    since = at.today - timedelta(days=60)
    names: tuple[str, ...] = (
        "id", "public_id", "person_id", "subject_id", "edition_id", "how", "local_date", "void", "happened_at",
        "recorded_at",
    )  # fmt: skip
    done = (duty for duty in sample.duties(people, at.today) if duty.done_on)
    tables.load(Completion, names, (
        (duty.id, sample.public_id(duty.id), duty.person_id, *subjects[duty.requirement_id - 1], How.QUIZ, duty.done_on,
         False, at.now, at.now)
        for duty in done
    ))  # fmt: skip
    names = (*Duty._fields, "public_id", "version_id", "cycle", "because", "completion_id", "valid_from", "recorded_at")
    tables.load(Assignment, names, (
        (*duty, sample.public_id(duty.id), duty.requirement_id, 1, "everyone", duty.id if duty.done_on else None, since,
         at.now)
        for duty in sample.duties(people, at.today)
    ))  # fmt: skip


def _attempts(tables: Tables, people: int, subject: tuple[int, int | None], at: Moment) -> None:
    draw = tuple(
        _Frozen(
            question=number, digest=question["digest"], options=tuple(option["key"] for option in question["options"])
        )
        for number, question in zip(_question_ids(tables.loader), sample.drawn(), strict=False)
    )
    names = (
        "id", "public_id", "person_id", "subject_id", "edition_id", "kind", "part", "number", "language", "draw",
        "words", "needed", "carried", "state", "started_at",
    )  # fmt: skip
    needed = -(-len(draw) * sample.course().content["quiz"]["pass_percent"] // 100)
    tables.load(Attempt, names, (
        (n, sample.public_id(n), n, *subject, AttemptKind.COURSE, "", 1, "en", draw, _Frozen(), needed, 0,
         AttemptState.OPEN, at.now)
        for n in sample.learners(people)
    ))  # fmt: skip


def _question_ids(loader: Bulk) -> list[int]:
    # They were stored in the order of the course.
    found = loader.connection.execute(
        str(Question.__table__.select().with_only_columns(Question.id).order_by(Question.id))
    )
    return [row[0] for row in found.fetchall()]


def _seminar(tables: Tables, at: Moment) -> None:
    subject = {
        "kind": SubjectKind.SEMINAR, "slug": SEMINAR, "title": "A practice hour", "summary": "", "minutes": 60,
        "track": "seminars", "audience": (),
    }  # fmt: skip
    tables.load(Subject, ("id", "public_id", *subject), [(900, sample.public_id(900), *subject.values())])
    words = {"slug": SEMINAR, "title": "A practice hour", "summary": "We look at real messages together.",
             "good_to_know": "Bring nothing.",
             "agenda": (), "language": "en", "minutes": 60, "retention_days": 90, "subject_id": 900,
             "questions": ()}  # fmt: skip
    tables.load(Seminar, ("id", "public_id", *words), [(1, sample.public_id(1), *words.values())])
    same = {"seminar_id": 1, "zone": "UTC", "mode": SessionMode.ONLINE, "join_url": "https://meet.alderfinch.example/hour",
            "audience": Audience.BOTH, "taken": 0, "queue_number": 0, "status": SessionStatus.OPEN,
            "revision": 0, "waiting_blocks": 0, "needs_approval": False, "arrival": ""}  # fmt: skip
    tables.load(SeminarSession, ("id", "public_id", "local_start", "starts_at", "ends_at", "capacity", *same), (
        (*_date(number, at), _seats(number), *same.values())
        for number in (*range(1, FIRST_RACE + RACES), sample.STORM)
    ))  # fmt: skip


def _seats(number: int) -> int:
    if number == sample.STORM:
        return sample.STORM_SEATS
    return sample.FEW_SEATS if number >= FIRST_RACE else sample.SEATS


def _date(number: int, at: Moment) -> tuple[Any, ...]:
    starts = (at.now + timedelta(days=10 + number)).replace(minute=0, second=0, microsecond=0)
    return number, sample.public_id(number), f"{starts:%Y-%m-%dT%H:%M}", starts, starts + timedelta(hours=1)


def _pairs() -> Iterator[tuple[int, int]]:
    for department in sample.departments():
        for requirement in sample.requirements():
            yield department, requirement


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("url", help="sqlite:///file or postgresql://…, of an empty database")
    given = parser.parse_args()
    kind = SQLITE if given.url.startswith("sqlite") else POSTGRESQL
    seed(Store(kind, given.url.removeprefix("sqlite:///")), given.people)
    print(f"{given.people} people, {given.people * sample.REQUIREMENTS} duties")


if __name__ == "__main__":
    main()
