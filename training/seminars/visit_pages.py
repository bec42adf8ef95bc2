"""What planning adds to the pages of those who come: who gives the date, what goes with it, whether it was moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from training.core.permissions import Viewer
from training.seminars import material_queries, standing_queries, trainer_queries
from training.seminars.addresses import MANAGE
from training.seminars.material_queries import MaterialRow
from training.seminars.plan_models import TrainerRole
from training.seminars.queries import Seat, SessionRow
from training.seminars.rules import DEAD
from training.seminars.standing_queries import Told
from training.web.language import clock, day_year
from training.web.request import links, local
from training.web.words import _


@dataclass(frozen=True)
class Handout:
    """Something to fetch."""

    title: str
    href: str
    note: str


@dataclass(frozen=True)
class VisitPart:
    """`yes_href` is where somebody says that the new date suits them, empty where nobody asks."""

    trainers: tuple[str, ...] = ()
    handouts: tuple[Handout, ...] = ()
    arrival: str = ""
    moved: str = ""
    yes_href: str = ""
    said_yes: str = ""


def own_part(viewer: Viewer, slug: str, row: SessionRow, now: datetime) -> VisitPart:
    """Build it for the page of a date; what is not the viewer's is not there."""
    given = public_trainers(row.public_id)
    if row.registration is None or row.state is None or row.state in DEAD:
        return VisitPart(given)
    place: dict[str, Any] = {"slug": slug, "session_id": row.public_id}
    told = standing_queries.told(row.registration)
    found = handouts(material_queries.own(viewer, row.public_id), "seminars.own_material", **place)
    return _part(given, found, told, (row.zone, url_for("seminars.suits", **place)), now < row.starts_at)


def guest_part(seat: Seat, now: datetime) -> VisitPart:
    """Build it for the page behind a guest's link."""
    token = links().sign(MANAGE, [seat.registration, seat.link_version])
    found = material_queries.of_link(seat.registration, seat.link_version)
    return _part(
        public_trainers(seat.session_public_id), handouts(found, "seminars.guest_material", token=token),
        standing_queries.told(seat.registration), (seat.zone, url_for("seminars.guest_suits", token=token)),
        now < seat.starts_at,
    )  # fmt: skip


def _part(
    trainers: tuple[str, ...], found: tuple[Handout, ...], told: Told | None, place: tuple[str, str], ahead: bool
) -> VisitPart:
    if told is None:
        return VisitPart(trainers, found)
    zone, yes_href = place
    if not ahead:
        return VisitPart(trainers, found, told.arrival)
    asks = told.asked_at is not None and told.answered_at is None
    said = told.asked_at is not None and told.answered_at is not None
    return VisitPart(
        trainers, found, told.arrival, _moved(told, zone), yes_href if asks else "",
        _("You have told us that the new date suits you.") if said else "",
    )  # fmt: skip


def _moved(told: Told, zone: str) -> str:
    if told.previous is None:
        return _("This date was changed.") if told.asked_at is not None else ""
    before = f"{day_year(local(told.previous, zone).date())}, {clock(told.previous, zone)}"
    return _("This date was moved. It was to be on %(before)s.", before=before)


def handouts(materials: Sequence[MaterialRow], endpoint: str, **place: Any) -> tuple[Handout, ...]:
    """Return what somebody may fetch, with its addresses below their page."""
    return tuple(
        Handout(one.title, one.address or url_for(endpoint, **place, material=one.public_id), one.name or one.address)
        for one in materials
    )  # fmt: skip


def public_trainers(session_public_id: str) -> tuple[str, ...]:
    """Return the names of those who give a date or host it, for everybody who sees it."""
    return tuple(
        f"{one.given} {one.family}".strip()
        for one in trainer_queries.trainers(session_public_id) if one.role is not TrainerRole.HELPER
    )  # fmt: skip
