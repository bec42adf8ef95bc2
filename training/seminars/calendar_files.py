"""The calendar entry of one's own seat, to save from a page: the same as in the mail."""

from datetime import datetime

from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.notices.rules import CalendarMethod
from training.seminars.calendar import Holder, entry
from training.seminars.letters import About, Host
from training.seminars.queries import Seat, SeminarRow, SessionRow
from training.seminars.rules import PUBLIC, State, place_words


def own_entry(viewer: Viewer, about: SeminarRow, row: SessionRow, host: Host, *, now: datetime) -> str:
    """Return the entry of an employee's seat. Raises NotFound without one."""
    if row.state is not State.BOOKED or row.registration is None:
        raise NotFound
    what = About(
        about.title, about.slug, row.public_id, row.starts_at, row.ends_at, row.zone,
        place_words(row.venue, row.address, row.city), row.join_url or "", viewer.language,
    )  # fmt: skip
    holder = Holder(row.registration, row.sequence or 0, viewer.name, viewer.email)
    return entry(what.appointment(host.links), holder, host.organiser(), CalendarMethod.REQUEST, now=now)


def guest_entry(seat: Seat, host: Host, *, now: datetime) -> str:
    """Return the entry of a guest's seat. Raises NotFound without one."""
    if seat.state is not State.BOOKED:
        raise NotFound
    what = About(
        seat.title,
        seat.slug,
        seat.session_public_id,
        seat.starts_at,
        seat.ends_at,
        seat.zone,
        seat.place,
        seat.join_url,
        public=seat.audience in PUBLIC,
    )
    holder = Holder(seat.registration, seat.sequence, seat.name, seat.email)
    return entry(what.appointment(host.links), holder, host.organiser(), CalendarMethod.REQUEST, now=now)
