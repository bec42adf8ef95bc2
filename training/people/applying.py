"""The verbs that apply parts of a roster plan: many rows at once, in a short write transaction of their caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy import text as written

from training.audit.service import Happening, record_all
from training.core.bulk import send
from training.core.db import Base, database, scoped
from training.core.db import insert as upsert
from training.core.errors import Conflict
from training.core.permissions import Role
from training.core.text import text
from training.core.world import new_public_id
from training.people import roster_queries
from training.people.models import Account, Department, Grant, Membership, OneTimeLink, Person, SignIn, Site
from training.people.planning import Change, Details, Lead, Leaver, Newcomer, Stay
from training.people.present import Known, KnownDepartment, KnownGrant
from training.people.roster import SiteDetails
from training.people.roster_cells import JOINT
from training.people.rules import WORKING_WEEK, GrantSource


@dataclass(frozen=True)
class Cause:
    """By whom and when a plan is applied, and on which day its changes hold."""

    by_id: int | None
    now: datetime
    today: date


@dataclass(frozen=True)
class Names:
    """Ids by what a file calls things."""

    people: Mapping[str, int]
    departments: Mapping[str, KnownDepartment]
    sites: Mapping[str, int]


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


_DEPARTMENT, _PERSON, _MEMBERSHIP = _table(Department), _table(Person), _table(Membership)
_GRANT, _SIGN_IN, _LINK = _table(Grant), _table(SignIn), _table(OneTimeLink)

# --- places -------------------------------------------------------------------------------------------------------


_SITE_COLUMNS = (
    "public_id", "code", "name", "zone", "city", "address", "report_phone", "report_mail", "contact", "how_to_report",
    "working_days", "days_off",
)  # fmt: skip
_OPEN = insert(_DEPARTMENT).values(path="").returning(_DEPARTMENT.c.id)
_LAY = update(_DEPARTMENT).where(_DEPARTMENT.c.id == bindparam("of")).values(path=bindparam("way"))
_CLOSE = update(_DEPARTMENT).where(_DEPARTMENT.c.id == bindparam("of")).values(closed_on=bindparam("on"))


def open_sites(sites: Sequence[tuple[str, SiteDetails]]) -> None:
    """Open sites with what the file says; how to report there is for the security team to fill in."""
    rows = [(new_public_id(), code, *site, "", "", "", "", "", WORKING_WEEK, ()) for code, site in sites]
    send(insert(_table(Site)), _SITE_COLUMNS, rows)


def open_departments(codes: Sequence[str]) -> None:
    """Open departments, those above first: their paths hold the ids from the top."""
    known, session = roster_queries.departments(), database.session
    for code in codes:
        above, _joint, name = code.rpartition(JOINT)
        parent_id, path = (known[above].id, known[above].path) if above else (None, "/")
        row = {"public_id": new_public_id(), "code": code, "name": name, "parent_id": parent_id}
        number = session.execute(_OPEN, row).scalar_one()
        known[code] = KnownDepartment(number, code, f"{path}{number}/", None)
    send(_LAY, ("of", "way"), [(known[code].id, known[code].path) for code in codes])


def reopen_departments(departments: Sequence[KnownDepartment]) -> None:
    """Open closed departments again."""
    send(_CLOSE, ("of", "on"), [(department.id, None) for department in departments])


def close_departments(departments: Sequence[KnownDepartment], cause: Cause) -> None:
    """Close departments in which nobody is left."""
    send(_CLOSE, ("of", "on"), [(department.id, cause.today) for department in departments])


# --- people -------------------------------------------------------------------------------------------------------

_NEW = tuple(f"new_{name}" for name in Details._fields)
_RELEASE = update(_PERSON).where(_PERSON.c.id == bindparam("of")).values(email=None)
_CHANGE = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("of"))
    .values({name: bindparam(new) for name, new in zip(Details._fields, _NEW, strict=True)})
)


def release_addresses(people: Sequence[Known]) -> None:
    """Take the addresses that pass to somebody else."""
    send(_RELEASE, ("of",), [(known.id,) for known in people])


def change_details(changes: Sequence[Change]) -> None:
    """Store the details that became different."""
    send(_CHANGE, ("of", *_NEW), [(change.known.id, *change.details) for change in changes])


def add_people(newcomers: Sequence[Newcomer]) -> None:
    """Bring people in. Their memberships follow."""
    rows = [(new_public_id(), *newcomer.details) for newcomer in newcomers]
    send(insert(_PERSON), ("public_id", *Details._fields), rows)


def open_accounts(external_ids: Sequence[str], names: Names) -> None:
    """Give accounts without a password."""
    rows = [(names.people[external_id], "") for external_id in external_ids]
    opened = upsert(Account).on_conflict_do_nothing(index_elements=[Account.person_id])
    send(opened, ("person_id", "language"), rows)


# --- memberships --------------------------------------------------------------------------------------------------

_MEMBERSHIP_COLUMNS = (
    "person_id", "department_id", "site_id", "manager_id", "title", "attributes", "valid_from", "valid_until",
    "recorded_at",
)  # fmt: skip
_RETIRE = (
    update(_MEMBERSHIP)
    .where(_MEMBERSHIP.c.id == bindparam("of"), _MEMBERSHIP.c.retired_at.is_(None))
    .values(retired_at=bindparam("at"))
)


def change_memberships(stays: Sequence[Stay], names: Names, cause: Cause) -> None:
    """Retire what held and write what holds: the old membership until the day of the change, the new from then."""
    _retire([stay.known for stay in stays if stay.known is not None], cause)
    kept = [_again(stay.known, stay.kept, cause) for stay in stays if stay.known and stay.kept]
    send(insert(_MEMBERSHIP), _MEMBERSHIP_COLUMNS, kept + [_new(stay, names, cause) for stay in stays])


def _retire(people: Sequence[Known], cause: Cause) -> None:
    rows = [(known.membership_id, cause.now) for known in people if known.membership_id is not None]
    if send(_RETIRE, ("of", "at"), rows) != len(rows):
        raise Conflict(text("Somebody else changed memberships meanwhile."))


def _again(known: Known, kept: tuple[date, date], cause: Cause) -> tuple[Any, ...]:
    """Return the row that says from when until when an earlier membership held."""
    place = (known.department_id, known.site_id, known.manager_id, known.title, tuple(known.attributes or ()))
    return (known.id, *place, *kept, cause.now)


def _new(stay: Stay, names: Names, cause: Cause) -> tuple[Any, ...]:
    place = stay.place
    manager_id = names.people[place.manager] if place.manager else place.manager_id
    return (
        names.people[stay.external_id], names.departments[place.department].id, names.sites[place.site], manager_id,
        place.title, place.attributes, stay.since, None, cause.now,
    )  # fmt: skip


# --- leads --------------------------------------------------------------------------------------------------------

_GRANT_COLUMNS = (
    "person_id", "department_id", "valid_from", "valid_until", "role", "source", "given_by_id", "recorded_at",
)  # fmt: skip
_END_GRANT = (
    update(_GRANT)
    .where(_GRANT.c.id == bindparam("of"), _GRANT.c.retired_at.is_(None))
    .values(retired_at=bindparam("at"))
)


def give_leads(leads: Sequence[Lead], names: Names, cause: Cause) -> None:
    """Give the manager's role for a department with everything below it."""
    given = (Role.MANAGER, GrantSource.ROSTER, cause.by_id, cause.now)
    places = [(names.people[lead.external_id], names.departments[lead.department].id) for lead in leads]
    rows = [(*place, lead.since, None, *given) for place, lead in zip(places, leads, strict=True)]
    send(insert(_GRANT), _GRANT_COLUMNS, rows)
    _tell("granted", places, cause)


