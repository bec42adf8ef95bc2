"""The verbs of approval: a manager agrees or declines; what has waited for days is brought to mind; time ends it."""

from datetime import datetime, timedelta

from training.audit.service import Happening, record, record_all
from training.core.errors import Conflict
from training.core.permissions import Viewer
from training.core.text import text
from training.seminars import admission_mailing, admitting, approval_queries, seat_queries, seats
from training.seminars.approval_queries import Unanswered
from training.seminars.letters import Host
from training.seminars.rules import State
from training.seminars.service import Outcome, send, tell_newcomer

REMIND_AFTER = timedelta(days=3)


def agree(viewer: Viewer, registration: str, *, host: Host, now: datetime) -> Outcome:
    """Let somebody come: with a free seat they have it at once. Raises NotFound, and Conflict if somebody was first."""
    asked = approval_queries.request(viewer, registration, now)
    with seats.change_of(registration, by_id=viewer.person_id, now=now) as door:
        if not door.move([asked.registration_id], State.PENDING, State.WAITLISTED):
            raise Conflict(text("Somebody decided on this before. Reload the page and look again."))
    record(Happening("seminar-agreed", "registration", asked.registration_id), actor_id=viewer.person_id, now=now)
    return tell_newcomer(door, seat_queries.recipient(door.row), door.row.queue_number, host, now)


def decline(viewer: Viewer, registration: str, reason: str, *, host: Host, now: datetime) -> None:
    """Say no, with a reason that the person reads. Raises NotFound, and Conflict if somebody was first."""
    asked = approval_queries.request(viewer, registration, now)
    with seats.change_of(registration, by_id=viewer.person_id, now=now) as door:
        if not door.move([asked.registration_id], State.PENDING, State.DECLINED, reason=reason):
            raise Conflict(text("Somebody decided on this before. Reload the page and look again."))
    happening = Happening("seminar-declined", "registration", asked.registration_id, {"reason": reason})
    record(happening, actor_id=viewer.person_id, now=now)
    send([admission_mailing.to_declined(door.about, host, seat_queries.recipient(door.row), reason)], now)


def remind(one: Unanswered, *, host: Host, now: datetime) -> None:
    """Bring a request back to the mind of whoever decides, once."""
    row = seat_queries.lock_by_registration(one.registration)
    if row.state is not State.PENDING:
        return
    approver = approval_queries.approver(one.approver_id, now.date())
    about, who = seats.about(row), seat_queries.recipient(row)
    send([admitting.to_decide(about, host, who, approver, again=True)], now)


def end_unanswered(session_public_id: str, *, host: Host, now: datetime) -> int:
    """End what nobody decided before the date began, and tell the people; return how many. Safe to repeat."""
    with seats.change(session_public_id, by_id=None, now=now) as door:
        begun = now >= door.session.starts_at
        ids = seat_queries.in_states(door.session.id, (State.PENDING,))[State.PENDING] if begun else []
        moved = door.move(ids, State.PENDING, State.EXPIRED)
    record_all([Happening("seminar-expired", "registration", one.id) for one in moved], actor_id=None, now=now)
    told = seat_queries.recipients([one.id for one in moved])
    send([admission_mailing.to_unanswered(door.about, host, to) for to in told], now)
    return len(moved)
