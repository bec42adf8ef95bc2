"""Runs migrations on the database of the application, all of them in one transaction."""

from alembic import context
from sqlalchemy import TypeDecorator

from training.core.db import Base, database
from training.core.rebuilding import rebuilding


def plain_types(kind, thing, _context):
    # A migration must run for ever without the program: our own types are written as what they are underneath.
    return f"sa.{thing.impl!r}" if kind == "type" and isinstance(thing, TypeDecorator) else False


def of_the_models(name, kind, _parents):
    # SQLite's full-text index stands beside the models, with four tables of its own.
    return not (kind == "table" and (name or "").startswith("passage_index"))


if context.is_offline_mode():
    raise SystemExit("Migrations look at the database that they change: leave out --sql.")

with rebuilding(database.engine) as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=plain_types,
        include_name=of_the_models,
        compare_type=True,
        compare_server_default=True,
    )
    context.run_migrations()
