"""Looks for imports of history: what a file is compared with, the imports themselves, the facts that one brought."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, func, select

from training.catalogue.models import Subject
from training.catalogue.rules import SubjectKind
from training.completion.history_planning import Key, Someone, job_key
from training.completion.models import Completion, HistoryImport
from training.completion.rules import HistoryState, How
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.files import File
from training.core.permissions import Permission, Viewer
from training.jobs import queries as jobs
from training.people.models import Membership, Person, Site
from training.people.roster_queries import still_kept

IMPORT_HISTORY = "completion.history"
RUNNING = (HistoryState.PLANNING, HistoryState.APPLYING, HistoryState.TAKING_BACK)


# --- what a file is compared with -------------------------------------------------------------------------------------

PEOPLE = scoped(
    select(
        Person.external_id, Person.email, Person.id, Person.started_on, Person.given + " " + Person.family
    ).where(Person.erased_at.is_(None)),
    by="system",
)  # fmt: skip


def people() -> dict[str, Someone]:
    """Return everybody by the roster's key and by address. One SELECT."""
    rows = database.session.execute(PEOPLE).all()
    by_address = {row[1]: Someone(*row[2:]) for row in rows if row[1]}
    return by_address | {row[0]: Someone(*row[2:]) for row in rows if row[0]}


class Choice(NamedTuple):
    """Something that an old title may count as."""

    id: int
    public_id: str
    kind: SubjectKind
    slug: str
    title: str


KINDS = (SubjectKind.COURSE, SubjectKind.POLICY, SubjectKind.SEMINAR, SubjectKind.PROOF)
"""In this order a name is looked for."""
SUBJECTS = select(Subject.id, Subject.public_id, Subject.kind, Subject.slug, Subject.title).order_by(Subject.title)


def subjects() -> list[Choice]:
    """Return all that can be completed, retired ones too: courses first, each kind by title. One SELECT."""
    rows = [Choice(*row) for row in database.session.execute(SUBJECTS)]
    return sorted(rows, key=lambda one: KINDS.index(one.kind))


_later = Completion.__table__.alias("later")
_system = bindparam("system", type_=String())
_BROUGHT = select(
    Completion.person_id, Completion.subject_id, Completion.local_date, Completion.origin, Completion.recorded_at,
    _later.c.id,
).outerjoin(_later, _later.c.supersedes_id == Completion.id).where(
    Completion.how == How.IMPORT, Completion.void.is_(False),
    func.substr(Completion.origin, 1, func.length(_system)) == _system,
)  # fmt: skip
PRESENT = scoped(_BROUGHT, by="system")
PRESENT_OF = scoped(_BROUGHT.where(Completion.person_id.in_(bindparam("ids", expanding=True))), by="system")
OUT = select(HistoryImport.plan["instants"]).where(HistoryImport.state == HistoryState.TAKEN_BACK)


def present(system: str, person_ids: Sequence[int] | None = None) -> set[Key]:
    """Return what is recorded from an older system already, of everybody or of some people. Two SELECTs.

    What was taken back by itself stays out for good; what went with its whole import may come again.
    """
    gone = {datetime.fromisoformat(at) for instants in database.session.scalars(OUT) for at in instants or ()}
    values: dict[str, Any] = {"system": f"{system}: "}
    found = (
        database.session.execute(PRESENT, values) if person_ids is None
        else database.session.execute(PRESENT_OF, values | {"ids": list(person_ids)})
    )  # fmt: skip
    return {(row[0], row[1], row[2], row[3]) for row in found if row[5] is None or row[4] not in gone}


