"""The command that compares the roll-ups with the facts."""

import click

from training.cli.ground import settings, store
from training.completion import rollups


@click.command("check-rollups")
def check_rollups() -> None:
    """Count every department's duties anew from the facts and compare with the roll-ups that pages read.

    Changes nothing. Prints each difference and exits with 1 if there is any. The nightly job brings roll-ups up to
    the day; a difference here is a fault of the program: please report it.
    """
    with store(settings()):
        found = rollups.differences()
    for difference in found:
        click.echo(str(difference))
    click.echo(f"{len(found)} differences." if found else "The roll-ups say what the facts say.")
    if found:
        raise SystemExit(1)
