"""The verbs of offers: a seat that came free is kept for somebody for a while; they take it, or time passes it on."""

from datetime import datetime

from training.audit.service import Happening, record, record_all
from training.core.errors import Refused
from training.core.text import text
from training.seminars import admission_mailing, mailing, offer_queries, seat_queries, seats
from training.seminars.letters import Host
from training.seminars.rules import State
from training.seminars.service import Claim, owned, send, tell_booked


def accept_offer(claim: Claim, *, host: Host, now: datetime) -> None:
    """Take the seat that is kept for one. Raises NotFound for somebody else's, and Refused once the offer is over."""
    with seats.change_of(claim.registration, by_id=claim.person_id, now=now) as door:
        own = owned(door, claim)
        until = door.row.offer_until
        if door.row.state is not State.OFFERED or until is None or now >= until:
            raise Refused("", text("This offer is over. The page shows what you have now."))
        moved = door.move([own.registration_id], State.OFFERED, State.BOOKED)
        if not moved:
            raise Refused("", text("This offer is over. The page shows what you have now."))
    record(Happening("seminar-accepted", "registration", own.registration_id), actor_id=claim.person_id, now=now)
    own = own._replace(sequence=moved[0].calendar_sequence)
    send([mailing.with_seat(door.about, host, own, moved_up=False, now=now)], now)
    tell_booked(door, host, now)


def lapse_offers(session_public_id: str, *, host: Host, now: datetime) -> int:
    """End the offers whose moment has passed; the next in line get the seats. Return how many. Safe to repeat."""
    with seats.change(session_public_id, by_id=None, now=now) as door:
        moved = door.move(offer_queries.lapsed_ids(door.session.id, now), State.OFFERED, State.EXPIRED)
    record_all([Happening("seminar-offer-lapsed", "registration", one.id) for one in moved], actor_id=None, now=now)
    told = seat_queries.recipients([one.id for one in moved])
    send([admission_mailing.to_offer_over(door.about, host, to) for to in told], now)
    tell_booked(door, host, now)
    return len(moved)
