"""The verb behind a decline in the calendar: the seat is given up as on our own page."""

from datetime import datetime

from training.core.errors import Conflict, NotFound, Refused
from training.seminars import reply_queries, service
from training.seminars.letters import Host
from training.seminars.replies import Reply
from training.seminars.reply_queries import Answered
from training.seminars.rules import State
from training.seminars.service import Claim

REASON = "declined in the calendar"


def take_answer(reply: Reply, *, host: Host, now: datetime) -> bool:
    """Give up the seat whose holder declined; tell whether that was done. Harmless when repeated.

    Nothing happens for an acceptance, somebody else's address, an entry of another house, an older version of the
    date, and a seat that is gone or whose seminar has begun.
    """
    name, _at, domain = reply.uid.rpartition("@")
    found = reply_queries.answered(name) if reply.declined and domain == host.domain else None
    if found is None or not _holds(found, reply):
        return False
    claim = Claim(found.registration, found.person_id, None if found.person_id else found.link_version)
    try:
        service.cancel_registration(claim, host=host, now=now, reason=REASON)
    except (Refused, NotFound, Conflict):
        return False
    return True


def _holds(found: Answered, reply: Reply) -> bool:
    stale = reply.sequence is not None and reply.sequence < found.sequence
    return found.state is State.BOOKED and found.email.casefold() == reply.attendee and not stale
