"""What a roster changes: the file against those who are known. Pure; applying a plan leaves nothing to plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from training.core.digest import canonical, digest
from training.people.present import Known, KnownDepartment, KnownGrant, Present
from training.people.roster import Roster, Row, SiteDetails
from training.people.roster_cells import JOINT
from training.people.roster_checks import Choices, Meeting, check
from training.people.roster_lines import Fault

MANY_LEAVERS = 10
"""Per cent of the present people; more than that leaving needs a second yes."""


class Details(NamedTuple):
    """What is stored of a person beside the membership."""

    external_id: str
    given: str
    family: str
    email: str | None
    language: str
    zone: str
    started_on: date | None
    left_on: date | None


class Place(NamedTuple):
    """What a membership says. The manager is named by external id, or by `manager_id` where the file is silent."""

    department: str
    site: str
    manager: str
    manager_id: int | None
    title: str
    attributes: tuple[str, ...]


class Newcomer(NamedTuple):
    line: int
    details: Details


class Change(NamedTuple):
    """Details of a known person that become different."""

    line: int
    known: Known
    details: Details

    @property
    def fields(self) -> list[str]:
        return [name for name in Details._fields if getattr(self.known, name) != getattr(self.details, name)]


class Stay(NamedTuple):
    """A membership that begins on a day. `known` has one that ends for it, is kept until then, or is a newcomer."""

    line: int
    external_id: str
    known: Known | None
    kept: tuple[date, date] | None
    """From and until when the old membership held, as it is written anew; None: on no day."""
    since: date
    place: Place


class Leaver(NamedTuple):
    """Someone whose membership ends. `line` is 0 for one who is missing from a complete file."""

    line: int
    known: Known
    on: date


class Lead(NamedTuple):
    """Someone who becomes lead of their department, with everything below it."""

    line: int
    external_id: str
    department: str
    since: date


@dataclass
class Plan:
    """All changes by kind, in the order in which they are applied. With faults there are none."""

    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    sites: list[tuple[str, SiteDetails]] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    reopened: list[KnownDepartment] = field(default_factory=list)
    released: list[Known] = field(default_factory=list)
    """People whose address passes to somebody else; in the first step they have none."""
    changed: list[Change] = field(default_factory=list)
    new: list[Newcomer] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    """External ids of those who get an account."""
    given: list[Lead] = field(default_factory=list)
    taken: list[KnownGrant] = field(default_factory=list)
    left: list[Leaver] = field(default_factory=list)
    returned: list[Stay] = field(default_factory=list)
    """Those among the stays who had left."""
    closed: list[KnownDepartment] = field(default_factory=list)
    present: int = 0
    """People of the roster who work here before the plan."""

    @property
    def empty(self) -> bool:
        return not any(self._kinds())

    @property
    def many_leavers(self) -> bool:
        return len(self.left) * 100 > self.present * MANY_LEAVERS

    @property
    def digest(self) -> str:
        """SHA-256 of all changes, whatever the day: the same file against the same people gives the same."""
        told = [[str(value) for value in kind] for kind in self._kinds()]
        return digest(canonical(told))

    def _kinds(self) -> tuple[list[object], ...]:
        moves = [(stay.external_id, stay.known and stay.known.membership_id, stay.place) for stay in self.stays]
        leavers = [(leaver.line > 0, leaver.known.id) for leaver in self.left]
        leads = [(lead.external_id, lead.department) for lead in self.given]
        return (
            [*self.sites], [*self.departments], [*self.reopened], [*self.released], [*self.changed], [*self.new],
            [*moves], [*self.accounts], [*leads], [*self.taken], [*leavers], [*self.closed],
        )  # fmt: skip


def plan(roster: Roster, present: Present, choices: Choices) -> Plan:
    """Compare a file with the people who are known. A file with faults changes nothing."""
    meeting = Meeting(roster, present, choices)
    check(meeting)
    if roster.faults:
        by_line = sorted(roster.faults.kept, key=lambda fault: fault.line)
        return Plan(faults=by_line, fault_count=roster.faults.total)
    return _Planner(meeting).plan()


_SILENT = {"email": "email", "language": "language", "zone": "zone", "started_on": "start"}
"""Detail → the column that tells it. A file without the column leaves the detail as it is."""


class _Planner:
    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.present = meeting.present
        self.columns = meeting.roster.columns
        self.today = meeting.choices.today
        self.made = Plan(present=sum(self._works_here(known) for known in meeting.present.people))
        self.ids = {known.external_id: known.id for known in meeting.present.people if known.external_id}
        self.ids |= {row.external_id: known.id for row, known in meeting.matched if known is not None}
        self.silent = [name for name, column in _SILENT.items() if column not in self.columns]
        self.used: set[str] = set()

    def plan(self) -> Plan:
        for row, known in self.meeting.matched:
            self._person(row, known)
        if self.meeting.choices.complete:
            self.made.left += self._missing()
        self._sites()
        self._departments()
        self._grants()
        return self.made

    def _works_here(self, known: Known) -> bool:
        return known.external_id is not None and not known.has_left(self.today)

    # people

    def _person(self, row: Row, known: Known | None) -> None:
        leaves = row.leave is not None and row.leave <= self.today
        leaver = self._leaver(row, known) if leaves and known is not None else None
        details = self._details(row, known, leaver)
        if known is None:
            self.made.new.append(Newcomer(row.line, details))
        elif known[1:9] != details:
            self.made.changed.append(Change(row.line, known, details))
        self._address(row, known)
        if leaver is not None:
            self.made.left.append(leaver)
        if not leaves:
            self._stay(row, known)

    def _leaver(self, row: Row, known: Known) -> Leaver | None:
        over = known.has_left(self.today) and known.membership_id is None
        return None if over else Leaver(row.line, known, row.leave or self.today)

    def _details(self, row: Row, known: Known | None, leaver: Leaver | None) -> Details:
        left_on = self._left_on(row, known)
        details = Details(row.external_id, row.given, row.family, row.email, row.language, row.zone, row.start, left_on)
        if known is None:
            return details
        if leaver is not None:
            details = details._replace(left_on=known.left_on)
        return details._replace(**{name: getattr(known, name) for name in self.silent}) if self.silent else details

    def _left_on(self, row: Row, known: Known | None) -> date | None:
        if "leave" in self.columns or known is None or known.has_left(self.today):
            return row.leave
        return known.left_on

    def _address(self, row: Row, known: Known | None) -> None:
        if not row.email:
            return
        holder = self.meeting.by_email.get(row.email)
        if holder is not None and holder is not known:
            self.made.released.append(holder)
        if known is None or not known.has_account:
            self.made.accounts.append(row.external_id)

    def _missing(self) -> Iterator[Leaver]:
        for known in self.present.people:
            if self.meeting.missing(known) and not (known.has_left(self.today) and known.membership_id is None):
                on = known.left_on if known.left_on is not None and known.has_left(self.today) else self.today
                yield Leaver(0, known, on)

    # memberships

    def _stay(self, row: Row, known: Known | None) -> None:
        self.used.add(row.department)
        place = self._place(row, known)
        if known is None:
            self.made.stays.append(Stay(row.line, row.external_id, None, None, row.start or self.today, place))
        elif known.membership_id is None or known.since is None:
            self._come_back(row, known, place)
        else:
            self._move(row, known, known.since, place)

    def _place(self, row: Row, known: Known | None) -> Place:
        place = Place(row.department, row.site, row.manager, None, row.title, row.attributes)
        if known is None:
            return place
        if "manager" not in self.columns:
            place = place._replace(manager_id=known.manager_id)
        if "title" not in self.columns:
            place = place._replace(title=known.title or "")
        if "attributes" not in self.columns:
            place = place._replace(attributes=tuple(known.attributes or ()))
        return place

    def _come_back(self, row: Row, known: Known, place: Place) -> None:
        start = row.start or self.today
        after_leaving = known.left_on is not None and start >= known.left_on
        since = start if after_leaving else max(start, self.today)
        stay = Stay(row.line, row.external_id, known, None, since, place)
        self.made.stays.append(stay)
        if known.has_left(self.today):
            self.made.returned.append(stay)

    def _move(self, row: Row, known: Known, since: date, place: Place) -> None:
        # A corrected start moves the first membership, as long as it is the one that holds now.
        begins = row.start if row.start is not None and since == known.started_on else since
        if not self._same(place, known):
            effective = max(self.today, begins)
            kept = (begins, effective) if begins < effective else None
            self.made.stays.append(Stay(row.line, row.external_id, known, kept, effective, place))
        elif begins != since:
            self.made.stays.append(Stay(row.line, row.external_id, known, None, begins, place))

    def _same(self, place: Place, known: Known) -> bool:
        department = self.present.departments.get(place.department)
        manager_id = self.ids.get(place.manager, 0) if place.manager else place.manager_id
        return (
            department is not None
            and department.id == known.department_id
            and self.present.sites.get(place.site) == known.site_id
            and manager_id == known.manager_id
            and place.title == known.title
            and place.attributes == tuple(known.attributes or ())
        )

    # departments, sites, leads

    def _sites(self) -> None:
        wanted = {row.site for row in self.meeting.roster.rows} - set(self.present.sites)
        self.made.sites = [(code, self.meeting.roster.sites[code]) for code in sorted(wanted)]

    def _departments(self) -> None:
        used = {above for code in self.used for above in ways(code)}
        known = self.present.departments
        self.made.departments = sorted(used - set(known), key=lambda code: (code.count(JOINT), code))
        self.made.reopened = [known[code] for code in sorted(used & set(known)) if known[code].closed_on]
        if self.meeting.choices.complete:
            unused = sorted(set(known) - used - self._others())
            self.made.closed = [known[code] for code in unused if known[code].closed_on is None]

    def _others(self) -> set[str]:
        """Return the departments, with those above, of people who work here and do not come from the roster."""
        codes = {department.id: code for code, department in self.present.departments.items()}
        others = (one for one in self.present.people if one.external_id is None and not one.has_left(self.today))
        own = {codes[one.department_id] for one in others if one.department_id is not None}
        return {above for code in own for above in ways(code)}

    def _grants(self) -> None:
        if "leads" not in self.columns:
            return
        held = {grant.place: grant for grant in self.present.grants}
        staying = self.meeting.named - {leaver.known.id for leaver in self.made.left}
        wanted = set()
        for row in self.meeting.roster.rows:
            if row.leads and (row.leave is None or row.leave > self.today):
                department = self.present.departments.get(row.department)
                place = (self.ids.get(row.external_id, 0), department.id if department else 0)
                wanted.add(place)
                if place not in held:
                    since = max(row.start or self.today, self.today)
                    self.made.given.append(Lead(row.line, row.external_id, row.department, since))
        self.made.taken = [one for one in held.values() if one.person_id in staying and one.place not in wanted]


def ways(code: str) -> Iterator[str]:
    """Yield a department's code and those of all departments above it."""
    names = code.split(JOINT)
    for count in range(len(names), 0, -1):
        yield JOINT.join(names[:count])
