"""The verbs for people whom nobody expected: let somebody in at the door, add somebody who was forgotten.

What was signed is never signed again as a whole. A reopened register would have to take every completion back, with
what hangs on it (duties, figures, certificates that were mailed), and give most of them anew, for the sake of one or
two lines; and in between nobody would have been there. So single records are corrected
(`attendance.revert_attendance`), and who is missing is added here, both with a reason and both for good.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import amend
from training.core.errors import Conflict, Refused
from training.core.permissions import Viewer
from training.core.text import Text, text
from training.people.queries import person_id_by_email
from training.seminars import attendance, attendees, checkin_queries, checking_in, day_mailing, seat_queries, seats
from training.seminars.attendance import Correction
from training.seminars.attendees import Guest
from training.seminars.checking_in import TAKES_MARKS
from training.seminars.letters import Host
from training.seminars.models import Registration
from training.seminars.rules import Audience, SessionStatus, State
from training.seminars.seats import Door
from training.seminars.service import send

DOORS_OPEN = timedelta(hours=12)
"""How long before the start somebody may be let in at the door; before that, people register."""
ADDED_FOR = timedelta(days=14)
"""How long after a date somebody can be added to what was signed."""
AT_THE_DOOR = "Came without a registration and was let in at the door."
ONE_MORE_CHAIR = "Came without a registration and was let in at the door. All seats were taken: one more chair."


@dataclass(frozen=True)
class WalkIn:
    """Who stands at the door. `chair`: there is one more; `crowded`: also beyond what the room is said to hold."""

    name: str
    email: str
    language: str
    chair: bool = False
    crowded: bool = False


@dataclass(frozen=True)
class LetIn:
    """Who was let in, and whether they had a seat all along."""

    registration: str
    expected: bool


def let_in(session_public_id: str, who: WalkIn, *, by_person_id: int | None, host: Host, now: datetime) -> LetIn:
    """Give somebody at the door a seat and check them in; a guest hears by mail what we keep.

    Raises Refused at `email` or `name`, and at `chair` or `crowded` until the trainer has said that there is room.
    """
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        _check_day(door)
        attendee_id, guest = _attendee(door, who)
        before, state = _live(door, attendee_id)
        if before is not None and state is State.BOOKED:
            had = before
        else:
            had = _seat(door, attendee_id, before, state, _room_for(door, who, state))
        checking_in.mark_here(door, had.registration_id, nonce=f"door-{had.public_id}")
    record(Happening("walked-in", "registration", had.registration_id), actor_id=by_person_id, now=now)
    if guest and state is not State.BOOKED:
        send([day_mailing.to_walked_in(door.about, host, had, checkin_queries.kept_for(door.session.id))], now)
    return LetIn(had.public_id, expected=state is State.BOOKED)


def add_forgotten(
    session_public_id: str, who: WalkIn, correction: Correction, *, by_person_id: int | None, now: datetime
) -> str:
    """Add somebody to an attendance that is signed: seat, record and completion in one; return the registration.

    Raises Refused before signing, two weeks after the date, or for somebody who has a record there.
    """
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        _check_signed(door)
        attendee_id, _guest = _attendee(door, who)
        before, state = _live(door, attendee_id)
        if state is not None and state not in _MAY_COME:
            raise Refused("email", text("There is a record of them for this date. Correct that one instead."))
        if door.session.capacity is not None and door.session.taken >= door.session.capacity:
            door.resize(door.session.capacity + 1)
        had = _seat(door, attendee_id, before, state, correction.reason)
        attendance.sign_one(door, had.registration_id, correction, by_person_id=by_person_id)
    happening = Happening("attendance-added", "registration", had.registration_id, {"reason": correction.reason})
    record(happening, actor_id=by_person_id, now=now)
    return had.public_id


def agree(registration_public_id: str, sentence: str, language: str, *, now: datetime) -> None:
    """Keep that a guest who was let in at the door agrees to what we keep; harmless when repeated. Raises NotFound."""
    row = seat_queries.lock_by_registration(registration_public_id)
    agreed = attendees.consent(Guest(row.name, row.email or "", "", language, sentence), now=now)
    keeping = (
        update(Registration)
        .where(Registration.id == row.registration_id, Registration.consent_id.is_(None))
        .values(consent_id=agreed, consent_at=now)
        .returning(Registration.id)
    )
    if amend(keeping).scalar_one_or_none() is not None:
        record(Happening("seminar-agreed", "registration", row.registration_id), actor_id=None, now=now)


_MAY_COME = frozenset({State.BOOKED, State.OFFERED, State.WAITLISTED, State.PENDING, State.UNVERIFIED})


def _check_day(door: Door) -> None:
    if door.session.status not in TAKES_MARKS:
        raise Refused("", text("This date is called off, or its attendance is signed."))
    if door.now < door.session.starts_at - DOORS_OPEN:
        raise Refused("", text("The doors open twelve hours before the start. Until then people register themselves."))


def _check_signed(door: Door) -> None:
    if door.session.status is not SessionStatus.HELD:
        raise Refused("", text("The attendance is not signed yet. Add them at the door instead."))
    if door.now > door.session.ends_at + ADDED_FOR:
        raise Refused("", text("The date is over for more than two weeks. Nobody can be added any more."))


def _attendee(door: Door, who: WalkIn) -> tuple[int, bool]:
    """Return the attendee with an address, and whether it is a guest: an employee is found by it."""
    person_id = person_id_by_email(who.email)
    if person_id is not None:
        return attendees.of_employee(Viewer(person_id=person_id, language=who.language)), False
    if door.session.audience is Audience.STAFF:
        raise Refused("email", text("This date is for staff, and nobody of our staff has this address."))
    if not who.name:
        raise Refused("name", text("Enter the name: nobody of our staff has this address."))
    return attendees.of_guest(Guest(who.name, who.email, "", who.language, "")), True


def _live(door: Door, attendee_id: int) -> tuple[seat_queries.Recipient | None, State | None]:
    return seat_queries.found_registration(door.session.id, attendee_id)


def _room_for(door: Door, who: WalkIn, state: State | None) -> str:
    """See that there is room for one more; return the reason for the history."""
    capacity, taken = door.session.capacity, door.session.taken
    if capacity is None or taken < capacity or state is State.OFFERED:
        return AT_THE_DOOR
    if not who.chair:
        raise Refused("chair", text("All seats are taken. Is there one more chair? Then say so."))
    room = checkin_queries.room_seats(door.session.id)
    if room is not None and capacity >= room and not who.crowded:
        raise Refused("crowded", _too_many(room))
    door.resize(capacity + 1)
    return ONE_MORE_CHAIR


def _too_many(room: int) -> Text:
    return text("The room holds %(n)s people. Say once more that one more is safe.", n=room)


def _seat(
    door: Door, attendee_id: int, had: seat_queries.Recipient | None, state: State | None, reason: str
) -> seat_queries.Recipient:
    """Book somebody, whatever they had before."""
    if had is None or state is None:
        joined = door.join(attendee_id, State.BOOKED, reason=reason)
        if joined is None:
            raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))
        return seat_queries.recipients([joined.id])[0]
    if state is State.PENDING:
        door.move([had.registration_id], state, State.WAITLISTED, reason=reason)
        state = State.WAITLISTED
    if state is not State.BOOKED and not door.move([had.registration_id], state, State.BOOKED, reason=reason):
        raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))
    return had
