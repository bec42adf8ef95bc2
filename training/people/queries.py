"""Looks at people: who signs in and what they hold."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from training.core.db import database, scoped
from training.core.digest import token_hash
from training.core.permissions import Held, Role, Viewer
from training.people.models import (
    Account,
    Department,
    Grant,
    Membership,
    OneTimeLink,
    Person,
    SignIn,
    Site,
    Throttle,
)
from training.people.rules import SIGN_IN_IDLE, LinkPurpose

_MEMBERSHIP = and_(Membership.person_id == Person.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
_GRANT = and_(
    Grant.person_id == Person.id,
    Grant.retired_at.is_(None),
    Grant.valid_from <= bindparam("today"),
    or_(Grant.valid_until.is_(None), Grant.valid_until > bindparam("today")),
)
_WORKS_HERE = or_(Person.left_on.is_(None), Person.left_on > bindparam("today"))

VIEWER = scoped(
    select(
        SignIn.id.label("sign_in_id"), SignIn.seen_at,
        Person.id.label("person_id"), Person.public_id, Person.given, Person.family,
        Person.email, Person.language, Account.language.label("chosen"), Person.zone,
        Membership.department_id, Membership.site_id,
        Site.zone.label("site_zone"), Site.report_phone, Site.report_mail, Grant.role, Department.path,
    )
    .join(Person, Person.id == SignIn.person_id)
    .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
    .outerjoin(Membership, _MEMBERSHIP)
    .outerjoin(Site, Site.id == Membership.site_id)
    .outerjoin(Grant, _GRANT)
    .outerjoin(Department, Department.id == Grant.department_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        _WORKS_HERE,
    ),
    by="own sign-in",
)  # fmt: skip


TRIES = select(Throttle.tries).where(Throttle.key == bindparam("key"), Throttle.window_start == bindparam("start"))


def tries(key_hash: str, window_start: datetime) -> int:
    """Return how many tries were counted against a key in a window."""
    return database.session.scalar(TRIES, {"key": key_hash, "start": window_start}) or 0


def viewer_by_token(token: str, now: datetime) -> Viewer | None:
    """Return who holds a sign-in that is neither ended, expired nor idle. One SELECT with department and roles.

    Whoever is in no department and holds no role is nobody: an auditor's sign-in ends with what they were let in for.
    """
    values = {"token_hash": token_hash(token), "now": now, "today": now.date()}
    rows = database.session.execute(VIEWER, values).all()
    if not rows or rows[0].seen_at + SIGN_IN_IDLE < now:
        return None
    first = rows[0]
    granted = tuple(Held(row.role, row.path or "") for row in rows if row.role is not None)
    if not granted and first.department_id is None:
        return None  # nowhere on the roster, and nothing was given or it is over: an auditor after the last day
    audits_only = {held.role for held in granted} == {Role.AUDITOR} and first.department_id is None
    return Viewer(
        person_id=first.person_id, public_id=first.public_id, name=f"{first.given} {first.family}",
        given_name=first.given, email=first.email or "", language=first.chosen or first.language,
        zone=first.zone or first.site_zone or "", department_id=first.department_id, site_id=first.site_id,
        report_phone=first.report_phone or "", report_mail=first.report_mail or "",
        sign_in_id=first.sign_in_id, seen_at=first.seen_at,
        held=granted if audits_only else (Held(Role.EMPLOYEE), *granted),
    )  # fmt: skip


CHOSEN_LANGUAGE = scoped(select(Account.language).where(Account.person_id == bindparam("person_id")), by="own person")


def chosen_language(viewer: Viewer) -> str:
    """Return the language that the viewer has chosen, or "" for none."""
    return database.session.scalar(CHOSEN_LANGUAGE, {"person_id": viewer.person_id}) or ""


class Credentials(NamedTuple):
    person_id: int
    password_hash: str | None
    privileged: bool


_PRIVILEGED = (
    select(func.count())
    .select_from(Grant)
    .where(_GRANT, Grant.role.in_([Role.ADMINISTRATOR, Role.CSO, Role.SECURITY_TEAM, Role.AUDITOR]))
    .correlate(Person)
    .scalar_subquery()
)
_HAS_A_PLACE = or_(
    select(Membership.id).where(_MEMBERSHIP).correlate(Person).exists(),
    select(Grant.id).where(_GRANT).correlate(Person).exists(),
)
CREDENTIALS = scoped(
    select(Person.id, Account.password_hash, _PRIVILEGED > 0)
    .join(Account, Account.person_id == Person.id)
    .where(Person.email == bindparam("email"), Account.disabled_at.is_(None), _WORKS_HERE, _HAS_A_PLACE),
    by="sign-in",
)


def credentials(email: str, now: datetime) -> Credentials | None:
    """Return what a sign-in is checked against, or None for an address that cannot sign in."""
    row = database.session.execute(CREDENTIALS, {"email": email, "today": now.date()}).one_or_none()
    return Credentials(*row) if row else None


class Device(NamedTuple):
    public_id: str
    device: str
    created_at: datetime
    seen_at: datetime
    here: bool


DEVICES = scoped(
    select(SignIn.public_id, SignIn.device, SignIn.created_at, SignIn.seen_at, SignIn.id == bindparam("sign_in_id"))
    .where(SignIn.person_id == bindparam("person_id"), SignIn.ended_at.is_(None), SignIn.expires_at > bindparam("now"))
    .order_by(SignIn.seen_at.desc())
    .limit(50),
    by="own person",
)


def devices(viewer: Viewer, now: datetime) -> list[Device]:
    """Return the viewer's signed-in devices, the latest first."""
    values = {"person_id": viewer.person_id, "sign_in_id": viewer.sign_in_id, "now": now}
    return [Device(*row) for row in database.session.execute(DEVICES, values)]


