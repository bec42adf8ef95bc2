"""The verb that ends a date: sign the register and write to those who were there, in one transaction."""

from datetime import datetime

from training.seminars import attendance, closing_queries, day_mailing, seat_queries, seats
from training.seminars.attendance import Closed
from training.seminars.letters import Host
from training.seminars.rules import State
from training.seminars.service import send


def close(session_public_id: str, *, by_person_id: int | None, host: Host, now: datetime) -> Closed:
    """Sign the register and mail everybody who was there what it brought them. Raises Refused, as signing does."""
    closed = attendance.close_attendance(session_public_id, by_person_id=by_person_id, now=now)
    row = seat_queries.lock(session_public_id, None)
    here = seat_queries.in_states(row.SeminarSession.id, (State.ATTENDED, State.PARTIAL))
    found = closing_queries.were_there([*here[State.ATTENDED], *here[State.PARTIAL]])
    send([day_mailing.to_was_there(seats.about(row), host, one) for one in found], now)
    return closed
