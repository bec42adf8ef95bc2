"""Refuses every SELECT, UPDATE or DELETE on people's tables that does not say by what it is limited (core.db.scoped)."""

from typing import Any

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.sql import Delete, Select, TextClause, Update, visitors
from sqlalchemy.sql.selectable import CompoundSelect


class Unscoped(AssertionError):
    """A statement reads people's rows without saying whose."""


def scoped_tables(clause: Any) -> set[str]:
    found = set()
    for part in visitors.iterate(clause):
        table = part if isinstance(part, Table) else getattr(part, "table", None)
        if isinstance(table, Table) and table.info.get("scoped"):
            found.add(table.name)
    return found


def _refuse(_connection: Connection, clause: Any, _many: Any, _parameters: Any, options: Any) -> None:
    if options.get("scoped") or clause.get_execution_options().get("scoped"):
        return
    if isinstance(clause, TextClause):
        raise Unscoped(f"text() says nothing of its scope: {clause.text[:80]}")
    if isinstance(clause, Select | CompoundSelect) and (tables := scoped_tables(clause)):
        raise Unscoped(f"a SELECT on {', '.join(sorted(tables))} does not say by what it is scoped")
    if isinstance(clause, Update | Delete) and not _names_its_rows(clause):
        raise Unscoped(f"{clause} changes all rows")


def _names_its_rows(clause: Update | Delete) -> bool:
    return clause.whereclause is not None or not clause.table.info.get("scoped")  # type: ignore[union-attr]


def listen(engine: Engine) -> None:
    event.listen(engine, "before_execute", _refuse)
