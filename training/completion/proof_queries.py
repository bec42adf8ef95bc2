"""Looks at proofs from elsewhere: what one's duties accept, one's own, and those that wait for a decision."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Subject, Translation
from training.catalogue.queries import IN_LANGUAGE, TITLE_READ
from training.catalogue.rules import SubjectKind
from training.completion import queries
from training.completion.history_effects import Effects, foresee
from training.completion.models import Assignment, Completion, OutsideProof, RequirementSubject, RequirementVersion
from training.completion.rules import ProofState
from training.core import files
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import EVERYWHERE, within
from training.people.models import Account, Department, Membership, Person

DECIDE = Permission.PROOF_DECIDE

# --- what is accepted -------------------------------------------------------------------------------------------------

_other, _proof = aliased(RequirementSubject), aliased(Subject)
_ACCEPTS_PROOF = (
    select(_other.subject_id)
    .join(_proof, _proof.id == _other.subject_id)
    .where(_other.version_id == Assignment.version_id, _proof.kind == SubjectKind.PROOF)
    .exists()
)
_ACCEPTED = (
    select(
        Subject.id, Subject.public_id, Subject.kind, TITLE_READ, Subject.summary, RequirementVersion.title,
        Assignment.due,
    )
    .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .join(RequirementSubject, RequirementSubject.version_id == Assignment.version_id)
    .join(Subject, and_(Subject.id == RequirementSubject.subject_id, Subject.retired_on.is_(None)))
    .outerjoin(Translation, IN_LANGUAGE)
    .where(
        Assignment.person_id == bindparam("person_id"), Assignment.retired_at.is_(None),
        Assignment.done_on.is_(None),
        or_(Assignment.valid_until.is_(None), Assignment.valid_until > bindparam("today")),
        Subject.kind.in_([SubjectKind.PROOF, SubjectKind.COURSE]), _ACCEPTS_PROOF,
    )
    .order_by(Assignment.due, Assignment.id, case((Subject.kind == SubjectKind.PROOF, 0), else_=1), Subject.title)
)  # fmt: skip
ACCEPTED = scoped(_ACCEPTED, by="own person")


class Acceptable(NamedTuple):
    """Something that a paper from elsewhere may count as, for a duty that is open or to come."""

    subject_id: int
    public_id: str
    kind: SubjectKind
    title: str
    says: str
    """Of a proof: what counts, in a sentence."""
    requirement: str
    due: date


def acceptable(viewer: Viewer, today: date) -> list[Acceptable]:
    """Return what the viewer's open and coming duties accept, the first due first, each once. One SELECT."""
    values = {"person_id": viewer.person_id, "today": today, "language": viewer.language}
    found: dict[int, Acceptable] = {}
    for row in database.session.execute(ACCEPTED, values):
        found.setdefault(row[0], Acceptable(*row))
    return list(found.values())


# --- proofs -----------------------------------------------------------------------------------------------------------

_decider, _sender = aliased(Person), aliased(Person)
_later = Completion.__table__.alias("later")


class Proof(NamedTuple):
    """A proof, what became of it, and for whom it is."""

    id: int
    public_id: str
    person_id: int
    subject_id: int
    counts_as: str
    kind: SubjectKind
    title: str
    issuer: str
    done_on: date
    state: ProofState
    handed_in_by_id: int
    handed_in_at: datetime
    decided_at: datetime | None
    answer: str | None
    file_digest: str
    completion_id: int | None
    completion: str | None
    """The public id of what was recorded."""
    valid_until: date | None
    back_at: datetime | None
    """When that was taken back, and why."""
    back_reason: str | None
    given: str
    family: str
    email: str | None
    language: str
    department: str | None
    decided_by: str | None
    handed_in_by: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def counts(self) -> bool:
        """Whether it was accepted and that still stands."""
        return self.state is ProofState.ACCEPTED and self.back_at is None


