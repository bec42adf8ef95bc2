"""The verb that lowers the seats below what is taken: the last to ask go back to the list, once that was looked at."""

from dataclasses import dataclass
from datetime import datetime

from training.audit.service import Happening, record
from training.core.digest import canonical, digest
from training.core.errors import Refused
from training.core.text import Text, text
from training.seminars import planning_mail, seat_queries, seats, shrinking_queries
from training.seminars.letters import Host
from training.seminars.rules import State, some_seats
from training.seminars.seats import Door
from training.seminars.service import send, tell_booked
from training.seminars.shrinking_queries import Last

REASON = "There are fewer seats than planned."


@dataclass(frozen=True)
class Shrinking:
    """What fewer seats would do: who goes back to the list, the last to ask first. `stamp` changes with any of it."""

    capacity: int
    taken: int
    back: tuple[Last, ...]
    stamp: str


@dataclass(frozen=True)
class Seats:
    """The seats of a date as they are."""

    session_id: int
    public_id: str
    capacity: int | None
    taken: int
    open: bool


def look(now: Seats, capacity: int) -> Shrinking:
    """Tell who would lose their seat. Raises Refused: over, nobody would, or too many are kept in blocks."""
    if not now.open:
        raise Refused("", text("This date has begun, or is over: its seats stay as they are."))
    if capacity < 1:
        raise Refused("capacity", text("Leave at least one seat, or call the date off."))
    if capacity >= now.taken:
        raise Refused("capacity", text("That is no fewer than are taken. Nobody has to go back; change the seats."))
    back = shrinking_queries.last_to_ask(now.session_id, now.taken - capacity)
    if len(back) < now.taken - capacity:
        raise Refused("capacity", _kept_words(now.taken - len(back)))
    seen = [now.public_id, now.capacity, now.taken, capacity, [one.id for one in back]]
    return Shrinking(capacity, now.taken, tuple(back), digest(canonical(seen))[:32])


def shrink_session(
    session_public_id: str, capacity: int, *, seen: str, by_person_id: int | None, host: Host, now: datetime
) -> int:
    """Lower the seats, put the last to ask back on the list and tell them; return how many.

    Raises Refused where it would hit other people than those seen.
    """
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        session = door.session
        shrinking = look(Seats(session.id, session.public_id, session.capacity, session.taken, door.open), capacity)
        if shrinking.stamp != seen:
            raise Refused("", text("Something has changed since you looked. This is what it would do now."))
        booked = [one.id for one in shrinking.back if one.state is State.BOOKED]
        offered = [one.id for one in shrinking.back if one.state is State.OFFERED]
        door.move(booked, State.BOOKED, State.WAITLISTED, reason=REASON)
        door.move(offered, State.OFFERED, State.WAITLISTED, reason=REASON, offer_until=None)
        door.resize(capacity)
    happening = Happening("seminar-shrunk", "seminar-session", door.session.id, {"back": len(booked) + len(offered)})
    record(happening, actor_id=by_person_id, now=now)
    _tell(door, booked + offered, host)
    tell_booked(door, host, now)
    return len(booked) + len(offered)


def _kept_words(kept: int) -> Text:
    return text(
        "Organisations keep %(seats)s. Ask their contacts to give some back first, or choose at least that many.",
        seats=some_seats(kept),
    )  # fmt: skip


def _tell(door: Door, ids: list[int], host: Host) -> None:
    places = shrinking_queries.places(door.session.id, ids)
    people = seat_queries.reachable(ids)
    send(
        [planning_mail.to_back_on_the_list(door.about, host, to, places[to.registration_id], now=door.now)
         for to in people if to.registration_id in places],
        door.now,
    )  # fmt: skip
