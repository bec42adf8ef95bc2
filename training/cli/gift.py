"""The commands that bring questions in from GIFT and take them out."""

from pathlib import Path

import click

from training.catalogue.content.problems import nearest, shown
from training.catalogue.gift.bank import BroughtIn, Folders, bring_in, take_out
from training.catalogue.gift.questions import KIND_NAMES
from training.catalogue.gift.reading import MOST_BYTES
from training.cli.ground import Stop, courses_folders
from training.core.errors import NotFound


@click.command("import-gift")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--course", required=True, metavar="SLUG", help="The course that the questions are for.")
def import_gift(file: Path, course: str) -> None:
    """Read the questions of FILE, in the format GIFT of Moodle, and print them as drafts for questions.yaml.

    The drafts go to standard output, with comments that say what is still to write; what cannot be taken over, and
    what cannot be read, goes to standard error with its line. Nothing is written anywhere, and neither a database nor
    settings are needed. Exits with 1 if a line could not be read.
    """
    folders = courses_folders()
    with file.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    try:
        found = bring_in(content, folders, course)
    except NotFound:
        raise _no_course(course, folders) from None
    click.echo(found.yaml, nl=False)
    click.echo(_report(found), err=True)
    if found.reading.problems:
        raise SystemExit(1)


@click.command("export-gift")
@click.argument("slug")
def export_gift(slug: str) -> None:
    """Print the questions of the course SLUG in the format GIFT, which Moodle and others read.

    They are taken as they stand in the folder, drafts too, retired ones not. What GIFT cannot say is left out, and is
    named in the file and on standard error. Needs neither a database nor settings.
    """
    folders = courses_folders()
    try:
        bank = take_out(folders, slug)
    except NotFound:
        raise _no_course(slug, folders) from None
    click.echo(bank.text, nl=False)
    for out in bank.left_out:
        click.echo(f"{out.id} ({out.kind}) is left out: {out.why}.", err=True)


def _no_course(slug: str, folders: Folders) -> Stop:
    known = [path.parent.name for place in folders for path in place.glob("*/course.yaml")]
    near = nearest(slug, known).capitalize() or f"The courses are {', '.join(sorted(known)) or 'none yet'}."
    return Stop(f"There is no course '{shown(slug, 80)}'. {near}")


def _report(found: BroughtIn) -> str:
    """Say what became of the file: one line for each question that is not among the drafts, and a count."""
    told = [
        (left.line, f"line {left.line}: not taken over: {shown(left.title)} ({KIND_NAMES[left.kind]}). {left.why}")
        for left in found.drafts.left
    ]
    told += [(one.line, f"line {one.line}: {one.what} {one.fix}") for one in found.reading.problems]
    lines = [line for _number, line in sorted(told)]
    if found.too_large:
        lines.append("This is more than one questions.yaml may hold: split the file.")
    drafts, left, broken = len(found.drafts.drafts), len(found.drafts.left), len(found.reading.problems)
    return "\n".join((*lines, f"Drafts: {drafts}. Not taken over: {left}. Not read: {broken}."))
