"""What a public page says of itself to those who share it or list it: its one address, its words, its dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from training.core.permissions import Viewer
from training.seminars.linked_data import Organizer, PublicDate, event
from training.seminars.queries import Date, SeminarRow, SessionRow
from training.seminars.rules import PUBLIC
from training.web.request import links, site


@dataclass(frozen=True)
class Sharing:
    """The head of a public page. `linked` is JSON-LD; empty on a page that is not for everybody."""

    canonical: str
    title: str
    description: str
    house: str
    language: str
    linked: tuple[dict[str, Any], ...] = ()


def of_session(viewer: Viewer, about: SeminarRow, row: SessionRow) -> Sharing:
    """Say what the page of one date is."""
    address = links().to(url_for("seminars.session", slug=about.slug, session_id=row.public_id))
    one = PublicDate(
        address, about.title, about.summary, about.language, row.starts_at, row.ends_at, row.zone, row.mode, row.status,
        row.venue, row.address, row.city, row.capacity, row.taken, row.previous_starts_at,
    )  # fmt: skip
    open_to_all = not viewer.signed_in and row.audience in PUBLIC
    return _sharing(about, address, (event(one, _organizer()),) if open_to_all else ())


def of_seminar(viewer: Viewer, about: SeminarRow, dates: Sequence[Date]) -> Sharing:
    """Say what the page of a seminar is, with all its dates."""
    linked = () if viewer.signed_in else tuple(event(_public(one), _organizer()) for one in dates)
    return _sharing(about, links().to(url_for("seminars.seminar", slug=about.slug)), linked)


def _public(one: Date) -> PublicDate:
    address = links().to(url_for("seminars.session", slug=one.slug, session_id=one.public_id))
    return PublicDate(
        address, one.title, one.summary, one.language, one.starts_at, one.ends_at, one.zone, one.mode, one.status,
        one.venue, None, one.city, one.capacity, one.taken, one.previous_starts_at,
    )  # fmt: skip


def _sharing(about: SeminarRow, address: str, linked: tuple[dict[str, Any], ...]) -> Sharing:
    return Sharing(address, about.title, about.summary, site().name, about.language.replace("-", "_"), linked)


def _organizer() -> Organizer:
    return Organizer(site().name, links().to(url_for("seminars.listing")))
