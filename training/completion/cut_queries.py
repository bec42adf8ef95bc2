"""Looks at the duties of a department by site, attribute and job title; and the conditions that narrow a list."""

import json
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, Text, and_, bindparam, cast, select

from training.completion import reach, states
from training.completion.as_of import Known
from training.completion.as_of_queries import MEMBERS
from training.completion.cuts import Cut
from training.completion.models import Assignment, Requirement
from training.completion.rules import FiveParts
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.people.models import Department, Membership, Site

_today: Any = bindparam("today", type_=Date())
_MEMBER = and_(Membership.retired_at.is_(None), Membership.valid_until.is_(None))
_requirement = select(Requirement.id).where(Requirement.slug == bindparam("slug")).scalar_subquery()
_in_team = Assignment.department_id.in_(select(Department.id).where(Department.path.like(bindparam("below"))))


def narrowed(cut: Cut) -> list[ColumnElement[bool]]:
    """Return the conditions on Assignment that leave the people of a cut; none where nothing is narrowed."""
    return _narrowed(cut, _MEMBER)


def narrowed_then(cut: Cut, known: Known) -> list[ColumnElement[bool]]:
    """Return the same for the people who fitted the cut on a day. Bound values: day and known_at."""
    return _narrowed(cut, and_(*MEMBERS[known]))


def _narrowed(cut: Cut, belonged: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    if not cut.narrows:
        return []
    members = select(Membership.person_id).where(belonged)
    if cut.site:
        members = members.where(Membership.site_id.in_(select(Site.id).where(Site.public_id == cut.site)))
    if cut.attribute:
        members = members.where(reach.condition({"attributes": (cut.attribute,)}))
    if cut.title:
        members = members.where(Membership.title == cut.title)
    return [Assignment.person_id.in_(members)]


SITE_NAME = select(Site.name).where(Site.public_id == bindparam("public_id"))


def site_name(cut: Cut) -> str:
    """Return the name of the site of a cut, or "" for none. Raises NotFound where there is no such site."""
    if not cut.site:
        return ""
    name = database.session.scalar(SITE_NAME, {"public_id": cut.site})
    if name is None:
        raise NotFound
    return name


# --- numbers ----------------------------------------------------------------------------------------------------------


class Group(NamedTuple):
    """The duties of people who have something in common. An empty key: those for whom nothing is known."""

    key: str
    label: str
    parts: FiveParts


def _counted(*columns: Any) -> Select[*tuple[Any, ...]]:
    counted = (
        select(*columns, *states.counts(Assignment, _today))
        .select_from(Assignment)
        .outerjoin(Membership, and_(Membership.person_id == Assignment.person_id, _MEMBER))
        .outerjoin(Site, Site.id == Membership.site_id)
        .where(Assignment.requirement_id == _requirement, Assignment.retired_at.is_(None), _in_team)
    )
    return scoped(counted.group_by(*columns) if columns else counted, by="subtree")


TOGETHER = scoped(
    select(*states.counts(Assignment, _today)).where(
        Assignment.requirement_id == _requirement, Assignment.retired_at.is_(None), _in_team
    ),
    by="subtree",
)
BY_SITE = _counted(Site.public_id, Site.name)
BY_TITLE = _counted(Membership.title)
_attributes: Any = cast(Membership.attributes, Text())
BY_ATTRIBUTES = _counted(_attributes)


def parts(path: str, slug: str, cut: Cut, today: date) -> FiveParts:
    """Return the five parts of the people of a cut. One SELECT."""
    row: Any = database.session.execute(TOGETHER.where(*narrowed(cut)), _values(path, slug, today)).one()
    return FiveParts(*row)


def by_site(path: str, slug: str, today: date) -> list[Group]:
    """Return the five parts of each site, by name. One SELECT."""
    rows = database.session.execute(BY_SITE, _values(path, slug, today))
    return _present(Group(row[0] or "", row[1] or "", FiveParts(*row[2:])) for row in rows)


def by_title(path: str, slug: str, today: date) -> list[Group]:
    """Return the five parts of each job title, by its words. One SELECT."""
    rows = database.session.execute(BY_TITLE, _values(path, slug, today))
    return _present(Group(row[0] or "", row[0] or "", FiveParts(*row[1:])) for row in rows)


def by_attribute(path: str, slug: str, today: date) -> list[Group]:
    """Return the five parts of each attribute, by its words. One SELECT.

    Whoever has several counts in each of them; whoever has none stands last.
    """
    found: dict[str, FiveParts] = {}
    for row in database.session.execute(BY_ATTRIBUTES, _values(path, slug, today)):
        for attribute in json.loads(row[0] or "[]") or [""]:
            found[attribute] = found.get(attribute, FiveParts()) + FiveParts(*row[1:])
    return _present(Group(attribute, attribute, of) for attribute, of in found.items())


def _present(groups: Any) -> list[Group]:
    return sorted((one for one in groups if one.parts.total), key=lambda one: (not one.key, one.label.casefold()))


def _values(path: str, slug: str, today: date) -> dict[str, Any]:
    return {"below": f"{path}%", "slug": slug, "today": today}
