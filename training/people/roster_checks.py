"""What only shows when a roster meets the people who are known: managers, their circles, addresses, sites. Pure."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from training.core.text import Text, text
from training.people.present import Known, Present
from training.people.roster import SITE_COLUMNS, Roster, Row, SiteDetails

LONGEST_CIRCLE = 6
"""People of a circle of managers that a message names."""


@dataclass(frozen=True)
class Choices:
    """How a file is meant: whether whoever is missing has left, and on which day all this holds."""

    complete: bool
    today: date


@dataclass(frozen=True)
class Meeting:
    """A file and the people who are known, matched by external id, or by address with those who have none yet."""

    roster: Roster
    present: Present
    choices: Choices

    @property
    def every_row(self) -> list[Row]:
        """Return the faulty lines, too, so that all that is wrong is told at once."""
        return [*self.roster.rows, *self.roster.unsound]

    @cached_property
    def by_id(self) -> dict[int, Known]:
        return {known.id: known for known in self.present.people}

    @cached_property
    def by_external_id(self) -> dict[str, Known]:
        return {known.external_id: known for known in self.present.people if known.external_id}

    @cached_property
    def by_email(self) -> dict[str, Known]:
        return {known.email: known for known in self.present.people if known.email}

    @cached_property
    def matched(self) -> list[tuple[Row, Known | None]]:
        """Every row with the person it is about, or None for a newcomer."""
        return [(row, self.by_external_id.get(row.external_id) or self._nameless(row)) for row in self.roster.rows]

    def _nameless(self, row: Row) -> Known | None:
        holder = self.by_email.get(row.email) if row.email else None
        return holder if holder is not None and holder.external_id is None else None

    @cached_property
    def named(self) -> set[int]:
        """The ids of everybody whom the file names."""
        return {known.id for _row, known in self.matched if known is not None}

    def missing(self, known: Known) -> bool:
        """Tell whether someone from the roster is not in the file any more."""
        return known.external_id is not None and known.external_id not in self.roster.external_ids

    def leaves_unnamed(self, known: Known) -> bool:
        """Tell whether someone whom the file does not name has left, or leaves because the file is complete."""
        gone = known.has_left(self.choices.today) or (self.choices.complete and self.missing(known))
        return known.id not in self.named and gone


def check(meeting: Meeting) -> None:
    """Add to the roster's faults what does not go together with the people who are known."""
    if "manager" in meeting.roster.columns:
        _check_managers(meeting)
        _check_circles(meeting)
    _check_emails(meeting)
    _check_sites(meeting)


# --- managers -----------------------------------------------------------------------------------------------------


def _check_managers(meeting: Meeting) -> None:
    for row in meeting.every_row:
        if row.manager and row.manager not in meeting.roster.external_ids:
            reason = _unfit(meeting, row.manager)
            if reason:
                cure = text("Add the manager to the file, put the id right, or leave the cell empty.")
                meeting.roster.faults.add(row.line, "manager", reason, cure)


def _unfit(meeting: Meeting, external_id: str) -> Text | None:
    known = meeting.by_external_id.get(external_id)
    if known is None:
        return text("Nobody has the external id “%(id)s”.", id=external_id)
    if meeting.leaves_unnamed(known):
        return text("%(name)s (%(id)s) has left, or is not in this complete file.", name=known.name, id=external_id)
    return None


def _check_circles(meeting: Meeting) -> None:
    lines = {row.external_id: row for row in meeting.roster.rows}
    for circle in circles(_managers(meeting)):
        told = sorted((lines[one] for one in circle if one in lines), key=lambda row: row.line)
        if told:
            shown = [*circle[:LONGEST_CIRCLE], *(["…"] if len(circle) > LONGEST_CIRCLE else []), circle[0]]
            what = text("These people are each other's managers: %(circle)s.", circle=" → ".join(shown))
            cure = text("Put one of the managers right, or leave the cell of the topmost person empty.")
            meeting.roster.faults.add(told[0].line, "manager", what, cure)


def _managers(meeting: Meeting) -> dict[str, str]:
    """Return who will report to whom, by external id: as the file says, else as it is known."""
    managers = {}
    for known in meeting.present.people:
        boss = meeting.by_id.get(known.manager_id or 0)
        if known.external_id and boss is not None and boss.external_id:
            managers[known.external_id] = boss.external_id
    return managers | {row.external_id: row.manager for row in meeting.roster.rows}


def circles(managers: dict[str, str]) -> Iterator[list[str]]:
    """Yield every circle of a map person → manager, once. Each step is taken once, so the time is linear."""
    done: set[str] = set()
    for start in managers:
        way: dict[str, None] = {}
        person = start
        while person and person not in done and person not in way:
            way[person] = None
            person = managers.get(person, "")
        if person in way:
            steps = list(way)
            yield steps[steps.index(person) :]
        done.update(way)


# --- addresses ----------------------------------------------------------------------------------------------------


def _check_emails(meeting: Meeting) -> None:
    for row, known in meeting.matched:
        holder = meeting.by_email.get(row.email) if row.email else None
        if holder is not None and holder is not known and not _gives_up(meeting, holder):
            what = text("The address belongs to %(name)s (%(id)s).", name=holder.name, id=holder.external_id or "–")
            cure = text("Put it right here, or bring that person's line with their own address into the same file.")
            meeting.roster.faults.add(row.line, "email", what, cure)


def _gives_up(meeting: Meeting, holder: Known) -> bool:
    # Every address stands once in a file: a holder who is in it, too, gets another one or none.
    return holder.id in meeting.named or meeting.leaves_unnamed(holder)


# --- sites --------------------------------------------------------------------------------------------------------


def _check_sites(meeting: Meeting) -> None:
    known, told = meeting.present.sites, set[str]()
    for row in meeting.every_row:
        if row.site and row.site not in known and row.site not in told:
            told.add(row.site)
            details = meeting.roster.sites.get(row.site, SiteDetails("", "", ""))
            if not all(details):
                what = text("There is no site with the code “%(site)s”.", site=row.site)
                meeting.roster.faults.add(row.line, "site", what, _site_cure(row.site, details, known))


def _site_cure(code: str, details: SiteDetails, known: dict[str, int]) -> Text:
    near = difflib.get_close_matches(code, known, n=1)
    if near and not any(details):
        return text("Did you mean “%(site)s”? A new site needs site_name, site_zone and site_city.", site=near[0])
    lacking = [column for column, value in zip(SITE_COLUMNS, details, strict=True) if not value]
    return text("To open a new site fill in on one of its lines: %(columns)s.", columns=", ".join(lacking))
