"""The command that compares the roll-ups with the facts, and frozen figures with their digests."""

import click

from training.cli.ground import settings, store
from training.completion import freezing, rollups


@click.command("check-rollups")
def check_rollups() -> None:
    """Count every department's duties anew from the facts and compare with the roll-ups that pages read.

    Also reckons the digest of every frozen week and month anew. Changes nothing. Prints each difference and exits with
    1 if there is any. The nightly job brings roll-ups up to the day; a difference there is a fault of the program:
    please report it. Frozen figures that are not as they were frozen have been changed behind the program's back.
    """
    with store(settings()):
        found, changed = rollups.differences(), freezing.tampered()
    for difference in found:
        click.echo(str(difference))
    for head in changed:
        click.echo(f"The {head.kind.value} figures of {head.day} are not as they were frozen on {head.frozen_at}.")
    click.echo(f"{len(found)} differences." if found else "The roll-ups say what the facts say.")
    click.echo(
        f"Frozen figures that were changed: {len(changed)}."
        if changed
        else "All frozen figures are as they were frozen."
    )
    if found or changed:
        raise SystemExit(1)
