"""The database: our own Base, aware UTC times, text enums, intervals, facts and the two kinds of transaction."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    DateTime,
    Engine,
    Enum,
    Executable,
    ForeignKey,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from training.core.world import new_public_id


def _of_column(constraint: CheckConstraint, _table: Table) -> str:
    # The CHECK of an enum is named after its column too: one table may have two columns of one enum.
    return "".join(f"{column.name}_" for column in constraint.columns)


NAMING: dict[str, Any] = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "of_column": _of_column,
    "ck": "ck_%(table_name)s_%(of_column)s%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Slug = Annotated[str, 80]
Line = Annotated[str, 200]
Short = Annotated[str, 40]
Long = Annotated[str, mapped_column(Text())]
PublicId = Annotated[str, mapped_column(String(12), default=new_public_id, unique=True)]
Json = Annotated[Any, mapped_column(JSON())]


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Aware in Python, UTC in the database, naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a time without a zone cannot be stored")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """All tables. Enums are stored as text with a CHECK, so a new member needs no type migration on PostgreSQL."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UTCDateTime,
        Slug: String(80),
        Line: String(200),
        Short: String(40),
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=24,
            values_callable=_values,
            validate_strings=True,
        ),
    }


database = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


class Interval:
    """A row that held from one day until another, as recorded at one instant until it was retired.

    `valid_until` is the first day on which it no longer holds. A change retires the row (its only permitted update) and
    inserts what is true now, so that any past day can be read as it was known at any past instant.
    """

    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    recorded_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805  a declared_attr is called with the class
        return (CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", "interval"), *cls.constraints())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """Return the further constraints and indexes of the table."""
        return ()


class Fact:
    """A row that is never rewritten. A correction is a new row that names the one it supersedes, author and reason."""

    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[Line | None]


Statement = TypeVar("Statement", bound=Executable)


def scoped(statement: Statement, *, by: str) -> Statement:
    """Say by what a statement on people's rows is limited: their own, a subtree, a session, or the system itself.

    The tests refuse every SELECT on a table with `info["scoped"]` that does not say so.
    """
    return statement.execution_options(scoped=by)


SCOPED: dict[str, Any] = {"info": {"scoped": True}}
"""Goes last into `__table_args__` of a table whose rows belong to a person or an outside organisation."""


def insert(table: type[Base]) -> Any:
    """Return the dialect's INSERT that knows ON CONFLICT, for the database in use."""
    dialect = database.session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def amend(statement: Any, values: dict[str, Any] | None = None) -> Any:
    """Carry out an UPDATE or DELETE as one statement; objects that were loaded before keep their old values."""
    return database.session.execute(statement, values, execution_options={"synchronize_session": False})


# --- transactions -----------------------------------------------------------------------------------------------------

_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def as_writer() -> Iterator[None]:
    """Let transactions that begin inside write. Verbs use `writing`; this is for connections without a session."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """End the read transaction and open a write transaction: returning commits, raising rolls back."""
    database.session.rollback()
    with as_writer():
        try:
            yield
            database.session.commit()
        except BaseException:
            database.session.rollback()
            raise


@contextmanager
def savepoint() -> Iterator[None]:
    """Undo a verb alone when it refuses. Outside a write transaction there is nothing to undo."""
    if not _writing.get():
        yield
        return
    with database.session.begin_nested():
        yield


def listen(engine: Engine) -> None:
    """Make the engine keep the rule: reading transactions cannot write, writing ones hold the lock from their start."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions for us: its deferred BEGIN loses updates (a read that turns into a write).
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses acknowledged commits in a power cut
        "busy_timeout=10000",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # without it INSERT OR REPLACE passes the DELETE guards
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # Set each time, on or off: a pooled connection remembers.
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if _writing.get() else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    # psycopg sends BEGIN with the first statement and adds READ ONLY to it, so this costs no round trip.
    driver: Any = connection.connection.driver_connection
    driver.read_only = not _writing.get()
