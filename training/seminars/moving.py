"""The verb that moves a date: what it would do is told first, then done in one piece, or told again if it changed."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import amend
from training.core.digest import canonical, digest
from training.core.errors import NotFound, Refused
from training.core.text import text
from training.seminars import (
    block_queries,
    impact_queries,
    placing,
    planning_mail,
    seat_queries,
    seats,
    trainer_queries,
)
from training.seminars.impact_queries import BlockRow, Clash, Live
from training.seminars.letters import About, Host
from training.seminars.models import Registration, SeminarSession
from training.seminars.organisation_models import Allotment
from training.seminars.placing import Aim, Spot
from training.seminars.planning_letters import Before
from training.seminars.rules import SessionStatus, State, place_words
from training.seminars.seat_queries import Recipient
from training.seminars.seats import Door
from training.seminars.service import Claim, send, tell_booked
from training.seminars.terms import Shift

TO_MOVE = (SessionStatus.DRAFT, SessionStatus.OPEN, SessionStatus.CLOSED)
TOLD_WITHOUT_ENTRY = (State.WAITLISTED, State.OFFERED, State.PENDING)


class Keep(StrEnum):
    """What becomes of the seats: they are kept and people informed, or kept and people asked."""

    INFORM = "inform"
    ASK = "ask"


@dataclass(frozen=True)
class Decision:
    """What somebody chose, and the stamp of what they had seen then."""

    keep: Keep
    seen: str


@dataclass(frozen=True)
class BlockMove:
    """A block with its new release date. `hurried`: moved along it would be past, so its contact gets a day."""

    block: BlockRow
    release_at: datetime
    hurried: bool


@dataclass(frozen=True)
class Then:
    """A date with its window and deadline, before or after."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    opens_at: datetime | None
    closes_at: datetime | None
    cancel_until: datetime | None


@dataclass(frozen=True)
class Impact:
    """What moving a date would do. `stamp` is different as soon as anything in it would be."""

    old: Then
    new: Then
    numbers: dict[State, int]
    clashes: tuple[Clash, ...]
    trainers: tuple[Clash, ...]
    blocks: tuple[BlockMove, ...]
    updates: int
    """How many people get a mail that moves the entry in their calendar."""
    told: int
    """How many others get a mail: who waits, for a seat or a word, and who is offered one."""
    contacts: int
    twice: bool
    stamp: str

    @property
    def mails(self) -> int:
        """How many mails go out."""
        return self.updates + self.told + self.contacts


@dataclass(frozen=True)
class Outcome:
    """What a move has done; or, where it is not `done`, what it would do now, which is not what had been seen."""

    impact: Impact
    done: bool


def look(session_public_id: str, aim: Aim, *, now: datetime) -> Impact:
    """Tell what moving a date would do; nothing is changed.

    Raises NotFound, and Refused: over or begun, nothing different, no such time, the room too small or in use.
    """
    with seats.change(session_public_id, by_id=None, now=now) as door:
        return _Move(door, aim).impact


def move_session(
    session_public_id: str, aim: Aim, decision: Decision, *, by_person_id: int | None, host: Host, now: datetime
) -> Outcome:
    """Move a date as it was seen, with all its people, and tell them. Nothing is done where it would do other things.

    Raises what `look` raises.
    """
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        move = _Move(door, aim)
        if move.impact.stamp != decision.seen:
            return Outcome(move.impact, done=False)
        before = Before(door.about)
        move.carry_out(decision.keep)
    told = {"from": f"{before.about.starts_at:%Y-%m-%dT%H:%MZ}", "keep": str(decision.keep)}
    record(Happening("seminar-moved", "seminar-session", door.session.id, told), actor_id=by_person_id, now=now)
    _tell(move, before, decision.keep, host)
    tell_booked(door, host, now)
    return Outcome(move.impact, done=True)


