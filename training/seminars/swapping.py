"""The verb of a swap: give one seat up and take another, both or neither. Two dates are locked in the order of ids."""

from contextlib import ExitStack
from datetime import datetime

from training.audit.service import Happening, record
from training.core.errors import Conflict, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.seminars import attendees, mailing, seat_queries, seats, swap_queries
from training.seminars.admitting import admit_employee, refuse_twice
from training.seminars.letters import Host
from training.seminars.rules import KEPT_FOR, State, is_late
from training.seminars.seats import Booked, Door, Joined
from training.seminars.service import Outcome, send, tell_booked, tell_newcomer


def swap(viewer: Viewer, registration: str, session_public_id: str, *, host: Host, now: datetime) -> Outcome:
    """Give up the viewer's seat and take one on another date. Whoever would only wait keeps what they have.

    Raises NotFound, and Refused where the other date has no free seat, asks a manager first, or has begun.
    """
    old_id = swap_queries.session_of(viewer, registration)
    new_id = swap_queries.session_id(session_public_id)
    if old_id == new_id:
        raise refuse_twice()
    with ExitStack() as doors:
        # Two people who swap against each other wait for one another, and never for ever.
        if old_id < new_id:
            left, taken = _left(doors, viewer, registration, now), _taken(doors, viewer, session_public_id, now)
        else:
            taken, left = _taken(doors, viewer, session_public_id, now), _left(doors, viewer, registration, now)
        gone = _give_up(left, now)
        joined = _take(taken, viewer)
    if joined.id not in {one.id for one in taken.booked}:
        raise Refused("", text("All seats of this date are taken. You keep the seat that you have."))
    record(Happening("seminar-swapped", "registration", joined.id), actor_id=viewer.person_id, now=now)
    own = seat_queries.recipient(left.row)._replace(sequence=gone.calendar_sequence)
    send([mailing.to_given_up(left.about, host, own, had_seat=gone.calendar_sequence > 0, now=now)], now)
    tell_booked(left, host, now)
    new = own._replace(registration_id=joined.id, public_id=joined.public_id, link_version=0, sequence=0)
    return tell_newcomer(taken, new, joined.queue_number, host, now)


def _left(doors: ExitStack, viewer: Viewer, registration: str, now: datetime) -> Door:
    return doors.enter_context(seats.change_of(registration, by_id=viewer.person_id, now=now))


def _taken(doors: ExitStack, viewer: Viewer, session: str, now: datetime) -> Door:
    return doors.enter_context(seats.change(session, by_id=viewer.person_id, now=now, person_id=viewer.person_id))


def _give_up(door: Door, now: datetime) -> Booked:
    old: State = door.row.state
    if old not in KEPT_FOR or now >= door.session.starts_at:
        raise Refused("", text("There is no seat to give up any more. Reload the page and look again."))
    late = old is State.BOOKED and is_late(door.session.cancel_until, now)
    moved = door.move([door.row.registration_id], old, State.CANCELLED, late=late)
    if not moved:
        raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))
    return moved[0]


def _take(door: Door, viewer: Viewer) -> Joined:
    admit_employee(door, viewer, knows=True)
    if door.session.needs_approval:
        raise Refused("", text("Your manager has to agree first. Ask for this seat, then give the other up."))
    joined = door.join(door.row.attendee_id or attendees.of_employee(viewer), State.WAITLISTED)
    if joined is None:
        raise refuse_twice()
    return joined
