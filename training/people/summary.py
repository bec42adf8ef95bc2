"""What the page of an import shows of a plan: numbers, first entries of each kind, faults. Plain values. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from training.core.text import Text
from training.people.planning import Change, Lead, Leaver, Newcomer, Plan, Stay
from training.people.present import Known, KnownGrant, Present
from training.people.roster import Roster
from training.people.roster_lines import Fault

FIRST = 50
"""Entries of each kind that a page shows."""
MOST_FAULTS = 200
NOTHING = "–"
_COLUMNS = {"started_on": "start", "left_on": "leave"}


class Entry(NamedTuple):
    """One change: where in the file (0: nowhere), of whom or what, and the values before and after."""

    line: int
    about: str
    before: str
    after: str


@dataclass(frozen=True)
class Kind:
    """All changes of one kind. `told` writes one of them as an entry."""

    changes: Sequence[Any]
    told: Callable[[Any], Entry]


def summarise(plan: Plan, roster: Roster, present: Present) -> dict[str, Any]:
    """Return what is kept of a plan: its digest, counts by kind, first entries, faults, columns of no meaning."""
    kinds = _Kinds(plan, present).all()
    return {
        "digest": plan.digest,
        "people": len(roster.rows),
        "present": plan.present,
        "many_leavers": plan.many_leavers,
        "counts": {name: len(kind.changes) for name, kind in kinds.items() if kind.changes},
        "first": {name: _first(kind) for name, kind in kinds.items() if kind.changes},
        "unused": list(roster.unused),
        "faults": [_kept(fault) for fault in plan.faults[:MOST_FAULTS]],
        "fault_count": plan.fault_count,
    }


def _first(kind: Kind) -> list[list[Any]]:
    return [list(kind.told(change)) for change in kind.changes[:FIRST]]


def _kept(fault: Fault) -> dict[str, Any]:
    return {"line": fault.line, "column": fault.column, "what": _words(fault.what), "cure": _words(fault.cure)}


def _words(sentence: Text) -> list[Any]:
    return [sentence.message, sentence.values]


class Both(NamedTuple):
    """What becomes different of one person: in details, in membership or in both."""

    line: int
    known: Known
    change: Change | None
    stay: Stay | None


class _Kinds:
    def __init__(self, plan: Plan, present: Present) -> None:
        self.plan = plan
        self.departments = {department.id: code for code, department in present.departments.items()}
        self.sites = {number: code for code, number in present.sites.items()}
        self.people = {known.id: known for known in present.people}
        self.names = {known.external_id: known.name for known in present.people}
        details = [*(change.details for change in plan.changed), *(newcomer.details for newcomer in plan.new)]
        self.names |= {one.external_id: f"{one.given} {one.family}" for one in details}
        self.stays = {stay.external_id: stay for stay in plan.stays}
        self.returned = {stay.external_id for stay in plan.returned}

    def all(self) -> dict[str, Kind]:
        plan = self.plan
        both = sorted(self._both(), key=lambda one: one.line)
        moved = [one for one in both if one.stay is not None and self._moves(one.stay)]
        changed = [one for one in both if one.stay is None or not self._moves(one.stay)]
        return {
            "new": Kind(plan.new, self._newcomer),
            "returned": Kind(plan.returned, self._stay),
            "moved": Kind(moved, self._differences),
            "changed": Kind(changed, self._differences),
            "left": Kind(plan.left, self._leaver),
            "departments": Kind(plan.departments, lambda code: Entry(0, code, "", "")),
            "reopened": Kind(plan.reopened, lambda one: Entry(0, one.code, str(one.closed_on), "")),
            "closed": Kind(plan.closed, lambda one: Entry(0, one.code, "", "")),
            "sites": Kind(plan.sites, lambda one: Entry(0, one[0], "", ", ".join(one[1]))),
            "leads": Kind(plan.given, self._lead),
            "leads_ended": Kind(plan.taken, self._lead_ended),
            "addresses": Kind(plan.released, lambda one: Entry(0, _person(one), one.email or "", "")),
        }

    def _both(self) -> Iterator[Both]:
        passed = {leaver.known.id for leaver in self.plan.left}
        passed |= {stay.known.id for stay in self.plan.returned if stay.known is not None}
        changes = {change.known.id: change for change in self.plan.changed}
        stays = {stay.known.id: stay for stay in self.plan.stays if stay.known is not None}
        for number in {**changes, **stays}.keys() - passed:
            change, stay = changes.get(number), stays.get(number)
            line = change.line if change else stay.line if stay else 0
            yield Both(line, self.people[number], change, stay)

    def _moves(self, stay: Stay) -> bool:
        known, place = stay.known, stay.place
        return known is not None and known.membership_id is not None and (
            place.department != self.departments.get(known.department_id or 0)
            or place.site != self.sites.get(known.site_id or 0)
        )  # fmt: skip

    def _newcomer(self, newcomer: Newcomer) -> Entry:
        details, stay = newcomer.details, self.stays.get(newcomer.details.external_id)
        about = f"{details.given} {details.family} ({details.external_id})"
        after = _joined(stay.place.department, stay.place.site) if stay else str(details.left_on)
        return Entry(newcomer.line, about, "", after)

    def _stay(self, stay: Stay) -> Entry:
        known = stay.known
        about = _person(known) if known else stay.external_id
        before = str(known.left_on) if known else ""
        return Entry(stay.line, about, before, _joined(stay.place.department, stay.place.site))

    def _leaver(self, leaver: Leaver) -> Entry:
        return Entry(leaver.line, _person(leaver.known), self._place(leaver.known), str(leaver.on))

    def _lead(self, lead: Lead) -> Entry:
        return Entry(lead.line, f"{self.names[lead.external_id]} ({lead.external_id})", "", lead.department)

    def _lead_ended(self, grant: KnownGrant) -> Entry:
        known = self.people.get(grant.person_id)
        return Entry(0, _person(known) if known else NOTHING, self.departments.get(grant.department_id, NOTHING), "")

    def _place(self, known: Known) -> str:
        return _joined(self.departments.get(known.department_id or 0, ""), self.sites.get(known.site_id or 0, ""))

    def _differences(self, both: Both) -> Entry:
        told = [one for one in (*self._details(both), *self._places(both)) if one[1] != one[2]]
        before = "; ".join(f"{column}: {old or NOTHING}" for column, old, _new in told)
        after = "; ".join(f"{column}: {new or NOTHING}" for column, _old, new in told)
        return Entry(both.line, _person(both.known), before, after)

    def _details(self, both: Both) -> Iterator[tuple[str, str, str]]:
        if both.change is not None:
            for name in both.change.fields:
                old, new = getattr(both.known, name), getattr(both.change.details, name)
                yield _COLUMNS.get(name, name), str(old or ""), str(new or "")

    def _places(self, both: Both) -> Iterator[tuple[str, str, str]]:
        known, stay = both.known, both.stay
        if stay is not None:
            place = stay.place
            yield "department", self.departments.get(known.department_id or 0, ""), place.department
            yield "site", self.sites.get(known.site_id or 0, ""), place.site
            yield "manager", self._manager(known.manager_id), place.manager or self._manager(place.manager_id)
            yield "title", known.title or "", place.title
            yield "attributes", " | ".join(known.attributes or ()), " | ".join(place.attributes)

    def _manager(self, number: int | None) -> str:
        known = self.people.get(number or 0)
        return known.external_id or NOTHING if known else ""


def _person(known: Known) -> str:
    return f"{known.name} ({known.external_id or NOTHING})"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
