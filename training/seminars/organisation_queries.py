"""Looks of the desk at outside organisations: the list, one of them, who may act for it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.seminars.block_queries import OPEN
from training.seminars.contact_queries import DESK_DATES, OpenDate
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.organisation_models import Allotment, Contact, Organisation
from training.seminars.rules import State, organisation_key

PAGE = 50


class Listed(NamedTuple):
    """An organisation in the list of the desk."""

    public_id: str
    name: str
    domains: list[str]
    agreement_until: date | None
    contacts: int
    open_blocks: int
    attended: int


def _number(counting: Select[Any]) -> Any:
    return counting.correlate(Organisation).scalar_subquery()


_CONTACTS = _number(
    select(func.count()).select_from(Contact).where(
        Contact.organisation_id == Organisation.id, Contact.ended_at.is_(None)
    )
)  # fmt: skip
_BLOCKS = _number(
    select(func.count()).select_from(Allotment).where(
        Allotment.organisation_id == Organisation.id, Allotment.state.in_(OPEN)
    )
)  # fmt: skip
_ATTENDED = _number(
    select(func.count())
    .select_from(Registration)
    .join(Allotment, Allotment.id == Registration.named_in_id)
    .where(
        Allotment.organisation_id == Organisation.id, Registration.state.in_([State.ATTENDED, State.PARTIAL])
    )
)  # fmt: skip
_LIST = (
    select(
        Organisation.public_id, Organisation.name, Organisation.domains, Organisation.agreement_until, _CONTACTS,
        _BLOCKS, _ATTENDED,
    )
    .where(Organisation.key.like(bindparam("find"), escape="/"))
    .order_by(Organisation.key, Organisation.id)
)  # fmt: skip
LIST = scoped(
    _LIST.limit(bindparam("limit", type_=Integer())).offset(bindparam("passed", type_=Integer())), by="seminar:run"
)
WHOLE = scoped(_LIST, by="seminar:run")
NUMBER = scoped(
    select(func.count()).select_from(Organisation).where(Organisation.key.like(bindparam("find"), escape="/")),
    by="seminar:run",
)


def listed(viewer: Viewer, find: str, passed: int) -> tuple[list[Listed], int]:
    """Return a page of the organisations with these letters in their name, and how many there are."""
    viewer.must(Permission.SEMINAR_RUN)
    values = {"find": _like(find), "limit": PAGE, "passed": passed}
    number = database.session.scalar(NUMBER, values) or 0
    return [Listed._make(row) for row in database.session.execute(LIST, values)], number


def all_listed(viewer: Viewer, find: str) -> list[Listed]:
    """Return all of them."""
    viewer.must(Permission.SEMINAR_RUN)
    return [Listed._make(row) for row in database.session.execute(WHOLE, {"find": _like(find)})]


def _like(find: str) -> str:
    words = organisation_key(find)
    for one in "/%_":
        words = words.replace(one, f"/{one}")
    return f"%{words}%"


class One(NamedTuple):
    """An organisation in full."""

    id: int
    public_id: str
    name: str
    domains: list[str]
    agreement_until: date | None


ONE = scoped(
    select(
        Organisation.id, Organisation.public_id, Organisation.name, Organisation.domains, Organisation.agreement_until
    ).where(Organisation.public_id == bindparam("public_id")),
    by="seminar:run",
)


def one(viewer: Viewer, public_id: str) -> One:
    """Return an organisation. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    row = database.session.execute(ONE, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return One._make(row)


class ContactRow(NamedTuple):
    """Who may act, or might once, for an organisation."""

    public_id: str
    name: str
    email: str | None
    invited_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None


CONTACTS = scoped(
    select(Contact.public_id, Attendee.name, Attendee.email, Contact.invited_at, Contact.confirmed_at, Contact.ended_at)
    .join(Attendee, Attendee.id == Contact.attendee_id)
    .where(Contact.organisation_id == bindparam("organisation"))
    .order_by(Contact.ended_at.is_not(None), Attendee.name, Contact.id),
    by="seminar:run",
)


def contacts(organisation: One) -> list[ContactRow]:
    """Return the contacts of an organisation, those who have ended last."""
    return [ContactRow._make(row) for row in database.session.execute(CONTACTS, {"organisation": organisation.id})]


CONTACT = scoped(
    select(Contact.public_id, Attendee.name, Organisation.public_id)
    .join(Attendee, Attendee.id == Contact.attendee_id)
    .join(Organisation, Organisation.id == Contact.organisation_id)
    .where(Contact.public_id == bindparam("public_id"), Contact.ended_at.is_(None)),
    by="seminar:run",
)


class Ending(NamedTuple):
    """A contact who can be ended."""

    public_id: str
    name: str
    organisation: str


def contact(viewer: Viewer, public_id: str) -> Ending:
    """Return a contact who may act. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    row = database.session.execute(CONTACT, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return Ending._make(row)


def open_dates(viewer: Viewer, now: datetime) -> list[OpenDate]:
    """Return the dates for which seats may be kept, the earliest first."""
    viewer.must(Permission.SEMINAR_RUN)
    return [OpenDate._make(row) for row in database.session.execute(DESK_DATES, {"now": now})]


SESSION_ID = scoped(
    select(SeminarSession.id).where(SeminarSession.public_id == bindparam("public_id")), by="seminar:run"
)


def session_id(viewer: Viewer, public_id: str) -> int:
    """Return the row of a date. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    number = database.session.scalar(SESSION_ID, {"public_id": public_id})
    if number is None:
        raise NotFound
    return number
