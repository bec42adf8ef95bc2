"""Whether the database is as new as the code: the revision that each of them has."""

from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from training.core.db import database
from training.core.settings import ROOT

MIGRATIONS = ROOT / "migrations"


@cache
def newest() -> str:
    """Return the revision that the code wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def present() -> str:
    """Return the revision that the database has, or "" if it is empty. Raises SQLAlchemy's OperationalError."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def current() -> bool:
    """Tell whether the database has what the code wants. Raises SQLAlchemy's OperationalError."""
    return present() == newest()
