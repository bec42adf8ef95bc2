"""Looks at what goes with a date, for those who run it and for those who have a seat or were there. Else: nothing."""

from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, select

from training.core import files
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.files import File
from training.core.permissions import Permission, Viewer
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.plan_models import Material
from training.seminars.rules import State

THERE = (State.ATTENDED, State.PARTIAL)


class Owner(NamedTuple):
    """The date and its seminar, to which something belongs."""

    session_id: int
    seminar_id: int


OWNER = select(SeminarSession.id, SeminarSession.seminar_id).where(SeminarSession.public_id == bindparam("public_id"))


def owner(viewer: Viewer, session_public_id: str) -> Owner:
    """Return a date and its seminar, for those who plan. Raises NotFound."""
    row = database.session.execute(OWNER, {"public_id": session_public_id}).one_or_none()
    if row is None or not viewer.may(Permission.SEMINAR_RUN):
        raise NotFound
    return Owner._make(row)


class MaterialRow(NamedTuple):
    """Something that goes with a date. `name` is the file's, as it was sent; empty for an address."""

    public_id: str
    title: str
    address: str
    after: bool
    name: str
    size: int
    of_seminar: bool


_OF_DATE = or_(Material.session_id == SeminarSession.id, Material.seminar_id == SeminarSession.seminar_id)
_COLUMNS = (
    Material.public_id, Material.title, Material.address, Material.after, File.name, File.size,
    Material.seminar_id.is_not(None),
)  # fmt: skip
_MATERIALS = (
    select(*_COLUMNS)
    .select_from(SeminarSession)
    .join(Material, _OF_DATE)
    .outerjoin(File, File.digest == Material.digest)
    .order_by(Material.after, Material.id)
)
ALL = _MATERIALS.where(SeminarSession.public_id == bindparam("public_id"))


def all_of(viewer: Viewer, session_public_id: str) -> list[MaterialRow]:
    """Return all that goes with a date, for those who plan. Raises NotFound."""
    owner(viewer, session_public_id)
    return _rows(ALL, {"public_id": session_public_id})


OF_DESK = select(Material.id).join(SeminarSession, _OF_DATE).where(
    SeminarSession.public_id == bindparam("public_id"), Material.public_id == bindparam("material")
)  # fmt: skip


def of_desk(viewer: Viewer, session_public_id: str, material: str) -> int:
    """Return the id of something that goes with a date, for those who plan. Raises NotFound."""
    owner(viewer, session_public_id)
    number = database.session.scalar(OF_DESK, {"public_id": session_public_id, "material": material})
    if number is None:
        raise NotFound
    return number


_ALLOWED = or_(
    and_(Material.after.is_(False), Registration.state.in_([State.BOOKED, *THERE])),
    and_(Material.after.is_(True), Registration.state.in_(THERE)),
)
_FOR_COMERS = (
    _MATERIALS.join(Registration, Registration.session_id == SeminarSession.id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .where(_ALLOWED)
)
_EMPLOYEE = (Attendee.person_id == bindparam("person_id"), SeminarSession.public_id == bindparam("public_id"))
_GUEST = (
    Registration.public_id == bindparam("registration"), Registration.link_version == bindparam("version"),
    Attendee.person_id.is_(None),
)  # fmt: skip
OWN = scoped(_FOR_COMERS.where(*_EMPLOYEE), by="own person")
OF_LINK = scoped(_FOR_COMERS.where(*_GUEST), by="holder of the link")
_FILE = (Material.public_id == bindparam("material"), Material.digest.is_not(None))
_KEYS = _FOR_COMERS.with_only_columns(File.digest, File.name).where(*_FILE)
OWN_FILE = scoped(_KEYS.where(*_EMPLOYEE), by="own person")
LINK_FILE = scoped(_KEYS.where(*_GUEST), by="holder of the link")
DESK_FILE = _MATERIALS.with_only_columns(File.digest, File.name).where(
    SeminarSession.public_id == bindparam("public_id"), *_FILE
)


def own(viewer: Viewer, session_public_id: str) -> list[MaterialRow]:
    """Return what goes with a date for an employee: before it with a seat, after it for who was there."""
    if not viewer.works_here:
        return []
    return _rows(OWN, {"person_id": viewer.person_id, "public_id": session_public_id})


def of_link(registration: str, link_version: int) -> list[MaterialRow]:
    """Return the same for the guest of a link."""
    return _rows(OF_LINK, {"registration": registration, "version": link_version})


class Content(NamedTuple):
    name: str
    content: bytes


def own_file(viewer: Viewer, session_public_id: str, material: str) -> Content:
    """Return a file for an employee who may have it, or for those who plan. Raises NotFound."""
    values = {"person_id": viewer.person_id, "public_id": session_public_id, "material": material}
    statement: Any = DESK_FILE if viewer.may(Permission.SEMINAR_RUN) else OWN_FILE
    if not viewer.works_here:
        raise NotFound
    return _content(statement, values)


def file_of_link(registration: str, link_version: int, material: str) -> Content:
    """Return a file for the guest of a link who may have it. Raises NotFound."""
    return _content(LINK_FILE, {"registration": registration, "version": link_version, "material": material})


def _rows(statement: Any, values: dict[str, Any]) -> list[MaterialRow]:
    found = database.session.execute(statement, values)
    return [MaterialRow._make((*row[:4], row[4] or "", row[5] or 0, row[6])) for row in found]


def _content(statement: Any, values: dict[str, Any]) -> Content:
    row = database.session.execute(statement, values).first()
    if row is None:
        raise NotFound
    return Content(row[1], files.content(row[0]))
