"""The migrations and the models say the same, on both databases, and facts stay guarded and whole whatever is rebuilt."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from flask_migrate import check, downgrade, upgrade

from tests import databases
from tests.databases import KINDS
from training.core import guards
from training.core.db import NAMING, Base, as_writer, database
from training.core.rebuilding import BrokenReferences, rebuilding
from training.core.revisions import MIGRATIONS, newest, present
from training.core.settings import Mode, Settings
from training.store import store_app

Open = Callable[[str], Flask]


def _address(kind: str, name: str, folder: Path) -> str:
    if kind == "postgresql":
        return databases.make_postgresql(f"migrations_{name}_{databases.WORKER}")
    return f"sqlite:///{folder / f'{name}.sqlite3'}"


@pytest.fixture(params=KINDS)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Return an application whose database is new and empty."""
    opened: list[Flask] = []

    def open_one(name: str) -> Flask:
        url = _address(request.param, name, tmp_path)
        opened.append(store_app(Settings(mode=Mode.TEST, instance=tmp_path, database_url=url)))
        return opened[-1]

    yield open_one
    for app in opened:
        with app.app_context():
            database.engine.dispose()


def described(connection: sa.Connection) -> dict[str, object]:
    """Return every table with all that the database knows of it."""
    found = sa.inspect(connection)
    # SQLite's full-text index is no table of the models: it is made of the passages, by a migration.
    tables = sorted(name for name in found.get_table_names() if name != "alembic_version" and not is_index(name))
    return {
        table: {
            "columns": [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            "key": found.get_pk_constraint(table),
            "checks": plain(found.get_check_constraints(table)),
            "foreign keys": plain(found.get_foreign_keys(table)),
            "unique": plain(found.get_unique_constraints(table)),
            "indexes": plain(found.get_indexes(table)),
            "sql": sql_of(connection, table),
        }
        for table in tables
    }


def is_index(name: str) -> bool:
    return name.startswith("passage_index")


def copied() -> sa.MetaData:
    """Return the tables of the models anew: creating them on PostgreSQL marks circular references for good."""
    copy = sa.MetaData(naming_convention=NAMING)
    for table in Base.metadata.tables.values():
        table.to_metadata(copy)
    return copy


def plain(entries: list[object]) -> list[str]:
    return sorted(json.dumps(entry, default=str, sort_keys=True) for entry in entries)


def sql_of(connection: sa.Connection, table: str) -> list[str]:
    """Return what SQLite keeps of CREATE TABLE and CREATE INDEX: it shows AUTOINCREMENT and every CHECK as written, line by line."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :t AND type <> 'trigger'"), {"t": table}
    )
    return sorted(line.strip().rstrip(", ") for row in rows if row.sql for line in row.sql.splitlines())


def test_upgrading_builds_what_the_models_say(fresh: Open):
    by_models, by_migrations = fresh("models"), fresh("migrations")
    with by_models.app_context(), as_writer(), database.engine.begin() as connection:
        copied().create_all(connection)
        wanted = described(connection)
    with by_migrations.app_context():
        upgrade()
        with database.engine.connect() as connection:
            built = described(connection)
    assert len(wanted) > 30
    assert built == wanted


def test_every_upgrade_puts_the_guards_back(fresh: Open):
    app = fresh("guards")
    with app.app_context():
        upgrade()
        with database.engine.connect() as connection:
            assert guards.installed(connection) == guards.expected(connection.dialect.name)


def test_no_guard_names_a_missing_table_or_column():
    for guard in guards.GUARDS:
        columns = set(Base.metadata.tables[guard.table].columns.keys())
        assert set(guard.fills + guard.fades + guard.free) <= columns


def test_alembic_sees_no_difference(fresh: Open):
    app = fresh("check")
    with app.app_context():
        upgrade()
        check()


def test_the_revision_is_known_before_and_after(fresh: Open):
    app = fresh("revision")
    with app.app_context():
        assert present() == ""
        upgrade()
        assert present() == newest() != ""


def _fill(connection: sa.Connection) -> None:
    """Write a row that refers to itself and one that refers to it; text columns take a word, numbers a one."""
    connection.execute(
        sa.text(
            "INSERT INTO department (id, public_id, code, name, path) VALUES (1, 'd00000000001', 'Works', 'Works', '/1/')"
        )
    )
    connection.execute(
        sa.text(
            "INSERT INTO department (id, public_id, code, name, path, parent_id)"
            " VALUES (2, 'd00000000002', 'Works / Paint', 'Paint', '/1/2/', 1)"
        )
    )


def test_down_and_up_again_with_rows_in_the_tables(fresh: Open):
    app = fresh("down")
    with app.app_context():
        upgrade()
        with as_writer(), database.engine.begin() as connection:
            _fill(connection)
        downgrade(revision="base")
        with database.engine.connect() as connection:
            assert described(connection) == {}
            assert guards.installed(connection) == {}
        upgrade()
        with database.engine.connect() as connection:
            assert guards.installed(connection) == guards.expected(connection.dialect.name)


def test_rebuilding_a_parent_keeps_its_children_and_guards_come_back(fresh: Open):
    app = fresh("rebuild")
    with app.app_context():
        upgrade()
        with as_writer(), database.engine.begin() as connection:
            _fill(connection)
        with rebuilding(database.engine) as connection:
            operations = Operations(MigrationContext.configure(connection))
            for table in ("department", "completion"):
                with operations.batch_alter_table(table, recreate="auto") as batch:
                    batch.add_column(sa.Column("nickname", sa.String(20)))
                    batch.create_check_constraint(f"ck_{table}_nickname", "nickname <> ''")
        with database.engine.connect() as connection:
            assert connection.execute(sa.text("SELECT count(*) FROM department")).scalar() == 2
            assert guards.installed(connection) == guards.expected(connection.dialect.name)


def test_a_rebuild_that_leaves_an_orphan_is_undone(fresh: Open):
    app = fresh("orphan")
    with app.app_context():
        upgrade()
        with as_writer(), database.engine.begin() as connection:
            _fill(connection)
        broken = BrokenReferences if database.engine.dialect.name == "sqlite" else sa.exc.IntegrityError
        with pytest.raises(broken), rebuilding(database.engine) as connection:
            connection.execute(sa.text("DELETE FROM department WHERE id = 1"))
        with database.engine.connect() as connection:
            assert connection.execute(sa.text("SELECT count(*) FROM department")).scalar() == 2
            assert guards.installed(connection) == guards.expected(connection.dialect.name)


def test_foreign_keys_are_on_again_after_a_rebuild(fresh: Open):
    app = fresh("foreign")
    with app.app_context():
        upgrade()
        with pytest.raises(sa.exc.IntegrityError), as_writer(), database.engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO requirement_subject (version_id, subject_id) VALUES (77, 78)"))


def test_a_migration_imports_nothing_of_the_program():
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert "training" not in path.read_text().replace("training_", ""), path
