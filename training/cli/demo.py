"""The command that fills the demonstration organisation into an empty database."""

import click

from training.app import create_app, system_world
from training.cli.ground import Stop, need_current, settings
from training.core.settings import Mode, Settings
from training.demo.filling import fill


@click.command()
def demo() -> None:
    """Fill the demonstration organisation into an empty database.

    Only with MUSTER_MODE=demo, and only where nobody is yet: a database with people in it is left as it is.
    """
    known = settings()
    if known.mode is not Mode.DEMO:
        raise Stop(
            "The demonstration has sign-ins that everybody knows. Set MUSTER_MODE=demo if that is what you want."
        )
    fill_if_empty(known)


def fill_if_empty(known: Settings) -> None:
    """Fill the organisation, unless there are people, and say so."""
    world = system_world(known)
    with create_app(known, world).app_context():
        need_current()
        if not fill(world, known, echo=click.echo):
            click.echo("There are people in the database already: the demonstration is as you left it.")
