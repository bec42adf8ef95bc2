"""The commands of authors: check the courses folder, publish it."""

import os
from pathlib import Path

import click

from training.catalogue.content.checker import check
from training.catalogue.content.problems import has_errors, report
from training.catalogue.content.reader import read_catalogue
from training.catalogue.content.written import Catalogue
from training.catalogue.drafting import DraftRefused, draft_course
from training.catalogue.work import PublishRefused, publish_folder
from training.cli.ground import Stop, settings, store
from training.completion.service import Publication, publish_requirements
from training.core.settings import PREFIX, ROOT, Settings, own_courses
from training.core.world import system_now
from training.people.importing import local_day


@click.command("check-courses")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
def check_courses(folder: Path | None) -> None:
    """Check every file of the courses FOLDER (if none is named: MUSTER_COURSES with what you add to it).

    Prints one line for each problem, as `file:line: CODE: what. Fix: how`, and a count. Exits with 1 if anything
    would stop publishing. Needs neither a database nor settings.
    """
    overlay = None if folder else own_courses(Path(os.environ.get(f"{PREFIX}INSTANCE") or ROOT / "instance"))
    place = folder or Path(os.environ.get(f"{PREFIX}COURSES") or ROOT / "courses")
    problems = check(read_catalogue(place, overlay), today=system_now().date())
    click.echo(report(problems))
    if has_errors(problems):
        raise SystemExit(1)


@click.command("new-course")
@click.argument("slug")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Where; else your own courses.")
def new_course(slug: str, folder: Path | None) -> None:
    """Begin a new course: make the folder SLUG, with comments, in a form that passes the checker.

    It stands beside the shipped courses, in instance/courses/. Needs neither a database nor settings.
    """
    place = folder or own_courses(Path(os.environ.get(f"{PREFIX}INSTANCE") or ROOT / "instance"))
    try:
        made = draft_course(slug, place, system_now().date())
    except DraftRefused as refused:
        raise Stop(str(refused)) from None
    click.echo(f"{made} is a course that passes the checker. Write over it; docs/author-a-course.md says how.")


@click.command("publish-courses")
def publish_courses() -> None:
    """Publish what the courses folder says (MUSTER_COURSES, and instance/courses): courses, clauses, requirements.

    Only what has changed becomes a new edition; running it again changes nothing. If the checker finds an error,
    nothing is published.
    """
    known = settings()
    with store(known):
        publish(known)


def publish(known: Settings) -> None:
    """Publish courses and say what changed. Stops with the checker's report."""
    now = system_now()
    today = local_day(now)
    publications: list[Publication] = []

    def requirements(catalogue: Catalogue) -> None:
        publications.append(publish_requirements(catalogue.requirements, now=now, today=today))

    try:
        overlay = own_courses(known.instance)
        published = publish_folder(known.courses, now, today, requirements, overlay=overlay)
    except PublishRefused as refused:
        raise Stop(f"{refused}\nNothing was published.") from None
    changes = {"new editions": published.new, "retired": published.retired, "taken back": published.returned}
    told = [f"{what}: {', '.join(slugs)}" for what, slugs in changes.items() if slugs]
    (done,) = publications
    told += [f"requirements changed: {done.versions}"] if done.versions else []
    click.echo(f"Courses: {'; '.join(told) or 'nothing new'}.")
    if done.left:
        click.echo(f"Requirements that the desk has changed, so that the file was passed over: {', '.join(done.left)}.")
