"""The command behind `make run`: from an empty folder to a demonstration that serves."""

import os
import sys

import click

from training.cli.address import Address
from training.cli.courses import publish
from training.cli.demo import fill_if_empty
from training.cli.ground import settings, store
from training.cli.migrate import bring_up_to_date
from training.cli.serve import host_option, keep, port_option
from training.core.settings import PREFIX, Mode


@click.command()
@host_option
@port_option
def run(host: str, port: int) -> None:
    """Start the demonstration: make its database, read the courses, fill the organisation, serve.

    Sets MUSTER_MODE=demo unless a mode is set, and keeps database and secret in the instance folder. Starting it
    again goes on where it was left. To begin afresh, stop it and delete the folder `instance`.
    """
    address = Address(host, port)
    address.need()
    os.environ.setdefault(f"{PREFIX}MODE", Mode.DEMO)
    os.environ.setdefault(f"{PREFIX}SITE_URL", address.url)
    known = settings()
    bring_up_to_date(known)
    if known.mode is Mode.DEMO:
        fill_if_empty(known)  # with the courses, as of the day when the story begins
    with store(known):
        publish(known)
    sys.exit(keep(known, address, worker=True))
