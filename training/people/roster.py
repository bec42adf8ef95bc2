"""A roster file: rows that can be trusted in themselves, or what is wrong with it. Pure: it knows no database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from training.core.text import text
from training.people.roster_cells import PARSERS
from training.people.roster_lines import Faults, Sheet, Wrong, open_sheet, records

SITE_COLUMNS = ("site_name", "site_zone", "site_city")


class Row(NamedTuple):
    """One person as a line of the file gives them. A column that the file lacks has its empty value here."""

    line: int
    external_id: str
    given: str
    family: str
    email: str | None
    language: str
    zone: str
    department: str
    site: str
    manager: str
    leads: bool
    title: str
    attributes: tuple[str, ...]
    start: date | None
    leave: date | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class SiteDetails(NamedTuple):
    """What the file says of a site, for one that is not known yet."""

    name: str
    zone: str
    city: str


@dataclass
class Roster:
    """A file that was read. With faults nothing of it may be applied.

    `columns` are those that the file has; `external_ids` holds everybody it names, those on faulty lines too.
    """

    columns: frozenset[str] = frozenset()
    unused: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    unsound: list[Row] = field(default_factory=list)
    """Lines with a fault: what could not be read is None. Only looked at for what else is wrong with them."""
    external_ids: dict[str, int] = field(default_factory=dict)
    emails: dict[str, int] = field(default_factory=dict)
    sites: dict[str, SiteDetails] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)


_ROW = tuple(name for name in Row._fields if name != "line")
_ID, _EMAIL, _SITE = _ROW.index("external_id"), _ROW.index("email"), _ROW.index("site")
_START, _LEAVE = _ROW.index("start"), _ROW.index("leave")


def read(content: bytes) -> Roster:
    """Read and check a file: every fault comes with its line and its cure."""
    roster = Roster()
    sheet = open_sheet(content, roster.faults)
    if sheet is None:
        return roster
    roster.columns, roster.unused = frozenset(sheet.places), sheet.unused
    _read_lines(sheet, roster)
    if not roster.external_ids and not roster.faults:
        what = text("The file holds a header and nobody.")
        roster.faults.add(0, "", what, text("Export it again, with the people."))
    return roster


def _read_lines(sheet: Sheet, roster: Roster) -> None:
    person, site = Reading(sheet, _ROW), Reading(sheet, SITE_COLUMNS)
    with_sites = not roster.columns.isdisjoint(SITE_COLUMNS)
    for line, cells in records(sheet, roster.faults):
        cells.append("")
        values, sound = person.values(line, cells, roster.faults)
        trusted = _fits(line, values, roster) and sound
        (roster.rows if trusted else roster.unsound).append(Row(line, *values))
        if with_sites:
            _note_site(line, values[_SITE], SiteDetails(*site.values(line, cells, roster.faults)[0]), roster)


class Reading:
    """Reads the cells of some columns. A line ends in an empty cell that stands for columns that are not there."""

    def __init__(
        self, sheet: Sheet, columns: tuple[str, ...], parsers: Mapping[str, Callable[[str], Any]] = PARSERS
    ) -> None:
        self.columns = columns
        self.parsers = [parsers[name] for name in columns]
        self.pick = itemgetter(*(sheet.places.get(name, -1) for name in columns))

    def values(self, line: int, cells: list[str], faults: Faults) -> tuple[list[Any], bool]:
        """Return the values and whether all are sound."""
        try:
            return [parse(cell) for parse, cell in zip(self.parsers, self.pick(cells), strict=True)], True
        except Wrong:
            return self._sound_ones(line, cells, faults), False

    def _sound_ones(self, line: int, cells: list[str], faults: Faults) -> list[Any]:
        values = []
        for name, parse, cell in zip(self.columns, self.parsers, self.pick(cells), strict=True):
            try:
                values.append(parse(cell))
            except Wrong as wrong:
                faults.wrong(line, name, wrong)
                values.append(None)
        return values


def _fits(line: int, values: list[Any], roster: Roster) -> bool:
    """Check a line against those before it, and its dates against each other."""
    fits = _first(line, values[_ID], roster.external_ids, "external_id", roster.faults)
    fits = _first(line, values[_EMAIL], roster.emails, "email", roster.faults) and fits
    start, leave = values[_START], values[_LEAVE]
    if start is not None and leave is not None and leave < start:
        what = text("The leave, %(leave)s, is before the start, %(start)s.", leave=str(leave), start=str(start))
        roster.faults.add(line, "leave", what, text("Put one of the two dates right."))
        return False
    return fits


def _first(line: int, value: str | None, seen: dict[str, int], column: str, faults: Faults) -> bool:
    if not value or (first := seen.setdefault(value, line)) == line:
        return True
    what = text("“%(value)s” stands on line %(first)s already.", value=value, first=first)
    faults.add(line, column, what, text("Each may stand once. Remove one of the two lines, or put it right."))
    return False


def _note_site(line: int, code: str, details: SiteDetails, roster: Roster) -> None:
    if not code or not any(details):
        return
    known = roster.sites.setdefault(code, details)
    if known == details:
        return
    merged = SiteDetails(*(old or new or "" for old, new in zip(known, details, strict=True)))
    roster.sites[code] = merged
    for column, old, new in zip(SITE_COLUMNS, merged, details, strict=True):
        if new and old != new:
            what = text("Site “%(site)s” has “%(old)s” above and “%(new)s” here.", site=code, old=old, new=new)
            roster.faults.add(line, column, what, text("Write the same on every line, or on one line only."))