def answer_yes(claim: Claim, *, now: datetime) -> None:
    """Note that the new date suits somebody who was asked. Harmless when repeated; raises NotFound for others."""
    with seats.change_of(claim.registration, by_id=claim.person_id, now=now) as door:
        row = door.row
        owned = row.person_id == claim.person_id if claim.person_id is not None else (
            row.person_id is None and row.link_version == claim.link_version
        )  # fmt: skip
        if not owned:
            raise NotFound
        if row.state is not State.BOOKED:
            raise Refused("", text("You have no seat any more. Reload the page and look again."))
        asked = [Registration.id == row.registration_id, Registration.asked_at.is_not(None)]
        amend(update(Registration).where(*asked, Registration.answered_at.is_(None)).values(answered_at=now))
    record(
        Happening("seminar-date-suits", "registration", row.registration_id), actor_id=claim.person_id, now=now
    )  # fmt: skip


class _Move:
    """A move in an open door: what it would do, and doing it."""

    def __init__(self, door: Door, aim: Aim) -> None:
        self.door, self.aim, session = door, aim, door.session
        _check_movable(session, door.now)
        self.spot = placing.find(aim)
        _check_different(session, aim, self.spot)
        placing.check(self.spot, session.capacity, now=door.now, besides=session.id)
        by = aim.local_start - datetime.fromisoformat(session.local_start)
        self.shift = Shift(by, session.zone, self.spot.zone)
        self.live = impact_queries.live(session.id)
        self.blocks = [self._block(one) for one in impact_queries.blocks(session.id)]
        self.contacts = block_queries.kept([one.block.id for one in self.blocks])
        trainer_queries.lock_trainers(session.id)
        self.impact = self._impact()

    def _block(self, one: BlockRow) -> BlockMove:
        release = self.shift.ahead(one.release_at, self.spot.starts_at, self.door.now)
        return BlockMove(one, release, hurried=self.shift.of(one.release_at) <= self.door.now)

    def people(self) -> tuple[list[Recipient], list[Recipient]]:
        """Return whom a mail finds: those whose calendar has an entry, and the others who hear of it."""
        ids = {state: [one.id for one in self.live if one.state is state] for state in State}
        others = [one for state in TOLD_WITHOUT_ENTRY for one in ids[state]]
        return seat_queries.reachable(ids[State.BOOKED]), seat_queries.reachable(others)

    def _impact(self) -> Impact:
        booked, others = self.people()
        session, spot = self.door.session, self.spot
        trainers = impact_queries.busy_trainers(session.id, spot.starts_at, spot.ends_at)
        return Impact(
            old=Then(session.starts_at, session.ends_at, session.zone, self.door.about.place, session.opens_at,
                     session.closes_at, session.cancel_until),
            new=self._then(),
            numbers=dict(Counter(one.state for one in self.live)),
            clashes=tuple(impact_queries.clashes(session.id, spot.starts_at, spot.ends_at)) if self.live else (),
            trainers=tuple(trainers),
            blocks=tuple(self.blocks), updates=len(booked), told=len(others), contacts=len(self.contacts),
            twice=spot.twice,
            stamp=_stamp(session, self.aim, self.live, self.blocks, trainers),
        )  # fmt: skip

    def _then(self) -> Then:
        session, spot, shift = self.door.session, self.spot, self.shift
        return Then(
            spot.starts_at, spot.ends_at, spot.zone, seat_place(spot),
            session.opens_at and min(shift.of(session.opens_at), spot.starts_at),
            session.closes_at and min(shift.of(session.closes_at), spot.starts_at),
            session.cancel_until and shift.ahead(session.cancel_until, spot.starts_at, self.door.now),
        )  # fmt: skip

    def carry_out(self, keep: Keep) -> None:
        """Change the date, the entries of its people and its blocks."""
        session, spot, now = self.door.session, self.spot, self.door.now
        if session.starts_at != spot.starts_at:
            session.previous_starts_at = session.starts_at
        session.revision += 1
        session.local_start, session.zone = f"{self.aim.local_start:%Y-%m-%dT%H:%M}", spot.zone
        session.starts_at, session.ends_at, session.mode = spot.starts_at, spot.ends_at, self.aim.mode
        session.venue_id = spot.venue.id if spot.venue else None
        session.join_url = self.aim.join_url or None
        new = self.impact.new
        session.opens_at, session.closes_at, session.cancel_until = new.opens_at, new.closes_at, new.cancel_until
        self.door.about = self._about()
        self._raise_entries(now if keep is Keep.ASK else None)
        for one in self.blocks:
            amend(update(Allotment).where(Allotment.id == one.block.id).values(release_at=one.release_at))

    def _about(self) -> About:
        spot = self.spot
        return replace(
            self.door.about, starts_at=spot.starts_at, ends_at=spot.ends_at, zone=spot.zone, place=seat_place(spot),
            join_url=self.aim.join_url,
        )  # fmt: skip

    def _raise_entries(self, asked_at: datetime | None) -> None:
        of_date = Registration.session_id == self.door.session.id
        booked = update(Registration).where(of_date, Registration.state == State.BOOKED)
        raised = Registration.calendar_sequence + 1
        amend(booked.values(calendar_sequence=raised, asked_at=asked_at, answered_at=None))
        late = [Registration.state == State.OFFERED, Registration.offer_until > self.spot.starts_at]
        amend(update(Registration).where(of_date, *late).values(offer_until=self.spot.starts_at))