_MEMBERSHIP = and_(
    Membership.person_id == OutsideProof.person_id, Membership.retired_at.is_(None), Membership.valid_until.is_(None)
)
_PROOFS = (
    select(
        OutsideProof.id, OutsideProof.public_id, OutsideProof.person_id, OutsideProof.subject_id, Subject.title,
        Subject.kind, OutsideProof.title, OutsideProof.issuer, OutsideProof.done_on, OutsideProof.state,
        OutsideProof.handed_in_by_id, OutsideProof.handed_in_at, OutsideProof.decided_at, OutsideProof.answer,
        OutsideProof.file_digest, OutsideProof.completion_id, Completion.public_id, Completion.valid_until,
        _later.c.recorded_at, _later.c.reason, Person.given, Person.family, Person.email,
        func.coalesce(func.nullif(Account.language, ""), Person.language), Department.name,
        _decider.given + " " + _decider.family, _sender.given + " " + _sender.family,
    )
    .join(Subject, Subject.id == OutsideProof.subject_id)
    .join(Person, Person.id == OutsideProof.person_id)
    .join(_sender, _sender.id == OutsideProof.handed_in_by_id)
    .outerjoin(Account, Account.person_id == OutsideProof.person_id)
    .outerjoin(_decider, _decider.id == OutsideProof.decided_by_id)
    .outerjoin(Completion, Completion.id == OutsideProof.completion_id)
    .outerjoin(_later, _later.c.supersedes_id == OutsideProof.completion_id)
    .outerjoin(Membership, _MEMBERSHIP)
    .outerjoin(Department, Department.id == Membership.department_id)
)  # fmt: skip
_MINE = OutsideProof.person_id == bindparam("person_id")
ALL_OWN = scoped(
    _PROOFS.where(_MINE).order_by(OutsideProof.handed_in_at.desc(), OutsideProof.id.desc()), by="own person"
)
OWN = ALL_OWN.limit(bindparam("most"))
OWN_ONE = scoped(_PROOFS.where(_MINE, OutsideProof.public_id == bindparam("public_id")), by="own person")
_waits = case((OutsideProof.state == ProofState.WAITING, 0), else_=1)
ALL_LISTED = scoped(
    _PROOFS.order_by(
        _waits, case((_waits == 0, OutsideProof.handed_in_at)), OutsideProof.decided_at.desc(), OutsideProof.id
    ),
    by="subtree",
)
LISTED = ALL_LISTED.limit(bindparam("most"))
STREAMED = {"yield_per": 1000}
ONE = scoped(_PROOFS.where(OutsideProof.public_id == bindparam("public_id")), by="subtree")
WAITING = scoped(
    select(OutsideProof.handed_in_at).where(
        _MINE, OutsideProof.subject_id == bindparam("subject_id"), OutsideProof.state == ProofState.WAITING
    ),
    by="own person",
)
LOCK = scoped(
    select(OutsideProof.state).where(OutsideProof.id == bindparam("id")).with_for_update(), by="system"
)  # fmt: skip


def own(viewer: Viewer, *, most: int = 100) -> list[Proof]:
    """Return what the viewer handed in, the latest first. One SELECT."""
    values = {"person_id": viewer.person_id, "most": most}
    return [Proof._make(row) for row in database.session.execute(OWN, values)]


def listed(viewer: Viewer, *, most: int = 100) -> list[Proof]:
    """Return what the viewer may decide or see decided: what waits first, the longest first. One SELECT."""
    rows = database.session.execute(LISTED.where(_visible(viewer)), {"most": most})
    return [Proof._make(row) for row in rows]


def all_own(viewer: Viewer) -> Iterator[Proof]:
    """Yield all that the viewer handed in, in the same order, however many."""
    for row in database.session.execute(ALL_OWN, {"person_id": viewer.person_id}, execution_options=STREAMED):
        yield Proof._make(row)


def all_listed(viewer: Viewer) -> Iterator[Proof]:
    """Yield all that the viewer may decide or see decided, in the same order, however many."""
    for row in database.session.execute(ALL_LISTED.where(_visible(viewer)), execution_options=STREAMED):
        yield Proof._make(row)


def proof(viewer: Viewer, public_id: str) -> Proof:
    """Return one of them. Raises NotFound, also for a person outside the viewer's departments. One SELECT."""
    row = database.session.execute(ONE.where(_visible(viewer)), {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return Proof._make(row)


def _visible(viewer: Viewer) -> Any:
    paths = viewer.paths(DECIDE)
    # Whoever has left stands in no department: only those who look after the whole company see what they handed in.
    return within(Department.path, paths) if EVERYWHERE not in paths else OutsideProof.id.is_not(None)


def lock(proof_id: int) -> ProofState:
    """Return the state of a proof, which nobody else can change until the end of the transaction."""
    return ProofState(database.session.execute(LOCK, {"id": proof_id}).scalar_one())


def waiting_since(viewer: Viewer, subject_id: int) -> datetime | None:
    """Return when the viewer handed in something for a subject that still waits, or None."""
    return database.session.scalars(WAITING, {"person_id": viewer.person_id, "subject_id": subject_id}).first()


class Foreseen(NamedTuple):
    """A proof with its file, and what accepting it would do; None where nothing is left to decide."""

    proof: Proof
    file: "ProofFile"
    effects: Effects | None


def for_decision(viewer: Viewer, public_id: str, today: date) -> Foreseen:
    """Return a proof with all that a decision looks at. Raises NotFound. Nine SELECTs while it waits, else two."""
    found = proof(viewer, public_id)
    waits = found.state is ProofState.WAITING
    return Foreseen(found, file_of(found), _effects(found, today) if waits else None)


def _effects(found: Proof, today: date) -> Effects:
    requirements = queries.book()
    (known,) = queries.known([found.person_id], locked=False)
    return foresee(known, [(found.subject_id, found.done_on)], requirements.current, requirements.grace, today)


# --- files ------------------------------------------------------------------------------------------------------------


class ProofFile(NamedTuple):
    """The bytes of a proof, and the name under which they are saved, without its ending."""

    name: str
    content: bytes


def own_file(viewer: Viewer, public_id: str) -> ProofFile:
    """Return the file of one's own proof. Raises NotFound. Two SELECTs."""
    values = {"person_id": viewer.person_id, "public_id": public_id}
    row = database.session.execute(OWN_ONE, values).one_or_none()
    if row is None:
        raise NotFound
    return file_of(Proof._make(row))


def file_of(found: Proof) -> ProofFile:
    """Return the file of a proof that somebody may see. One SELECT."""
    # The name under which somebody sent these bytes first is not told to others.
    return ProofFile(f"proof-{found.public_id}", files.content(found.file_digest))
