"""Publishing a folder: read, check and freeze without a transaction, then write in a short one."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from training.catalogue.checker import check
from training.catalogue.problems import Problem, has_errors, report
from training.catalogue.reader import read_catalogue
from training.catalogue.service import Published, planned, publish
from training.core.db import writing


class PublishRefused(Exception):
    """The folder has errors; nothing was published. Its words are the checker's report."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(report(self.problems))


def publish_folder(folder: Path, now: datetime, today: date) -> Published:
    """Publish a courses folder. Raises PublishRefused when the checker finds an error; warnings do not stop it."""
    catalogue = read_catalogue(folder)
    problems = check(catalogue, today=today)
    if has_errors(problems):
        raise PublishRefused(problems)
    plan = planned(catalogue)
    with writing():
        return publish(plan, now=now, today=today)