_MEMBERSHIP = and_(Membership.person_id == Person.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
ZONES = scoped(
    select(Person.id, func.coalesce(func.nullif(Person.zone, ""), Site.zone))
    .outerjoin(Membership, _MEMBERSHIP)
    .outerjoin(Site, Site.id == Membership.site_id)
    .where(Person.id.in_(bindparam("ids", expanding=True))),
    by="system",
)


def zones(person_ids: Sequence[int]) -> dict[int, str]:
    """Return the time zones of some people. One SELECT."""
    return {row[0]: row[1] or "UTC" for row in database.session.execute(ZONES, {"ids": list(person_ids)})}


# --- imports ----------------------------------------------------------------------------------------------------------


class Import(NamedTuple):
    """One import as its page needs it. `plan` is what training.completion.history_summary makes."""

    id: int
    public_id: str
    system: str
    state: HistoryState
    plan: dict[str, Any]
    uploaded_at: datetime
    applied_at: datetime | None
    file_digest: str
    by_id: int | None
    file_name: str
    given: str | None
    family: str | None

    @property
    def by(self) -> str:
        """Who uploaded it; empty for the command line."""
        return f"{self.given or ''} {self.family or ''}".strip()

    @property
    def begun(self) -> bool:
        """Whether something of it was recorded."""
        return bool(self.plan.get("instants"))


IMPORTS = scoped(
    select(
        HistoryImport.id, HistoryImport.public_id, HistoryImport.system, HistoryImport.state, HistoryImport.plan,
        HistoryImport.uploaded_at, HistoryImport.applied_at, HistoryImport.file_digest, HistoryImport.uploaded_by_id,
        File.name, Person.given, Person.family,
    )
    .join(File, File.digest == HistoryImport.file_digest)
    .outerjoin(Person, Person.id == HistoryImport.uploaded_by_id),
    by="system",
)  # fmt: skip
IMPORT = IMPORTS.where(HistoryImport.public_id == bindparam("public_id"))
NEWEST_FIRST = IMPORTS.order_by(HistoryImport.uploaded_at.desc(), HistoryImport.id.desc())
LATEST = NEWEST_FIRST.limit(bindparam("most"))
LOCK = select(HistoryImport.id).order_by(HistoryImport.id).with_for_update()
BUSY = select(HistoryImport.id).where(
    HistoryImport.state.in_([HistoryState.APPLYING, HistoryState.TAKING_BACK]),
    HistoryImport.public_id != bindparam("public_id"),
)
INSTANTS = select(HistoryImport.plan["instants"])
ANSWERED = (
    select(HistoryImport.plan["answers"])
    .where(
        func.lower(HistoryImport.system) == bindparam("system"),
        HistoryImport.state.in_([HistoryState.APPLIED, HistoryState.APPLYING, HistoryState.PLANNED]),
    )
    .order_by(HistoryImport.id.desc())
    .limit(1)
)


def check_everywhere(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer may import for the whole company: a history knows no borders of departments."""
    if viewer.paths(Permission.HISTORY_IMPORT) != ("/",):
        raise NotFound


def import_for(viewer: Viewer, public_id: str) -> Import:
    """Return one import. Raises NotFound. One SELECT."""
    check_everywhere(viewer)
    found = order(public_id)
    if found is None:
        raise NotFound
    return found


def order(public_id: str) -> Import | None:
    """Return one import, for the system."""
    row = database.session.execute(IMPORT, {"public_id": public_id}).one_or_none()
    return Import._make(row) if row else None


def imports_for(viewer: Viewer, *, most: int = 50) -> list[Import]:
    """Return the latest imports, the newest first. One SELECT."""
    check_everywhere(viewer)
    return [Import._make(row) for row in database.session.execute(LATEST, {"most": most})]


def all_imports(viewer: Viewer) -> Iterator[Import]:
    """Yield all imports, the newest first, however many. Raises NotFound at once."""
    check_everywhere(viewer)
    return _all_imports()


def _all_imports() -> Iterator[Import]:
    # A plan may be long, so few of them are in memory.
    for row in database.session.execute(NEWEST_FIRST, execution_options={"yield_per": 20}):
        yield Import._make(row)


def another_runs(public_id: str) -> bool:
    """Tell whether an import other than this one is being applied or taken back."""
    return database.session.execute(BUSY, {"public_id": public_id}).first() is not None


def lock() -> None:
    """Let nobody else carry out a part of any import until the end of the transaction."""
    database.session.execute(LOCK).all()


def progress(found: Import) -> tuple[int, int]:
    """Return how far the job of an import is: parts done, parts in all (0 before it has begun)."""
    if found.state not in RUNNING:
        return 0, 0
    row = jobs.progress(IMPORT_HISTORY, job_key(found.public_id, found.state, found.plan.get("round", 1)))
    return (row.done, row.total) if row is not None else (0, 0)


def last_instant() -> datetime | None:
    """Return the latest instant at which any import recorded something."""
    found = [at for instants in database.session.scalars(INSTANTS) for at in instants or ()]
    return max(map(datetime.fromisoformat, found), default=None)


def earlier_answers(system: str) -> dict[str, str]:
    """Return what the titles of a system counted as in its last import: title → public id, empty for left out."""
    return dict(database.session.scalar(ANSWERED, {"system": system.lower()}) or {})


# --- what one import brought ------------------------------------------------------------------------------------------

BROUGHT = scoped(
    select(Completion.id, Completion.person_id)
    .outerjoin(_later, _later.c.supersedes_id == Completion.id)
    .where(
        Completion.how == How.IMPORT, Completion.recorded_at.in_(bindparam("instants", expanding=True)),
        Completion.void.is_(False), _later.c.id.is_(None),
    )
    .order_by(Completion.person_id, Completion.id),
    by="system",
)  # fmt: skip


def brought(found: Import) -> list[tuple[int, int]]:
    """Return the completions that an import recorded and that still stand: (completion, person), by person."""
    instants = [datetime.fromisoformat(at) for at in found.plan.get("instants", ())]
    return [(row[0], row[1]) for row in database.session.execute(BROUGHT, {"instants": instants})] if instants else []


# --- what is forgotten ------------------------------------------------------------------------------------------------


class OldImport(NamedTuple):
    id: int
    state: HistoryState
    plan: dict[str, Any]
    file_digest: str


OLD = still_kept(HistoryImport, RUNNING)


def old_imports(before: datetime) -> list[OldImport]:
    """Return the imports from before an instant whose files and names are still kept, for the system."""
    return [OldImport._make(row) for row in database.session.execute(OLD, {"before": before})]