HAS_FEED = scoped(
    select(Account.feed_hash.is_not(None)).where(Account.person_id == bindparam("person_id")), by="own person"
)


def has_feed(viewer: Viewer) -> bool:
    """Tell whether the viewer's due days can be read under a secret address."""
    return bool(database.session.scalar(HAS_FEED, {"person_id": viewer.person_id}))


class LinkHolder(NamedTuple):
    """Whom a one-time link is for."""

    link_id: int
    person_id: int
    given: str
    family: str
    email: str


LINK = scoped(
    select(OneTimeLink.id, Person.id, Person.given, Person.family, func.coalesce(Person.email, ""))
    .join(Person, Person.id == OneTimeLink.person_id)
    .where(
        OneTimeLink.token_hash == bindparam("token_hash"),
        OneTimeLink.purpose == bindparam("purpose", type_=OneTimeLink.purpose.type),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > bindparam("now"),
    ),
    by="holder of the link",
)


def link_holder(token: str, purpose: LinkPurpose, now: datetime) -> LinkHolder | None:
    """Return whom an unused link of this purpose is for, or None."""
    values = {"token_hash": token_hash(token), "purpose": purpose, "now": now}
    row = database.session.execute(LINK, values).one_or_none()
    return LinkHolder(*row) if row else None


PERSON_BY_EMAIL = scoped(select(Person.id).where(Person.email == bindparam("email")), by="system")


def person_id_by_email(email: str) -> int | None:
    """Return whose address it is, for the command line."""
    return database.session.scalar(PERSON_BY_EMAIL, {"email": email})


ANYBODY = scoped(select(Person.id).limit(1), by="system")


def anybody() -> bool:
    """Tell whether there is a single person, for the command line."""
    return database.session.scalar(ANYBODY) is not None


def holds(person_id: int, role: Role, department_id: int | None) -> bool:
    """Tell whether a person holds a role for exactly this place."""
    place = Grant.department_id.is_(None) if department_id is None else Grant.department_id == department_id
    held = select(Grant.id).where(
        Grant.person_id == person_id, Grant.role == role, place, Grant.retired_at.is_(None), Grant.valid_until.is_(None)
    )
    return database.session.execute(scoped(held, by="system")).first() is not None
