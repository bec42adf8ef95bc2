"""Looks at whom a rule takes in, and at what it can be built from. All within what the viewer may manage."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, func, or_, select

from training.completion import reach
from training.completion.queries import MEMBERSHIP
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import EVERYWHERE, within
from training.people.models import Department, Membership, Person, Site

MANAGE = Permission.REQUIREMENT_MANAGE
MOST_NAMES = 10


def check_everywhere(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer manages requirements everywhere: a rule knows no borders of departments."""
    if EVERYWHERE not in viewer.paths(MANAGE):
        raise NotFound


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a department is one in which the viewer manages requirements."""
    return within(Department.path, viewer.paths(MANAGE))


def works_here(today: date) -> ColumnElement[bool]:
    """Return the condition that somebody has not left."""
    return or_(Person.left_on.is_(None), Person.left_on > today)


_WHO = (
    select(Person.family, Person.given, Department.name)
    .join(Membership, MEMBERSHIP)
    .join(Department, Department.id == Membership.department_id)
    .join(Site, Site.id == Membership.site_id)
    .order_by(Person.family, Person.given, Person.id)
)
_PEOPLE = _WHO.add_columns(func.count().over()).limit(MOST_NAMES)


class Sample(NamedTuple):
    """How many people, and the first ten by name: (family, given, department)."""

    number: int
    names: tuple[tuple[str, str, str], ...]


def reached(viewer: Viewer, rule: Mapping[str, Any], today: date) -> Sample:
    """Return whom a rule takes in today. One SELECT."""
    return people_where(viewer, reach.condition(rule), today)


def people_where(viewer: Viewer, condition: ColumnElement[bool], today: date) -> Sample:
    """Return who works here, may be seen and fulfils a condition on Person, Membership, Department and Site."""
    wanted = scoped(_PEOPLE.where(condition, visible(viewer), works_here(today)), by="subtree")
    rows = database.session.execute(wanted).all()
    return Sample(rows[0][3] if rows else 0, tuple((row[0], row[1], row[2]) for row in rows))


def all_people_where(viewer: Viewer, condition: ColumnElement[bool], today: date) -> Iterator[tuple[str, str, str]]:
    """Yield all of them, however many: (family, given, department)."""
    wanted = scoped(_WHO.where(condition, visible(viewer), works_here(today)), by="subtree")
    for row in database.session.execute(wanted, execution_options={"yield_per": 2000}):
        yield row[0], row[1], row[2]


EVERYBODY = scoped(select(func.count()).select_from(Person).join(Membership, MEMBERSHIP), by="system")


def everybody(today: date) -> int:
    """Return how many people work here. One SELECT."""
    return database.session.scalar(EVERYBODY.where(works_here(today))) or 0


# --- what there is to choose from -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vocabulary:
    """What can be chosen: (value, words) by kind of condition."""

    departments: tuple[tuple[str, str], ...]
    sites: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...]
    titles: tuple[tuple[str, str], ...]

    def of(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Return the choices of one kind of condition; none where something is typed."""
        lists = {"department": self.departments, "site": self.sites, "attribute": self.attributes, "title": self.titles}
        return lists.get(kind, ())


_HERE = and_(Membership.retired_at.is_(None), Membership.valid_until.is_(None))
DEPARTMENTS = select(Department.code).where(Department.closed_on.is_(None)).order_by(Department.code)
SITES = select(Site.code, Site.name).order_by(Site.name, Site.code)
# PostgreSQL knows no equality of JSON, so lists are compared as they are written.
ATTRIBUTES = scoped(
    select(Membership.attributes).where(
        Membership.id.in_(
            select(func.min(Membership.id)).where(_HERE).group_by(cast(Membership.attributes, Text())).scalar_subquery()
        )
    ),
    by="system",
)
TITLES = scoped(
    select(Membership.title).distinct().where(_HERE, Membership.title != "").order_by(Membership.title), by="system"
)


def sites() -> list[tuple[str, str]]:
    """Return all sites by name: (code, name). One SELECT."""
    return [(row[0], row[1]) for row in database.session.execute(SITES)]


def vocabulary() -> Vocabulary:
    """Return what rules can be built from. Four SELECTs."""
    attributes = {one for row in database.session.execute(ATTRIBUTES) for one in row[0] or ()}
    return Vocabulary(
        departments=tuple((row[0], row[0]) for row in database.session.execute(DEPARTMENTS)),
        sites=tuple(sites()),
        attributes=tuple((one, one) for one in sorted(attributes)),
        titles=tuple((row[0], row[0]) for row in database.session.execute(TITLES)),
    )


# --- single people ----------------------------------------------------------------------------------------------------


class Named(NamedTuple):
    """Somebody who was named, by the roster's key."""

    external_id: str
    email: str | None
    given: str
    family: str
    left_on: date | None


_NAMED = select(Person.external_id, Person.email, Person.given, Person.family, Person.left_on).where(
    Person.external_id.is_not(None), Person.erased_at.is_(None)
)
BY_KEY = scoped(
    _NAMED.where(
        or_(
            Person.external_id.in_(bindparam("keys", expanding=True)),
            Person.email.in_(bindparam("addresses", expanding=True)),
        )
    ),
    by="system",
)
BY_NAME = scoped(
    _NAMED.where(
        # Small letters of other alphabets are not known to every database: what is typed as it is written is found too.
        or_(
            *(
                form == bindparam(typed)
                for whole in (Person.given + " " + Person.family, Person.family + ", " + Person.given, Person.family)
                for form, typed in ((whole, "name"), (func.lower(whole), "lower"))
            )
        )
    )
    .order_by(Person.family, Person.given, Person.id)
    .limit(MOST_NAMES),
    by="system",
)


def named(typed: Collection[str]) -> dict[str, Named]:
    """Return who is meant by numbers of the roster and addresses: as typed → person. One SELECT, or none."""
    if not typed:
        return {}
    values = {"keys": list(typed), "addresses": [one.lower() for one in typed]}
    rows = [_named(row) for row in database.session.execute(BY_KEY, values)]
    keys = {one.external_id: one for one in rows}
    addresses = {one.email: one for one in rows if one.email}
    found = {one: keys.get(one) or addresses.get(one.lower()) for one in typed}
    return {one: person for one, person in found.items() if person is not None}


def called(name: str) -> list[Named]:
    """Return the first ten who are called so: "Dana Ford", "Ford, Dana" or "Ford". One SELECT."""
    plain = " ".join(name.split())
    values = {"name": plain, "lower": plain.lower()}
    return [_named(row) for row in database.session.execute(BY_NAME, values)]


def _named(row: Any) -> Named:
    return Named(*row)