def seat_place(spot: Spot) -> str:
    """Say where a spot is, as letters say it."""
    return place_words(spot.venue.name, spot.venue.address, spot.venue.city) if spot.venue else ""


def _check_movable(session: SeminarSession, now: datetime) -> None:
    if session.status not in TO_MOVE:
        raise Refused("", text("This date was called off, or its attendance was signed, before."))
    if session.starts_at <= now and session.status is not SessionStatus.DRAFT:
        raise Refused("", text("This date has begun: it cannot be moved any more."))


def _check_different(session: SeminarSession, aim: Aim, spot: Spot) -> None:
    then = (session.starts_at, session.ends_at, session.zone, session.venue_id, session.join_url or "")
    now = (spot.starts_at, spot.ends_at, spot.zone, spot.venue.id if spot.venue else None, aim.join_url)
    if then == now:
        raise Refused("starts", text("That is when and where it is planned already. Choose another time or place."))


def _stamp(session: SeminarSession, aim: Aim, live: list[Live], blocks: list[BlockMove], trainers: list[Clash]) -> str:
    seen: list[Any] = [
        session.public_id, session.revision, session.capacity, str(session.status),
        [f"{aim.local_start:%Y-%m-%dT%H:%M}", aim.minutes, aim.zone, aim.venue, aim.join_url],
        [[one.id, str(one.state)] for one in live],
        [[one.block.id, str(one.block.state), one.block.seats, one.block.used, one.hurried] for one in blocks],
        [[one.given, one.family, one.title, f"{one.starts_at:%Y-%m-%dT%H:%MZ}", one.duty] for one in trainers],
    ]  # fmt: skip
    return digest(canonical(seen))[:32]


def _tell(move: _Move, before: Before, keep: Keep, host: Host) -> None:
    door, about, now = move.door, move.door.about, move.door.now
    revision = door.session.revision
    booked, others = move.people()
    send([planning_mail.to_moved(about, before, host, to, ask=keep is Keep.ASK, now=now) for to in booked], now)
    send([planning_mail.to_moved_waiting(about, before, host, to, revision=revision) for to in others], now)
    until = {one.block.public_id: one.release_at for one in move.blocks}
    contacts = [to._replace(release_at=until[to.block]) for to in move.contacts]
    send([planning_mail.to_moved_contact(about, before, host, to, revision=revision) for to in contacts], now)
