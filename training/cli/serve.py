"""The command that serves: web processes and a worker, until it is told to stop."""

import sys

import click

from training.cli.address import Address
from training.cli.ground import settings, store
from training.cli.supervising import Family, Plan
from training.core.settings import ROOT, Mode, Settings
from training.core.signing import read_keys
from training.rooms import demo_sign_ins

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
port_option = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")


@click.command()
@host_option
@port_option
@click.option("--worker/--no-worker", default=True, help="Whether to run a worker too, or leave jobs to others.")
def serve(host: str, port: int, *, worker: bool) -> None:
    """Serve the site and carry out its jobs.

    Starts MUSTER_WEB_WORKERS web processes with MUSTER_WEB_THREADS threads each, and one worker, which is started
    again if it dies. SIGINT (Ctrl-C) and SIGTERM end all of them after what they are doing, within 25 seconds;
    asked twice, they end at once. SIGHUP reads the program anew. Refuses to start on a database that is not as new
    as the program.
    """
    address, known = Address(host, port), settings()
    address.need()
    with store(known):
        pass
    sys.exit(keep(known, address, worker=worker))


def keep(known: Settings, address: Address, *, worker: bool) -> int:
    """Run the processes and return the exit code. Raises SettingsFault where the signing key cannot be read."""
    read_keys(known.signing_key_file)
    web = ("-m", "gunicorn", "--config", str(ROOT / "training/cli/gunicorn_config.py"), "--bind", address.bind)
    plan = Plan(
        web=(*web, "--chdir", str(ROOT), "wsgi:app"),
        worker=("-m", "training", "worker") if worker else None,
        listening=address.answers,
        announce=lambda: _announce(known, address),
    )
    return Family(plan).keep()


def _announce(known: Settings, address: Address) -> None:
    click.echo(f"Muster is at {address.url} (Ctrl-C stops it)")
    if known.mode is Mode.DEMO and not address.private:
        click.echo("Everybody who reaches this machine can sign in with the words below: stop it when you are done.")
    for sign_in in demo_sign_ins(known):
        click.echo(f"  {sign_in.who!s:<28} {sign_in.email:<40} {sign_in.password}")