def take_leads(grants: Sequence[KnownGrant], cause: Cause) -> None:
    """Take roles back that the roster gave: they held until today."""
    if send(_END_GRANT, ("of", "at"), [(grant.id, cause.now) for grant in grants]) != len(grants):
        raise Conflict(text("Somebody else changed roles meanwhile."))
    given = (Role.MANAGER, GrantSource.ROSTER, cause.by_id, cause.now)
    kept = [(*one.place, one.since, cause.today, *given) for one in grants if one.since < cause.today]
    send(insert(_GRANT), _GRANT_COLUMNS, kept)
    _tell("grant-ended", [grant.place for grant in grants], cause)


# --- leavers ------------------------------------------------------------------------------------------------------

_LEAVE = update(_PERSON).where(_PERSON.c.id == bindparam("of")).values(left_on=bindparam("on"))


def let_go(leavers: Sequence[Leaver], cause: Cause) -> None:
    """End membership, sign-ins, unused links and what the roster gave, for people who left."""
    people = [leaver.known for leaver in leavers]
    ids = [known.id for known in people]
    send(_LEAVE, ("of", "on"), [(leaver.known.id, leaver.on) for leaver in leavers])
    _retire(people, cause)
    kept = [_again(leaver.known, stayed, cause) for leaver in leavers if (stayed := _stayed(leaver))]
    send(insert(_MEMBERSHIP), _MEMBERSHIP_COLUMNS, kept)
    _end_sign_ins(ids, cause)
    take_leads(roster_queries.leads_of(ids), cause)
    record_all([Happening("left", "person", number) for number in ids], actor_id=cause.by_id, now=cause.now)


def _stayed(leaver: Leaver) -> tuple[date, date] | None:
    since = leaver.known.since
    return (since, leaver.on) if since is not None and since < leaver.on else None


def _end_sign_ins(ids: list[int], cause: Cause) -> None:
    signed_in = (_SIGN_IN.c.person_id.in_(ids), _SIGN_IN.c.ended_at.is_(None))
    database.session.execute(update(_SIGN_IN).where(*signed_in).values(ended_at=cause.now))
    unused = (_LINK.c.person_id.in_(ids), _LINK.c.used_at.is_(None))
    database.session.execute(update(_LINK).where(*unused).values(used_at=cause.now))


def _tell(action: str, places: list[tuple[int, int]], cause: Cause) -> None:
    happenings = [
        Happening(action, "person", person_id, {"role": str(Role.MANAGER), "department": department_id})
        for person_id, department_id in places
    ]
    record_all(happenings, actor_id=cause.by_id, now=cause.now)


# --- afterwards ---------------------------------------------------------------------------------------------------

_ANALYZE = scoped(written("ANALYZE person, membership, account"), by="roster")


def refresh_statistics() -> None:
    """Tell PostgreSQL that tables have grown: what comes next looks at them before it would notice by itself."""
    if database.session.connection().dialect.name == "postgresql":
        database.session.execute(_ANALYZE)
