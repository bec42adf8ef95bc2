"""The command that brings in what an older system knew."""

from pathlib import Path

import click

from training.app import system_world
from training.cli.ground import Stop, settings, store
from training.completion.history_importing import End, Order, answers_of, import_file
from training.completion.history_work import local_day

SAYS = {
    End.UNMATCHED: "Say what the old names count as, in a CSV with the columns title and course: --titles FILE."
    " An empty course leaves a title out. Nothing was changed.",
    End.LEFT_OUT: "Lines with faults and people who are not known stay out only if you say so: --leave-out."
    " Nothing was changed.",
}  # fmt: skip


@click.command("import-history")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--system", required=True, help="What the older system is called: it stands on people's records.")
@click.option(
    "--titles", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="What old titles count as."
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--leave-out", is_flag=True, help="Leave out lines with faults and people who are not known.")
def import_history(file: Path, *, system: str, titles: Path | None, dry_run: bool, leave_out: bool) -> None:
    """Record what an older system knew from FILE, a CSV of completions.

    Prints what it would do, or each fault as `line, column: what is wrong and how to mend it`. What is recorded stays
    marked as what it is, with the line's own words; the same line is never recorded twice, so that an import that was
    cut short is finished by running it again. docs/history.md names the columns. Exits with 1 if the file cannot be
    taken.
    """
    known = settings()
    world = system_world(known)
    with store(known):
        answers = answers_of(titles.read_bytes()) if titles else {}
        order = Order(file.name, system.strip()[:80], answers, dry_run=dry_run, leave_out=leave_out)
        end = import_file(file.read_bytes(), order, world=world, today=local_day(world.now()), echo=click.echo)
    if end in SAYS:
        raise Stop(SAYS[end])
    if end is End.BROKEN:
        raise SystemExit(1)
