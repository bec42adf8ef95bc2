"""Rosters for tests: lines to bytes, and a plan carried out on plain values as the importer does it on tables."""

from dataclasses import replace
from datetime import date

from training.people.planning import Details, Plan, Stay
from training.people.present import Known, KnownDepartment, KnownGrant, Present
from training.people.roster_cells import JOINT

TODAY = date(2026, 11, 23)
HEADER = "external_id,given,family,email,department,site,manager,leads,title,attributes,start,leave"
SITES = "external_id,given,family,department,site,site_name,site_zone,site_city"


def csv(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines]).encode()


def line(external_id: str = "1001", **cells: str) -> str:
    """One line under HEADER."""
    defaults = {
        "external_id": external_id, "given": "Dana", "family": f"Ford{external_id}", "email": f"p{external_id}@alderfinch.example",
        "department": "Operations", "site": "LEEDS", "manager": "", "leads": "", "title": "Clerk", "attributes": "", "start": "", "leave": "",
    }  # fmt: skip
    values = defaults | cells
    return ",".join(f'"{values[name]}"' for name in HEADER.split(","))


def carried_out(plan: Plan, present: Present, today: date = TODAY) -> Present:
    """What is present once a plan has been applied, by rules written a second time and much more simply."""
    world = _World(plan, present, today)
    return world.after()


class _World:
    def __init__(self, plan: Plan, present: Present, today: date) -> None:
        self.plan, self.today = plan, today
        self.people = {known.id: known for known in present.people}
        self.departments = dict(present.departments)
        self.sites = dict(present.sites)
        self.grants = {grant.id: grant for grant in present.grants}

    def after(self) -> Present:
        self._places()
        self._details()
        for stay in self.plan.stays:
            self._stay(stay)
        self._roles()
        self._leavers()
        return Present(list(self.people.values()), self.departments, self.sites, list(self.grants.values()))

    def _places(self) -> None:
        for code, _details in self.plan.sites:
            self.sites[code] = len(self.sites) + 1
        for code in self.plan.departments:
            above = code.rpartition(JOINT)[0]
            number = len(self.departments) + 1
            self.departments[code] = KnownDepartment(
                number, code, f"{self.departments[above].path if above else '/'}{number}/", None
            )
        for one in self.plan.reopened:
            self.departments[one.code] = one._replace(closed_on=None)
        for one in self.plan.closed:
            self.departments[one.code] = one._replace(closed_on=self.today)

    def _details(self) -> None:
        for known in self.plan.released:
            self.people[known.id] = self.people[known.id]._replace(email=None)
        for change in self.plan.changed:
            assert not self._taken(change.details, change.known.id), "an address would stand twice"
            self.people[change.known.id] = self.people[change.known.id]._replace(**change.details._asdict())
        for new in self.plan.new:
            assert not self._taken(new.details, 0), "an address would stand twice"
            number = max(self.people, default=0) + 1
            self.people[number] = Known(number, **new.details._asdict(), has_account=False)
        for external_id in self.plan.accounts:
            number = self._id(external_id)
            self.people[number] = self.people[number]._replace(has_account=True)

    def _taken(self, details: Details, number: int) -> bool:
        return any(one.email == details.email and one.id != number for one in self.people.values() if details.email)

    def _id(self, external_id: str) -> int:
        return next(known.id for known in self.people.values() if known.external_id == external_id)

    def _stay(self, stay: Stay) -> None:
        number, place = self._id(stay.external_id), stay.place
        manager_id = self._id(place.manager) if place.manager else place.manager_id
        self.people[number] = self.people[number]._replace(
            membership_id=1000 + number, since=stay.since, department_id=self.departments[place.department].id,
            site_id=self.sites[place.site], manager_id=manager_id, title=place.title, attributes=list(place.attributes),
        )  # fmt: skip

    def _roles(self) -> None:
        for grant in self.plan.taken:
            del self.grants[grant.id]
        for lead in self.plan.given:
            number = max(self.grants, default=0) + 1
            self.grants[number] = KnownGrant(
                number, self._id(lead.external_id), self.departments[lead.department].id, lead.since
            )

    def _leavers(self) -> None:
        for leaver in self.plan.left:
            blank = Known(0, None, "", "", None, "", "", None, None, has_account=False)
            kept = {name: getattr(blank, name) for name in Known._fields[10:]}
            self.people[leaver.known.id] = self.people[leaver.known.id]._replace(left_on=leaver.on, **kept)
            self.grants = {key: one for key, one in self.grants.items() if one.person_id != leaver.known.id}


def with_people(*people: Known) -> Present:
    return replace(Present(), people=list(people))
