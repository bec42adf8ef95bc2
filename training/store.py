"""The database as a whole: the tables of all rooms, how it is opened, and whether it is as new as the code."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate

from training.audit import models as audit
from training.catalogue import models as catalogue
from training.completion import models as completion
from training.core import files, site
from training.core.db import database, listen
from training.core.settings import ROOT, Settings
from training.core.sqlite import engine_options
from training.jobs import models as jobs
from training.learning import models as learning
from training.notices import models as notices
from training.people import models as people
from training.seminars import models as seminars

MIGRATIONS = ROOT / "migrations"
TABLES = (files, site, people, catalogue, completion, learning, seminars, audit, jobs, notices)
"""Importing them fills Base.metadata; a room whose models are missing here has no table."""


def open_store(app: Flask, settings: Settings) -> None:
    """Connect the application to its database, which need not exist or be up to date yet."""
    if settings.database.startswith("sqlite:///"):
        settings.instance.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database, SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database)
    )
    database.init_app(app)
    Migrate(app, database, directory=str(MIGRATIONS))
    with app.app_context():
        listen(database.engine)


def store_app(settings: Settings) -> Flask:
    """Return an application that has the database and nothing else: for commands, which show no pages."""
    app = Flask("training", static_folder=None)
    open_store(app, settings)
    return app


def newest_revision() -> str:
    """Return the revision that the code wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def present_revision() -> str:
    """Return the revision that the database has, or "" if it is empty. Raises SQLAlchemy's OperationalError."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""
