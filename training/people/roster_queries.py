"""Looks for the roster: the state to compare a file with, and the imports as their pages show them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.files import File
from training.core.permissions import Permission, Role, Viewer
from training.jobs import queries as jobs
from training.people.models import Account, Department, Grant, Membership, Person, RosterImport, Site
from training.people.present import Known, KnownDepartment, KnownGrant, Present
from training.people.rules import IMPORT_ROSTER, GrantSource, ImportState, applying_key, planning_key

_PERSON = (
    Person.id, Person.external_id, Person.given, Person.family, Person.email, Person.language, Person.zone,
    Person.started_on, Person.left_on, Account.person_id.is_not(None),
)  # fmt: skip
_MEMBERSHIP = (
    Membership.id, Membership.valid_from, Membership.department_id, Membership.site_id, Membership.manager_id,
    Membership.title, Membership.attributes,
)  # fmt: skip
_NONE = (None,) * len(_MEMBERSHIP)
_NOW = and_(Membership.retired_at.is_(None), Membership.valid_until.is_(None))

# Two statements and not one join: straight after a first import PostgreSQL has no statistics yet, takes the tables for
# empty and would look through all memberships for each person.
PEOPLE = scoped(
    select(*_PERSON).outerjoin(Account, Account.person_id == Person.id).where(Person.erased_at.is_(None)), by="roster"
)
MEMBERSHIPS = scoped(select(Membership.person_id, *_MEMBERSHIP).where(_NOW), by="roster")
DUE_LEAVERS = scoped(
    select(*_PERSON, *_MEMBERSHIP)
    .outerjoin(Account, Account.person_id == Person.id)
    .join(Membership, and_(Membership.person_id == Person.id, _NOW))
    .where(Person.erased_at.is_(None), Person.left_on <= bindparam("today")),
    by="system",
)
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
    """Return everything that a plan looks at. Five SELECTs; some 600 bytes a person."""
    held = {row[0]: tuple(row)[1:] for row in database.session.execute(MEMBERSHIPS)}
    return Present(
        people=[Known._make((*row, *held.get(row[0], _NONE))) for row in database.session.execute(PEOPLE)],
        departments=departments(),
        sites=sites(),
        grants=[KnownGrant._make(row) for row in database.session.execute(GRANTS)],
    )


def due_leavers(today: date) -> list[Known]:
    """Return whose day of leaving has come while their membership still holds, for the system."""
    return [Known._make(row) for row in database.session.execute(DUE_LEAVERS, {"today": today})]


def departments() -> dict[str, KnownDepartment]:
    """Return all departments by code."""
    rows = (KnownDepartment(*row) for row in database.session.execute(DEPARTMENTS))
    return {department.code: department for department in rows}


def sites() -> dict[str, int]:
    """Return the ids of all sites by code."""
    return dict(database.session.execute(SITES).all())


def person_ids() -> dict[str, int]:
    """Return the ids of everybody on the roster by external id."""
    return {external_id: number for external_id, number in database.session.execute(IDS) if external_id is not None}


def leads_of(people: list[int]) -> list[KnownGrant]:
    """Return what the roster gave to these people."""
    rows = database.session.execute(LEADS_OF, {"people": people})
    return [KnownGrant._make(row) for row in rows]


RUNNING = (ImportState.PLANNING, ImportState.APPLYING)

# --- imports ------------------------------------------------------------------------------------------------------


class Import(NamedTuple):
    """One import as its page needs it. `plan` is what training.people.summary makes, with the number of its round."""

    id: int
    public_id: str
    state: ImportState
    complete: bool
    plan: dict[str, Any]
    uploaded_at: datetime
    applied_at: datetime | None
    file_digest: str
    file_name: str
    given: str | None
    family: str | None

    @property
    def by(self) -> str:
        """Who uploaded it; empty for the command line."""
        return f"{self.given or ''} {self.family or ''}".strip()


IMPORTS = scoped(
    select(
        RosterImport.id, RosterImport.public_id, RosterImport.state, RosterImport.complete, RosterImport.plan,
        RosterImport.uploaded_at, RosterImport.applied_at, RosterImport.file_digest, File.name, Person.given,
        Person.family,
    )
    .join(File, File.digest == RosterImport.file_digest)
    .outerjoin(Person, Person.id == RosterImport.uploaded_by_id),
    by="roster",
)  # fmt: skip
IMPORT = IMPORTS.where(RosterImport.public_id == bindparam("public_id"))
LATEST = IMPORTS.order_by(RosterImport.uploaded_at.desc(), RosterImport.id.desc()).limit(bindparam("most"))
APPLYING = select(RosterImport.id).where(
    RosterImport.state == ImportState.APPLYING, RosterImport.public_id != bindparam("public_id")
)
ORDER = select(
    RosterImport.public_id, RosterImport.state, RosterImport.complete, RosterImport.plan, RosterImport.file_digest,
    RosterImport.uploaded_by_id,
).where(RosterImport.public_id == bindparam("public_id"))  # fmt: skip


def check_everywhere(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer may import for the whole company: a roster knows no borders of departments."""
    if viewer.paths(Permission.ROSTER_IMPORT) != ("/",):
        raise NotFound


def import_for(viewer: Viewer, public_id: str) -> Import:
    """Return one import. Raises NotFound. One SELECT."""
    check_everywhere(viewer)
    row = database.session.execute(IMPORT, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return Import._make(row)


def imports_for(viewer: Viewer, *, most: int = 50) -> list[Import]:
    """Return the latest imports, the newest first. One SELECT."""
    check_everywhere(viewer)
    return [Import._make(row) for row in database.session.execute(LATEST, {"most": most})]


def another_applies(public_id: str) -> bool:
    """Tell whether an import other than this one is being applied."""
    return database.session.execute(APPLYING, {"public_id": public_id}).first() is not None


def progress(found: Import) -> tuple[int, int]:
    """Return how far the job of an import is: parts done, parts in all (0 before it has begun)."""
    planning = found.state is ImportState.PLANNING
    key = planning_key(found.public_id) if planning else applying_key(found.public_id, found.plan.get("round", 1))
    row = jobs.progress(IMPORT_ROSTER, key) if found.state in RUNNING else None
    return (row.done, row.total) if row is not None else (0, 0)


class OldImport(NamedTuple):
    id: int
    state: ImportState
    plan: dict[str, Any]
    file_digest: str


def still_kept(table: Any, running: Collection[Any]) -> Select[Any]:
    """Select the imports of a table from before an instant (`before`) whose files and names are still kept."""
    newer = table.__table__.alias("newer")
    return select(table.id, table.state, table.plan, table.file_digest).where(
        table.uploaded_at < bindparam("before"),
        table.state.not_in(running),
        table.plan["forgotten"].as_boolean().is_not(True),
        # The same bytes sent again later are still of use.
        ~select(newer.c.id)
        .where(newer.c.file_digest == table.file_digest, newer.c.uploaded_at >= bindparam("before"))
        .exists(),
    )


OLD = still_kept(RosterImport, RUNNING)


def old_imports(before: datetime) -> list[OldImport]:
    """Return the imports from before an instant whose files and names are still kept, for the system."""
    return [OldImport._make(row) for row in database.session.execute(OLD, {"before": before})]


class Order(NamedTuple):
    """What the job of an import has to know."""

    public_id: str
    state: ImportState
    complete: bool
    plan: dict[str, Any]
    file_digest: str
    by_id: int | None


def order(public_id: str) -> Order | None:
    """Return what an import's job carries out, for the system."""
    row = database.session.execute(ORDER, {"public_id": public_id}).one_or_none()
    return Order._make(row) if row else None
