"""How many people wait for a seminar, by site: those who are interested and those who owe it, each person once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, and_, bindparam, case, exists, func, literal, select, union_all

from training.completion import states
from training.completion.models import Assignment, RequirementSubject
from training.completion.rules import Status
from training.core.db import database, scoped
from training.core.permissions import Permission, Viewer
from training.people.models import Membership, Site
from training.seminars.interest_queries import CONFIRMED
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.plan_models import Interest
from training.seminars.rules import ASKING, State

ONLINE, GUEST, SITE = "online", "guest", "site"
COMING = (*ASKING, State.OFFERED, State.BOOKED)


class Demand(NamedTuple):
    """How many people wait for a seminar at one place; `site` is the public id of a site, None otherwise."""

    slug: str
    title: str
    place: str
    site: str | None
    site_name: str | None
    city: str | None
    people: int
    interested: int


_today: Any = bindparam("today", type_=Date())
_MEMBER = and_(Membership.retired_at.is_(None), Membership.valid_until.is_(None))


def _has_a_seat(attendee: Any) -> Any:
    """Whether somebody waits for, or has, a seat on a date to come of the same seminar: they need no other."""
    return exists().where(
        Registration.attendee_id == attendee, Registration.state.in_(COMING),
        SeminarSession.id == Registration.session_id, SeminarSession.seminar_id == Seminar.id,
        SeminarSession.ends_at > bindparam("now"),
    ).correlate(Seminar, Attendee)  # fmt: skip


_INTERESTED = (
    select(
        Seminar.id.label("seminar_id"), Attendee.id.label("who"),
        case(
            (Attendee.person_id.is_(None), literal(GUEST)), (Interest.site_id.is_(None), literal(ONLINE)),
            else_=literal(SITE),
        ).label("place"),
        Interest.site_id.label("site_id"), literal(1).label("interested"),
    )
    .select_from(Interest)
    .join(Seminar, Seminar.id == Interest.seminar_id)
    .join(Attendee, Attendee.id == Interest.attendee_id)
    .outerjoin(Membership, and_(Membership.person_id == Attendee.person_id, _MEMBER))
    .where(
        CONFIRMED, case((Attendee.person_id.is_(None), Attendee.email.is_not(None)), else_=Membership.id.is_not(None)),
        ~_has_a_seat(Attendee.id),
    )
)  # fmt: skip
_SAID_SO = exists().where(
    Interest.seminar_id == Seminar.id, Interest.attendee_id == Attendee.id, CONFIRMED
).correlate(Seminar, Attendee)  # fmt: skip
_OWING = (
    select(
        Seminar.id.label("seminar_id"), (-Assignment.person_id).label("who"), literal(SITE).label("place"),
        Membership.site_id.label("site_id"), literal(0).label("interested"),
    )
    .select_from(Assignment)
    .join(RequirementSubject, RequirementSubject.version_id == Assignment.version_id)
    .join(Seminar, Seminar.subject_id == RequirementSubject.subject_id)
    .join(Membership, and_(Membership.person_id == Assignment.person_id, _MEMBER))
    .outerjoin(Attendee, Attendee.person_id == Assignment.person_id)
    .where(
        Assignment.retired_at.is_(None), states.current(Assignment, _today),
        states.status_now(Assignment, _today).in_([Status.OPEN.value, Status.OVERDUE.value]),
        ~func.coalesce(_SAID_SO, False), ~func.coalesce(_has_a_seat(Attendee.id), False),
    )
    .distinct()
)  # fmt: skip
_waiting = union_all(_INTERESTED, _OWING).subquery()
"""One row for each person and seminar: whoever is interested is not counted again for owing it."""
DEMAND = scoped(
    select(
        Seminar.slug,
        Seminar.title,
        _waiting.c.place,
        Site.public_id,
        Site.name,
        Site.city,
        func.count(_waiting.c.who.distinct()),
        func.sum(_waiting.c.interested),
    )
    .select_from(_waiting)
    .join(Seminar, Seminar.id == _waiting.c.seminar_id)
    .outerjoin(Site, Site.id == _waiting.c.site_id)
    .group_by(Seminar.slug, Seminar.title, _waiting.c.place, Site.public_id, Site.name, Site.city)
    .order_by(Seminar.title, Seminar.slug, func.count(_waiting.c.who.distinct()).desc(), Site.name),
    by="seminar:run",
)


def demand(viewer: Viewer, now: datetime, today: date) -> list[Demand]:
    """Return the demand by seminar and place, the greatest of each seminar first. One SELECT, no person in it."""
    viewer.must(Permission.SEMINAR_RUN)
    rows = database.session.execute(DEMAND, {"now": now, "today": today})
    return [Demand(*row) for row in rows]


ROOMS = (
    select(Venue.public_id)
    .join(Site, Site.id == Venue.site_id)
    .where(Site.public_id == bindparam("site"))
    .order_by(Venue.name)
)


def rooms_at(site: str) -> Sequence[str]:
    """Return the rooms of a site, by name."""
    return list(database.session.scalars(ROOMS, {"site": site})) if site else []
