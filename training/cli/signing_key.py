"""The command that makes the key with which badges are signed."""

import click

from training.cli.ground import Stop, settings
from training.core.signing import make_key, replace_key


@click.command("make-signing-key")
@click.option("--replace", is_flag=True, help="Put a new key in the place of the present one.")
def make_signing_key(*, replace: bool) -> None:
    """Make the key with which badges are signed, so that people can download their certificates as badges.

    It is written to MUSTER_SIGNING_KEY, or to signing-key.pem in the instance folder, readable by its owner alone. A
    key that is there already stays. With --replace a new one takes its place and the public half of the old one is
    kept in retired-keys beside it: what was signed before can still be checked. Processes that run take the new key
    when they are started again.
    """
    file = settings().signing_key_file
    if replace:
        if not file.exists():
            raise Stop(f"There is no key at {file} to replace. Leave out --replace to make one.")
        click.echo(f"The old key is retired; its public half is kept in {replace_key(file)}.")
    elif not make_key(file):
        raise Stop(f"There is a key at {file} already, and it stays. --replace puts a new one in its place.")
    click.echo(f"The new key is {file}. Keep a copy with your backups, and start Muster again.")
