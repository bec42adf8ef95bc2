"""The database as a whole: the tables of all rooms and how it is opened."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from training.audit import models as audit
from training.catalogue import models as catalogue
from training.completion import evidence_models, reminder_models
from training.completion import models as completion
from training.core import files, site
from training.core.db import database, listen
from training.core.revisions import MIGRATIONS
from training.core.settings import Settings
from training.core.sqlite import engine_options
from training.jobs import models as jobs
from training.learning import models as learning
from training.notices import models as notices
from training.people import models as people
from training.programme import models as programme
from training.seminars import day_models, organisation_models, plan_models
from training.seminars import models as seminars

TABLES = (
    files, site, people, catalogue, completion, reminder_models, evidence_models, learning, seminars, day_models,
    organisation_models, plan_models, programme, audit, jobs, notices,
)  # fmt: skip
"""Importing them fills Base.metadata; a room whose models are missing here has no table."""


def open_store(app: Flask, settings: Settings) -> None:
    """Connect the application to its database, which need not exist or be up to date yet."""
    if settings.database.startswith("sqlite:///"):
        # What is in there is about people: the folder is its owner's alone.
        Path(settings.database.removeprefix("sqlite:///")).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
