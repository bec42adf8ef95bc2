"""The life of each date of a seminar: planned, asked for, given up, held and signed; or called off."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from training.core.permissions import Viewer
from training.demo import cast
from training.demo.calendar import DAY, HOME_ZONE, working_day, working_moment
from training.demo.chance import Chance
from training.demo.names import FAMILY, GIVEN, address
from training.demo.places import BY_CODE, SECURITY
from training.demo.scene import Scene, zone
from training.demo.seminar_queries import registered, seated
from training.demo.seminars_described import INQUIRIES, OUTSIDE, SEMINARS
from training.demo.seminars_planned import INVITED, Session, Story
from training.demo.staff import Worker
from training.seminars import approving, attendance, closing, planning, service
from training.seminars.attendance import Marked
from training.seminars.attendees import Guest
from training.seminars.planning import NewSession
from training.seminars.questions import Told
from training.seminars.rules import Mark, State, counts
from training.seminars.service import Claim
from training.seminars.terms import Terms

ANNOUNCED = 80  # days before
GIVEN_UP, NEVER_CONFIRMED, PARTLY, ABSENT = 8, 7, 7, 8  # per cent
LAST_DAY = timedelta(hours=20)
"""Nobody asks for a seat later than so long before."""
CALLED_OFF = timedelta(hours=19)
"""Ago."""
CONSENT = "Keep my name and e-mail for this seminar. They are erased %d days after it."
JOIN = "https://meet.alderfinch.example/security"
MINUTES = {seminar.slug: seminar.minutes for seminar in SEMINARS}
DAYS_KEPT = {seminar.slug: seminar.retention_days for seminar in SEMINARS}
SIGNED_AFTER = timedelta(minutes=12)
OFFER_HOURS = 72
ARRIVAL = {
    "CHI": "Come to the reception of building C; somebody takes you up. The doors open half an hour before.",
    "LYO": "Second floor, on the left. Your badge is at the reception.",
    "LDS": "Park at gate 2 and ring at the gatehouse. Safety shoes are not needed.",
    "SIN": "Fourth floor. The lift needs a badge: call from the lobby.",
}


@dataclass
class Date:
    """One date as it goes on. `staff` is who of the company is registered, by mail address."""

    scene: Scene
    session: Session
    room: str
    follow: tuple[Callable[["Date", datetime], None], ...] = ()
    """What begins once it is planned."""
    public_id: str = ""
    starts_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    staff: dict[str, Worker] = field(default_factory=dict)
    needing: dict[str, str] = field(default_factory=dict)
    """What somebody needs, by mail address."""

    @property
    def signed_at(self) -> datetime:
        """When its attendance is signed, if it takes place."""
        return self.starts_at + timedelta(minutes=MINUTES[self.session.seminar]) + SIGNED_AFTER

    @property
    def is_held(self) -> bool:
        """Whether its attendance is signed by now."""
        signed = not (self.session.unsigned or self.session.called_off)
        return signed and self.signed_at < self.scene.calendar.now

    def plan(self, at: datetime) -> None:
        """Plan the date and enter everything that follows."""
        zone_and_link = ("", "") if self.room else (HOME_ZONE, JOIN)
        new = NewSession(
            self.session.seminar, self.session.starts(self.scene.calendar), zone_and_link[0], self.room,
            zone_and_link[1], self.session.capacity, self.session.audience, terms=self._terms(),
        )  # fmt: skip
        planned = planning.plan_session(new, by_person_id=self.scene.team.person_id, now=at)
        self.public_id, self.starts_at = planned.public_id, planned.starts_at
        self.enter_people(at)
        self._enter_end()
        for begin in self.follow:
            begin(self, at)

    def _terms(self) -> Terms:
        stories = self.session.stories
        return Terms(
            needs_approval=Story.APPROVAL in stories, offer_hours=OFFER_HOURS if Story.OFFERS in stories else None,
            arrival=ARRIVAL.get(self.session.site, ""),
        )  # fmt: skip

    def enter_people(self, at: datetime) -> None:
        """Enter into the diary who asks for a seat, and when."""
        invited = list(self._invited(at))
        others = [worker.email for worker in invited if worker.name not in self.session.always]
        self.needing = dict(zip(others, self.session.needs, strict=False))
        for worker in invited:
            self._enter_staff(worker, at)
        for place in range(self.session.guests):
            self._enter_guest(Chance("guest", self.session.key, place), at)

    def _invited(self, at: datetime) -> Iterator[Worker]:
        first, day = at.date(), self.session.starts(self.scene.calendar).date()
        staff = self.scene.staff
        always = [staff.by_name[name] for name in self.session.always]
        able = [
            worker for worker in staff.workers
            if worker.here(first) and worker.here(day) and self.may_come(worker)
        ]  # fmt: skip
        some = Chance("invited", self.session.key).shuffled(able)
        yield from [*always, *some][: self.session.staff]

    def may_come(self, worker: Worker) -> bool:
        """Tell whether it is for somebody, of whom the script says no more, and who does not help there."""
        known = worker.name in cast.NAMES or worker.stays[-1].unit == SECURITY
        if known or worker is self.scene.at_the_door or self.session.site not in {"", worker.site}:
            return False
        wanted = INVITED[self.session.invited]
        return not wanted or not wanted.isdisjoint(worker.attributes)

    @property
    def _latest(self) -> datetime:
        """After that nobody asks for a seat or gives it back."""
        known = CALLED_OFF + timedelta(hours=1) if self.session.called_off else timedelta(minutes=40)
        known = max(known, self.session.asked_by * DAY)
        return min(self.starts_at - LAST_DAY, self.scene.calendar.now - known)

    def _moment(self, chance: Chance, since: datetime, place: str) -> datetime:
        """Return when somebody asks for a seat: between the announcement and the day before, and not in the future."""
        last = self._latest
        days = max((last - since).days, 1)
        day = working_day((since + chance.below(days) * DAY).date(), last.date())
        at = working_moment(day, place, chance)
        return min(max(at, since + timedelta(minutes=5 + chance.below(50))), last)

    def _enter_staff(self, worker: Worker, since: datetime) -> None:
        chance = Chance("seat", self.session.key, worker.number)
        at = self._moment(chance, since, zone(worker))
        self.scene.diary.enter(at, partial(self._register, worker))
        back = at + timedelta(hours=chance.between(20, 90))
        told = worker.name in self.session.always or worker.email in self.needing
        stays = told or Story.OFFERS in self.session.stories
        if not stays and chance.happens(GIVEN_UP) and back < self._latest:
            self.scene.diary.enter(back, partial(self._give_up, worker))

    def _register(self, worker: Worker, at: datetime) -> None:
        viewer, host = self.scene.viewer(worker), self.scene.host_at(at)
        got = service.register_employee(
            viewer, self.public_id, host=host, now=at, told=self.told(worker.email), knows=True
        )  # fmt: skip
        self.staff[worker.email] = worker
        if got.state is State.PENDING:
            thought = timedelta(hours=Chance("agreed", self.session.key, worker.number).between(2, 30))
            self.scene.diary.enter(at + thought, partial(self._agree, worker.email))

    def told(self, email: str) -> Told:
        """Return what somebody answers to the questions of the seminar, and what they need."""
        chance = Chance("answers", self.session.key, email)
        asked = enumerate(INQUIRIES.get(self.session.seminar, ()), start=1)
        given = {f"q{number}": chance.pick(one.answers) for number, one in asked}
        return Told(given, self.needing.get(email, ""))

    def _agree(self, email: str, at: datetime) -> None:
        """Let the manager of somebody agree, unless the seat was given up meanwhile."""
        for one in registered(self.public_id, State.PENDING):
            if one.email == email:
                decides = Viewer(person_id=one.approver_id) if one.approver_id else self.scene.team
                approving.agree(decides, one.registration, host=self.scene.host_at(at), now=at)

    def _give_up(self, worker: Worker, at: datetime) -> None:
        claim = Claim(seated(self.public_id)[worker.email], person_id=self.scene.ids[worker.number])
        service.cancel_registration(claim, host=self.scene.host_at(at), now=at)
        del self.staff[worker.email]

    def _enter_guest(self, chance: Chance, since: datetime) -> None:
        given, family, outside = chance.pick(GIVEN), chance.pick(FAMILY), chance.pick(OUTSIDE)
        email, days = address(given, family, outside.domain), DAYS_KEPT[self.session.seminar]
        guest = Guest(f"{given} {family}", email, outside.name, "en", CONSENT % days)
        at = self._moment(chance, since, self.zone_there)
        confirmed = min(at + timedelta(minutes=chance.between(2, 400)), self._latest + timedelta(minutes=30))
        self.scene.diary.enter(at, partial(self._ask, guest))
        if chance.happens(NEVER_CONFIRMED):
            self.scene.diary.enter(at + timedelta(hours=24, minutes=15), self._expire)
        else:
            self.scene.diary.enter(confirmed, partial(self._confirm, email))

    @property
    def zone_there(self) -> str:
        """The time zone of the place, online that of the organisation."""
        return BY_CODE[self.session.site].zone if self.session.site else HOME_ZONE

    def _ask(self, guest: Guest, at: datetime) -> None:
        host = self.scene.host_at(at)
        service.register_guest(self.public_id, guest, host=host, now=at, told=self.told(guest.email))

    def _confirm(self, email: str, at: datetime) -> None:
        claim = Claim(seated(self.public_id)[email], link_version=0)
        service.verify_guest(claim, host=self.scene.host_at(at), now=at)

    def _expire(self, at: datetime) -> None:
        service.expire_unverified(self.public_id, now=at)

    # --- how it ends --------------------------------------------------------------------------------------------------

    def _enter_end(self) -> None:
        if self.session.called_off:
            self.scene.diary.enter(self.scene.calendar.now - CALLED_OFF, self._call_off)
        elif self.session.unsigned:
            self.scene.diary.enter(self.starts_at + timedelta(minutes=20), self._tick)
        else:
            self.scene.diary.enter(self.signed_at, self._sign)

    def _call_off(self, at: datetime) -> None:
        by_id, host = self.scene.team.person_id, self.scene.host_at(at)
        planning.cancel_session(self.public_id, self.session.called_off, by_person_id=by_id, host=host, now=at)

    def _tick(self, at: datetime) -> None:
        """Tick all but the last two names: the register waits for them, and for its signature."""
        people = list(seated(self.public_id).items())[:-2]
        told = {registration: self._mark(email) for email, registration in people}
        attendance.mark_attendance(self.public_id, told, by_person_id=self.scene.team.person_id, now=at)

    def _sign(self, at: datetime) -> None:
        people = seated(self.public_id)
        marks = {email: self._mark(email) for email in people}
        told = {people[email]: mark for email, mark in marks.items()}
        team_id = self.scene.team.person_id
        attendance.mark_attendance(self.public_id, told, by_person_id=team_id, now=at - timedelta(minutes=5))
        closing.close(self.public_id, by_person_id=team_id, host=self.scene.host_at(at), now=at)
        for email, worker in self.staff.items():
            mark = marks[email]
            if counts(mark.mark, mark.minutes or 0, MINUTES[self.session.seminar]):
                self._settle(worker, at)

    def _mark(self, email: str) -> Marked:
        chance, worker = Chance("mark", self.session.key, email), self.staff.get(email)
        falls = chance.share() * 100
        if falls < ABSENT + PARTLY and (worker is None or worker.name not in self.session.always):
            minutes = MINUTES[self.session.seminar] * chance.between(30, 95) // 100
            return Marked(Mark.ABSENT) if falls < ABSENT else Marked(Mark.PARTLY, minutes)
        return Marked(Mark.HERE)

    def _settle(self, worker: Worker, at: datetime) -> None:
        """Note that the seminar has settled what stood open."""
        key = (worker.number, self.scene.seminars.get(self.session.seminar, ""))
        duty = self.scene.standing.get(key)
        if duty is not None and duty.opens <= at.astimezone(ZoneInfo(zone(worker))).date():
            self.scene.done[key] = max(duty.cycle, self.scene.done.get(key, 0))
