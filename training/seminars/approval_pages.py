"""What managers see who decide on requests, as frozen values in the reader's language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from training.core.permissions import Viewer
from training.seminars.approval_queries import Request
from training.seminars.pages import own_times, seats_words, times
from training.web.language import day, in_days
from training.web.request import local, today
from training.web.words import _, ngettext

Row = tuple[object, ...]


@dataclass(frozen=True)
class RequestEntry:
    """One request: who, for what, and the two ways to answer."""

    name: str
    when: str
    distance: str
    facts: tuple[str, ...]
    href: str
    registration: str
    summary: str


@dataclass(frozen=True)
class ApprovalsPage:
    statement: str
    rest: str
    entries: tuple[RequestEntry, ...]


def approvals_page(viewer: Viewer, requests: Sequence[Request]) -> ApprovalsPage:
    """Build the list of what waits for the viewer."""
    return ApprovalsPage(
        statement=waiting_words(len(requests)),
        rest=_("Each of them reads your answer at once.") if requests else "",
        entries=tuple(request_entry(viewer, one, today()) for one in requests),
    )


def waiting_words(number: int) -> str:
    """Say how many wait for a decision."""
    if not number:
        return _("Nobody waits for your decision.")
    return ngettext("%(Word)s person waits for your decision.", "%(Word)s people wait for your decision.", number)


def request_entry(viewer: Viewer, one: Request, on: date) -> RequestEntry:
    """Return one request as an entry."""
    start = local(one.starts_at, one.zone).date()
    seats, _tone = seats_words(one.capacity, one.taken, 0)
    own = own_times(viewer, one.starts_at, one.ends_at, one.zone)
    facts = (
        times(one.starts_at, one.ends_at, one.zone), *((own,) if own else ()), one.place or _("Online"), seats,
        _("asked on %(day)s", day=day(local(one.asked_at).date())),
    )  # fmt: skip
    return RequestEntry(
        name=f"{one.family}, {one.given}", when=day(start), distance=in_days((start - on).days), facts=facts,
        href=url_for("seminars.decline_form", registration_id=one.registration), registration=one.registration,
        summary=one.title if not one.department else _("%(title)s (%(team)s)", title=one.title, team=one.department),
    )  # fmt: skip


def requests_table(requests: Sequence[Request]) -> Iterator[Row]:
    """Yield what waits for the viewer, the head first."""
    yield _("Person"), _("Department"), _("Seminar"), _("Begins"), _("Place"), _("Asked")
    for one in requests:
        name, begins = f"{one.family}, {one.given}", local(one.starts_at, one.zone)
        yield name, one.department, one.title, begins, one.place or _("Online"), local(one.asked_at)
