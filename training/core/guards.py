"""Guards: triggers that keep facts from being rewritten, generated from one list for both databases."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, inspect

SAYS = "facts are never rewritten: record what supersedes it"


@dataclass(frozen=True)
class Guard:
    """One guarded table: no DELETE, no TRUNCATE, and UPDATE only where it is said.

    `fills` are columns that may go once from NULL to a value, `fades` those that may go from a value to NULL; `free`
    are projections that verbs may change.
    """

    table: str
    fills: tuple[str, ...] = ()
    fades: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


GUARDS = (
    Guard("edition"),
    Guard("lesson"),
    Guard("question"),
    Guard("completion"),
    Guard("answer", fades=("chosen",)),
    Guard("skipped_lesson"),
    Guard("question_void"),
    Guard("rescore"),
    Guard("accommodation", fills=("retired_at",)),
    Guard("attendance_record"),
    Guard("registration_event"),
    Guard("consent"),
    Guard("event", fills=("seq",)),
    Guard("membership", fills=("retired_at",)),
    Guard("grant", fills=("retired_at",)),
    Guard("exemption", fills=("retired_at",)),
    Guard("extension", fills=("retired_at",)),
    Guard("requirement_version", fills=("retired_at",)),
    Guard("assignment", fills=("retired_at", "completion_id", "done_on")),
    Guard("outside_proof", fills=("decided_by_id", "decided_at", "answer", "completion_id"), free=("state",)),
    Guard("figures"),
    Guard("figure_line"),
    Guard("reminder_ladder", fills=("retired_at",)),
    Guard("reminder", fills=("digest_day",)),
    Guard("subscription", fills=("retired_at",)),
    Guard("engagement", fills=("retired_at",)),
    Guard("risk_rating"),
)


def install(connection: Connection) -> None:
    """Create the guards anew on every table of the list that exists. Called after each migration."""
    remove(connection)
    present = set(inspect(connection).get_table_names())
    for guard in GUARDS:
        if guard.table in present:
            columns = [column["name"] for column in inspect(connection).get_columns(guard.table)]
            for statement in _statements(connection.dialect.name, guard, columns):
                connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Drop the guards, so that a migration may rebuild a table."""
    for name, table in installed(connection).items():
        on = f' ON "{table}"' if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"{on}')


def installed(connection: Connection) -> dict[str, str]:
    """Return the guards of the live database: trigger name → table."""
    known = (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname LIKE 'guard_%%'"
        if connection.dialect.name == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
    )
    return {str(name): str(table) for name, table in connection.exec_driver_sql(known)}


def expected(dialect: str) -> dict[str, str]:
    """Return the guards that the list asks for: trigger name → table."""
    verbs = ("update", "delete", "truncate") if dialect == "postgresql" else ("update", "delete")
    return {f"guard_{guard.table}_{verb}": guard.table for guard in GUARDS for verb in verbs}


def _changed(guard: Guard, columns: list[str], cast: str, differs: str) -> str:
    fixed = [name for name in columns if name not in guard.fills + guard.fades + guard.free]
    differences = {name: f'NEW."{name}"{cast} {differs} OLD."{name}"{cast}' for name in columns}
    tests = [differences[name] for name in fixed]
    tests += [f'(OLD."{name}" IS NOT NULL AND {differences[name]})' for name in guard.fills]
    tests += [f'(NEW."{name}" IS NOT NULL AND {differences[name]})' for name in guard.fades]
    return " OR ".join(tests)


def _statements(dialect: str, guard: Guard, columns: list[str]) -> Iterator[str]:
    return _for_sqlite(guard, columns) if dialect == "sqlite" else _for_postgresql(guard, columns)


def _for_sqlite(guard: Guard, columns: list[str]) -> Iterator[str]:
    table, changed = guard.table, _changed(guard, columns, "", "IS NOT")
    says = f"BEGIN SELECT RAISE(ABORT, '{table}: {SAYS}'); END"
    yield f'CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON "{table}" WHEN {changed} {says}'
    yield f'CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON "{table}" {says}'


def _for_postgresql(guard: Guard, columns: list[str]) -> Iterator[str]:
    # JSON has no equality there, so values are compared as text.
    table, changed = guard.table, _changed(guard, columns, "::text", "IS DISTINCT FROM")
    run = "EXECUTE FUNCTION guard_fact()"
    yield (
        "CREATE OR REPLACE FUNCTION guard_fact() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ': {SAYS}'; END $$"
    )
    yield f'CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({changed}) {run}'
    yield f'CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON "{table}" FOR EACH ROW {run}'
    yield f'CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {run}'
