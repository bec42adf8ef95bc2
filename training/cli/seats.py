"""The command that reckons seats anew and compares."""

import click

from training.cli.ground import settings, store
from training.core.world import system_now
from training.seminars import checking


@click.command("check-seats")
def check_seats() -> None:
    """Count every date's seats anew from who holds them, and follow every history.

    Changes nothing. Prints what is wrong and exits with 1 if anything is: a fault of the program, please report it.
    """
    with store(settings()):
        found = checking.faults(system_now())
    for fault in found:
        click.echo(fault)
    click.echo(f"{len(found)} faults." if found else "All seats add up, and every history is whole.")
    if found:
        raise SystemExit(1)
