"""The life of each date of a seminar: planned, asked for, given up, held and signed; or called off."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from training.demo import cast
from training.demo.calendar import DAY, HOME_ZONE, instant, working_moment
from training.demo.chance import Chance
from training.demo.names import FAMILY, GIVEN, address
from training.demo.places import BY_CODE
from training.demo.queries import seated
from training.demo.scene import Scene, zone
from training.demo.seminars_planned import INVITED, OUTSIDE, ROOMS, SEMINARS, SESSIONS, Session
from training.demo.signing_in import SECURITY_TEAM
from training.demo.staff import Worker
from training.people import roster_queries
from training.seminars import attendance, planning, service
from training.seminars import roster_queries as seminar_rosters
from training.seminars.attendance import Marked
from training.seminars.attendees import Guest
from training.seminars.planning import NewSession
from training.seminars.rules import Mark, counts
from training.seminars.service import Claim

ANNOUNCED = 63  # days before
GIVEN_UP, NEVER_CONFIRMED, PARTLY, ABSENT = 8, 7, 7, 8  # per cent
LAST_DAY = timedelta(hours=20)
"""Nobody asks for a seat later than so long before."""
CALLED_OFF = timedelta(hours=19)
"""Ago."""
CONSENT = "Keep my name and e-mail for this seminar. They are erased %d days after it."
JOIN = "https://meet.alderfinch.example/security"
MOST_FORGOTTEN = 500
MINUTES = {seminar.slug: seminar.minutes for seminar in SEMINARS}
DAYS_KEPT = {seminar.slug: seminar.retention_days for seminar in SEMINARS}


def announce(scene: Scene) -> None:
    """Name the rooms, and enter into the diary when each date is planned."""
    sites = roster_queries.sites()
    rooms = {code: planning.create_venue(sites[code], room.name, seats=room.seats) for code, room in ROOMS.items()}
    for session in SESSIONS:
        date = Date(scene, session, rooms.get(session.site, ""))
        day = max(session.day(scene.calendar) - ANNOUNCED * DAY, scene.calendar.first + DAY)
        scene.diary.enter(instant(day, 10 * 60, HOME_ZONE), date.plan)


def forget_guests(now: datetime) -> None:
    """Erase the names of guests whose seminars are over for as long as was promised to them."""
    service.forget_guests(seminar_rosters.guests_to_forget(now, MOST_FORGOTTEN), now=now)


@dataclass
class Date:
    """One date as it goes on. `staff` is who of the company is registered, by mail address."""

    scene: Scene
    session: Session
    room: str
    public_id: str = ""
    starts_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    staff: dict[str, Worker] = field(default_factory=dict)

    @property
    def _trainer_id(self) -> int:
        return self.scene.id_of(SECURITY_TEAM.name)

    def plan(self, at: datetime) -> None:
        """Plan the date and enter everything that follows."""
        day = self.session.day(self.scene.calendar)
        zone_and_link = ("", "") if self.room else (HOME_ZONE, JOIN)
        new = NewSession(
            self.session.seminar, datetime.combine(day, time(self.session.hour)), zone_and_link[0], self.room,
            zone_and_link[1], self.session.capacity, self.session.audience,
        )  # fmt: skip
        planned = planning.plan_session(new, by_person_id=self._trainer_id, now=at)
        self.public_id, self.starts_at = planned.public_id, planned.starts_at
        for worker in self._invited(at):
            self._enter_staff(worker, at)
        for place in range(self.session.guests):
            self._enter_guest(Chance("guest", self.session.key, place), at)
        self._enter_end()

    def _invited(self, at: datetime) -> Iterator[Worker]:
        first, day = at.date(), self.session.day(self.scene.calendar)
        staff = self.scene.staff
        always = [staff.by_name[name] for name in self.session.always]
        able = [
            worker for worker in staff.workers
            if worker.here(first) and worker.here(day) and self._concerns(worker) and worker.name not in cast.NAMES
        ]  # fmt: skip
        some = Chance("invited", self.session.key).shuffled(able)
        yield from [*always, *some][: self.session.staff]

    def _concerns(self, worker: Worker) -> bool:
        if self.session.site not in {"", worker.site}:
            return False
        wanted = INVITED[self.session.invited]
        return not wanted or not wanted.isdisjoint(worker.attributes)

    @property
    def _latest(self) -> datetime:
        """After that nobody asks for a seat or gives it back."""
        known = CALLED_OFF + timedelta(hours=1) if self.session.called_off else timedelta(minutes=40)
        return min(self.starts_at - LAST_DAY, self.scene.calendar.now - known)

    def _moment(self, chance: Chance, since: datetime, place: str) -> datetime:
        """Return when somebody asks for a seat: between the announcement and the day before, and not in the future."""
        last = self._latest
        days = max((last - since).days, 1)
        at = working_moment((since + chance.below(days) * DAY).date(), place, chance)
        return min(max(at, since + timedelta(minutes=5 + chance.below(50))), last)

    def _enter_staff(self, worker: Worker, since: datetime) -> None:
        chance = Chance("seat", self.session.key, worker.number)
        at = self._moment(chance, since, zone(worker))
        self.scene.diary.enter(at, partial(self._register, worker))
        back = at + timedelta(hours=chance.between(20, 90))
        told = worker.name not in self.session.always and chance.happens(GIVEN_UP)
        if told and back < self._latest:
            self.scene.diary.enter(back, partial(self._give_up, worker))

    def _register(self, worker: Worker, at: datetime) -> None:
        viewer, host = self.scene.viewer(worker), self.scene.host_at(at)
        service.register_employee(viewer, self.public_id, host=host, now=at, knows=True)
        self.staff[worker.email] = worker

    def _give_up(self, worker: Worker, at: datetime) -> None:
        claim = Claim(seated(self.public_id)[worker.email], person_id=self.scene.ids[worker.number])
        service.cancel_registration(claim, host=self.scene.host_at(at), now=at)
        del self.staff[worker.email]

    def _enter_guest(self, chance: Chance, since: datetime) -> None:
        given, family, outside = chance.pick(GIVEN), chance.pick(FAMILY), chance.pick(OUTSIDE)
        email, days = address(given, family, outside.domain), DAYS_KEPT[self.session.seminar]
        guest = Guest(f"{given} {family}", email, outside.name, "en", CONSENT % days)
        at = self._moment(chance, since, self._zone)
        confirmed = min(at + timedelta(minutes=chance.between(2, 400)), self._latest + timedelta(minutes=30))
        self.scene.diary.enter(at, partial(self._ask, guest))
        if chance.happens(NEVER_CONFIRMED):
            self.scene.diary.enter(at + timedelta(hours=24, minutes=15), self._expire)
        else:
            self.scene.diary.enter(confirmed, partial(self._confirm, email))

    @property
    def _zone(self) -> str:
        return BY_CODE[self.session.site].zone if self.session.site else HOME_ZONE

    def _ask(self, guest: Guest, at: datetime) -> None:
        service.register_guest(self.public_id, guest, host=self.scene.host_at(at), now=at)

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
            self.scene.diary.enter(self.starts_at + timedelta(minutes=MINUTES[self.session.seminar] + 12), self._sign)

    def _call_off(self, at: datetime) -> None:
        planning.cancel_session(
            self.public_id, self.session.called_off, by_person_id=self._trainer_id, host=self.scene.host_at(at), now=at
        )

    def _tick(self, at: datetime) -> None:
        """Tick all but the last two names: the register waits for them, and for its signature."""
        people = list(seated(self.public_id).items())[:-2]
        told = {registration: self._mark(email) for email, registration in people}
        attendance.mark_attendance(self.public_id, told, by_person_id=self._trainer_id, now=at)

    def _sign(self, at: datetime) -> None:
        people = seated(self.public_id)
        marks = {email: self._mark(email) for email in people}
        told = {people[email]: mark for email, mark in marks.items()}
        attendance.mark_attendance(self.public_id, told, by_person_id=self._trainer_id, now=at - timedelta(minutes=5))
        attendance.close_attendance(self.public_id, by_person_id=self._trainer_id, now=at)
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
