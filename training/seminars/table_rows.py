"""What the files of the lists of seminars hold: dates, and who came to one of them. The head first."""

from collections.abc import Iterator, Sequence

from training.seminars.credits import credit_hours
from training.seminars.desk_pages import audience_words, listed_name, where
from training.seminars.roster_queries import Comer, DeskSession
from training.seminars.rules import AFTER, SessionStatus
from training.seminars.seat_words import state_words
from training.web.request import local
from training.web.words import _

Row = tuple[object, ...]


def dates(sessions: Sequence[DeskSession]) -> Iterator[Row]:
    """Yield the dates to come and those that were, each in the time of its place."""
    yield (
        _("Seminar"), _("Begins"), _("Ends"), _("Time zone"), _("Place"), _("Who may come"), _("State"), _("Seats"),
        _("Seats taken"), _("Waiting"), _("Not confirmed yet"),
    )  # fmt: skip
    for one in sessions:
        begins, ends = local(one.starts_at, one.zone), local(one.ends_at, one.zone)
        yield (
            one.title, begins, ends, one.zone, where(one), audience_words(one.audience), _status_words(one.status),
            one.capacity, one.taken, one.waiting, one.unverified,
        )  # fmt: skip


def comers(found: Sequence[Comer]) -> Iterator[Row]:
    """Yield everybody who registered for a date, in the order of the queue, with what was signed of them."""
    yield (
        _("Person"), _("Department or organisation"), _("Guest"), _("State"), _("Registered"), _("Minutes"),
        _("Why it was corrected"),
    )  # fmt: skip
    for one in found:
        guest = _("guest") if one.guest else ""
        said = (listed_name(one), one.house, guest, state_words(one), local(one.registered_at))
        yield *said, one.signed_minutes, one.reason


def signed(found: Sequence[Comer]) -> Iterator[Row]:
    """Yield what was signed about a date, by name."""
    yield (
        _("Person"),
        _("Department or organisation"),
        _("State"),
        _("Minutes"),
        _("CPE hours"),
        _("Why it was corrected"),
    )
    for one in sorted((one for one in found if one.state in AFTER), key=lambda one: listed_name(one).casefold()):
        minutes = one.signed_minutes or 0
        yield listed_name(one), one.house, state_words(one), minutes, float(credit_hours(minutes)), one.reason


def _status_words(status: SessionStatus) -> str:
    return {
        SessionStatus.OPEN: _("Planned"), SessionStatus.HELD: _("Signed"), SessionStatus.CANCELLED: _("Called off"),
        SessionStatus.DRAFT: _("Draft"), SessionStatus.CLOSED: _("Closed"), SessionStatus.ARCHIVED: _("Archived"),
    }[status]  # fmt: skip
