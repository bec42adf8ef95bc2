"""Looks for the roster: the state to compare a file with, and the imports as their pages show them."""


from sqlalchemy import and_, bindparam, select

from training.core.db import database, scoped
from training.core.permissions import Role
from training.people.models import Account, Department, Grant, Membership, Person, Site
from training.people.present import Known, KnownDepartment, KnownGrant, Present
from training.people.rules import GrantSource

PEOPLE = scoped(
    select(
        Person.id, Person.external_id, Person.given, Person.family, Person.email, Person.language, Person.zone,
        Person.started_on, Person.left_on, Account.person_id.is_not(None), Membership.id, Membership.valid_from,
        Membership.department_id, Membership.site_id, Membership.manager_id, Membership.title,
        Membership.attributes,
    )
    .outerjoin(Account, Account.person_id == Person.id)
    .outerjoin(
        Membership,
        and_(
            Membership.person_id == Person.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None)
        ),
    )
    .where(Person.erased_at.is_(None)),
    by="roster",
)  # fmt: skip
DEPARTMENTS = select(Department.id, Department.code, Department.path, Department.closed_on)
SITES = select(Site.code, Site.id)
GRANTS = scoped(
    select(Grant.id, Grant.person_id, Grant.department_id, Grant.valid_from).where(
        Grant.source == GrantSource.ROSTER,
        Grant.role == Role.MANAGER,
        Grant.department_id.is_not(None),
        Grant.retired_at.is_(None),
        Grant.valid_until.is_(None),
    ),
    by="roster",
)
LEADS_OF = GRANTS.where(Grant.person_id.in_(bindparam("people", expanding=True)))
IDS = scoped(select(Person.external_id, Person.id).where(Person.external_id.is_not(None)), by="roster")


def present() -> Present:
    """Return everything that a plan looks at. Four SELECTs; some 600 bytes a person."""
    departments = (KnownDepartment(*row) for row in database.session.execute(DEPARTMENTS))
    return Present(
        people=[Known._make(row) for row in database.session.execute(PEOPLE)],
        departments={department.code: department for department in departments},
        sites=dict(database.session.execute(SITES).tuples().all()),
        grants=[KnownGrant._make(row) for row in database.session.execute(GRANTS)],
    )


def departments() -> dict[str, KnownDepartment]:
    """Return all departments by code."""
    rows = (KnownDepartment(*row) for row in database.session.execute(DEPARTMENTS))
    return {department.code: department for department in rows}


def sites() -> dict[str, int]:
    """Return the ids of all sites by code."""
    return dict(database.session.execute(SITES).tuples().all())


def person_ids() -> dict[str, int]:
    """Return the ids of everybody on the roster by external id."""
    return {external_id: number for external_id, number in database.session.execute(IDS) if external_id is not None}


def leads_of(people: list[int]) -> list[KnownGrant]:
    """Return what the roster gave to these people."""
    rows = database.session.execute(LEADS_OF, {"people": people})
    return [KnownGrant._make(row) for row in rows]
