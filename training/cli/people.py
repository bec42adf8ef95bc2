"""The commands about people: the first administrator, the roster."""

from pathlib import Path

import click
from email_validator import EmailNotValidError, validate_email

from training.app import system_world
from training.cli.ground import Stop, settings, store
from training.core.db import writing
from training.core.links import Links
from training.people import service
from training.people.importing import End, Order, import_file
from training.people.rules import LINK_HOLDS


@click.command("create-admin")
@click.argument("email")
@click.argument("name")
def create_admin(email: str, name: str) -> None:
    """Make the person with the address EMAIL an administrator and print a link for setting their password.

    NAME is taken for somebody who is not known yet, as in: create-admin dana@company.example "Dana Ford". The link
    works once and for 24 hours; hand it over by a way that you trust. Running it again makes a new link and ends the
    old one.
    """
    known = settings()
    world = system_world(known)
    address = _address(email)
    if not name.strip():
        raise Stop("Say the name too: create-admin dana@company.example 'Dana Ford'")
    token = world.token()
    with store(known), writing():
        person_id = service.make_administrator(address, name.strip(), now=world.now())
        service.make_link(person_id, token, now=world.now())
    links = Links(site_url=known.site_url, secret_key=known.secret_key, now=world.now)
    hours = int(LINK_HOLDS.total_seconds() // 3600)
    click.echo(f"{address} is an administrator. This link sets the password, once, within {hours} hours:")
    click.echo(links.to(f"/welcome/{token}"))


@click.command("import-roster")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--complete", is_flag=True, help="FILE holds everybody: who is missing from it has left.")
@click.option("--yes-many-leavers", is_flag=True, help="Go on although more than a tenth of the people leaves.")
def import_roster(file: Path, *, dry_run: bool, complete: bool, yes_many_leavers: bool) -> None:
    """Bring people, departments and sites up to date from FILE, a CSV exported from the personnel system.

    Prints what changes, or each fault as `line, column: what is wrong and how to mend it`; with a fault nothing is
    changed. People are known by their external_id, so the same file may be imported again and again. docs/operate.md
    names the columns. Exits with 1 if nothing could be applied.
    """
    known = settings()
    order = Order(file.name, complete=complete, dry_run=dry_run, yes_many_leavers=yes_many_leavers)
    with store(known):
        end = import_file(file.read_bytes(), order, world=system_world(known), echo=click.echo)
    if end is End.MANY_LEAVERS:
        raise Stop("More than a tenth would leave. If that is so, say it: --yes-many-leavers. Nothing was changed.")
    if end is End.FAULTS:
        raise SystemExit(1)


def _address(email: str) -> str:
    try:
        # Whether mail reaches it is for the mail server; names for tests are addresses too.
        return validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise Stop(f"{email} is not an e-mail address: {error}") from None
