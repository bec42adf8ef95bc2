"""Publishing a folder: read, check and freeze without a transaction, then write in a short one."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from training.catalogue.content.checker import check
from training.catalogue.content.problems import Problem, has_errors, report
from training.catalogue.content.reader import read_catalogue
from training.catalogue.content.written import Catalogue
from training.catalogue.service import Published, planned, publish
from training.core.db import writing


class PublishRefused(Exception):
    """The folder has errors; nothing was published. Its words are the checker's report."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(report(self.problems))


def _nothing(_catalogue: Catalogue) -> None:
    pass


def publish_folder(
    folder: Path, now: datetime, today: date, then: Callable[[Catalogue], object] = _nothing
) -> Published:
    """Publish a courses folder. Raises PublishRefused when the checker finds an error; warnings do not stop it.

    `then` is called in the same transaction: rooms above publish what else the folder says.
    """
    catalogue = read_catalogue(folder)
    problems = check(catalogue, today=today)
    if has_errors(problems):
        raise PublishRefused(problems)
    plan = planned(catalogue)
    with writing():
        published = publish(plan, now=now, today=today)
        then(catalogue)
    return published
