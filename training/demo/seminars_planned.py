"""The dates of the seminars of the demonstration: what was held, what comes, who comes to it, who gives it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from training.demo.calendar import DAY, FORTNIGHT, HOME_ZONE, Calendar
from training.demo.seminars_described import AT_DOORS, FIRST_HOUR, PAYMENTS, TEAM_DAY, VISITEURS, VISITORS
from training.seminars.rules import Audience


class Invited(Enum):
    """Which of the staff come."""

    ANYBODY = auto()
    DOORS = auto()
    MONEY = auto()


INVITED: dict[Invited, frozenset[str]] = {
    Invited.ANYBODY: frozenset(), Invited.DOORS: AT_DOORS, Invited.MONEY: frozenset({"finance"}),
}  # fmt: skip
"""Of which attributes one must have one; none means anybody."""


class Gives(Enum):
    """Who gives a date: the trainer whose sign-in is shown, a colleague of the same team, or somebody from outside."""

    TRAINER = auto()
    COLLEAGUE = auto()
    OUTSIDER = auto()


class Story(Enum):
    """What happens with a date beyond seats and attendance."""

    TODAY = auto()
    """People are checked in, as far as the day has come."""
    WALKED_IN = auto()
    """Somebody comes unannounced."""
    CORRECTED = auto()
    """What was signed of somebody is put right."""
    BLOCK_HELD = auto()
    """An organisation kept seats, and its people were there."""
    BLOCK_COMING = auto()
    """An organisation keeps seats and has named most of its people."""
    BLOCK_WAITING = auto()
    """An organisation wants more seats than are free, and waits as one."""
    CODES = auto()
    """Who comes needs a code."""
    OFFERS = auto()
    """It is full: what comes free is offered."""
    APPROVAL = auto()
    """Managers decide who comes."""
    MOVED = auto()
    """It got another time, and people are asked whether it suits."""


QUIET_FROM, QUIET_UNTIL = (12, 22), (1, 5)
"""Month and day: no seminars around the turn of the year."""
FIRST_AT_HAND, LAST_AT_HAND = 8, 15
"""By which hours the date of today begins."""
UNDER_WAY = timedelta(minutes=20)
"""How long it has been going on, at least, if it has begun."""


@dataclass(frozen=True)
class Session:
    """One date: `weeks` from this Monday, negative ones are past, and by which hour. `site` is empty online.

    `staff` and `guests` ask for a seat, more of them than there are seats where somebody is to wait.
    """

    seminar: str
    weeks: int
    weekday: int
    hour: int
    site: str
    staff: int
    guests: int = 0
    capacity: int | None = None
    audience: Audience = Audience.BOTH
    invited: Invited = Invited.ANYBODY
    unsigned: bool = False
    called_off: str = ""
    """Why it does not take place, if it was called off."""
    always: tuple[str, ...] = ()
    """Names of the cast who come in any case."""
    gives: tuple[Gives, ...] = (Gives.TRAINER,)
    stories: tuple[Story, ...] = ()
    asked_by: int = 0
    """How many days ago everybody had asked who wanted to come."""
    needs: tuple[str, ...] = ()
    """What the first of the others need in order to take part."""

    @property
    def key(self) -> str:
        return f"{self.seminar} {self.weeks} {self.weekday} {self.site}"

    def starts(self, calendar: Calendar) -> datetime:
        """Return when it begins by the clock at its place, which for the date of today is the one at home."""
        if Story.TODAY in self.stories:
            return at_hand(calendar)
        return datetime.combine(self._day(calendar), time(self.hour))

    def _day(self, calendar: Calendar) -> date:
        """Return the day; the date whose attendance is not signed yet was on the last working day."""
        if self.unsigned:
            return calendar.last_working_day
        day = calendar.monday + timedelta(weeks=self.weeks, days=self.weekday)
        return day + (-FORTNIGHT if self.weeks < 0 else FORTNIGHT) if is_quiet(day) else day


def is_quiet(day: date) -> bool:
    """Tell whether no seminars are held on a day: around the turn of the year."""
    return (day.month, day.day) >= QUIET_FROM or (day.month, day.day) <= QUIET_UNTIL


def at_hand(calendar: Calendar) -> datetime:
    """Return when the date of today begins: it is under way during the day, and in the evening it is tomorrow's."""
    begun = (calendar.now - UNDER_WAY).astimezone(ZoneInfo(HOME_ZONE))
    if begun.date() == calendar.today and FIRST_AT_HAND <= begun.hour <= LAST_AT_HAND:
        return datetime.combine(calendar.today, time(begun.hour))
    day = calendar.today if begun.hour < FIRST_AT_HAND or begun.date() < calendar.today else calendar.today + DAY
    return datetime.combine(day, time(FIRST_AT_HAND + 1))


STEP_FREE = "I use a wheelchair: the way to the room without steps, and a seat near the door."
LIP_READS = "I read lips: a seat in front, and nobody who speaks with their back to me."
LARGE_PRINT = "Large print, please, at least 16 points."
SESSIONS = (
    Session(VISITORS, -53, 2, 10, "CHI", 9, 0, 16, invited=Invited.DOORS),
    Session(FIRST_HOUR, -40, 1, 9, "CHI", 10, 4, 24, always=("Amara Okafor",)),
    Session(VISITORS, -33, 1, 10, "LDS", 8, 2, 16, invited=Invited.DOORS, gives=(Gives.COLLEAGUE,)),
    Session(PAYMENTS, -13, 3, 14, "", 11, 5, 60, invited=Invited.MONEY, always=("Amara Okafor", "Ines Duarte")),
    Session(VISITORS, -8, 2, 10, "SIN", 5, 1, 14, invited=Invited.DOORS, gives=(Gives.COLLEAGUE,)),
    Session(
        FIRST_HOUR, -3, 1, 9, "CHI", 9, 4, 24, gives=(Gives.TRAINER, Gives.OUTSIDER), needs=(LARGE_PRINT,),
        stories=(Story.BLOCK_HELD, Story.WALKED_IN, Story.CORRECTED),
    ),
    Session(FIRST_HOUR, 0, 0, 9, "CHI", 10, 5, 24, unsigned=True),
    Session(FIRST_HOUR, 0, 4, 9, "CHI", 10, 3, 16, needs=(STEP_FREE,), stories=(Story.TODAY,)),
    Session(VISITORS, 2, 2, 10, "SIN", 4, 2, 14, invited=Invited.DOORS, gives=(Gives.COLLEAGUE,)),
    Session(
        FIRST_HOUR, 3, 1, 9, "CHI", 11, 4, 16, always=("Amara Okafor",), asked_by=6, needs=(LIP_READS, STEP_FREE),
        stories=(Story.BLOCK_WAITING,),
    ),
    Session(
        PAYMENTS, 3, 3, 14, "", 10, 5, 60, invited=Invited.MONEY, always=("Ines Duarte",), stories=(Story.MOVED,)
    ),
    Session(TEAM_DAY, 4, 2, 9, "CHI", 4, 0, 12, Audience.STAFF, stories=(Story.APPROVAL,)),
    Session(
        VISITORS, 4, 2, 10, "LDS", 3, 1, 16, invited=Invited.DOORS, gives=(Gives.COLLEAGUE,),
        called_off="The trainer is needed elsewhere on that day. A new date follows.",
    ),
    Session(
        FIRST_HOUR, 5, 1, 13, "LDS", 0, 7, 16, Audience.OUTSIDE, gives=(Gives.COLLEAGUE, Gives.OUTSIDER),
        stories=(Story.BLOCK_COMING,),
    ),
    Session(FIRST_HOUR, 6, 3, 9, "CHI", 0, 0, 12, Audience.INVITED, stories=(Story.CODES,)),
    Session(
        VISITEURS, 7, 1, 9, "LYO", 14, 4, 10, gives=(Gives.OUTSIDER, Gives.COLLEAGUE), asked_by=9,
        stories=(Story.OFFERS,),
    ),
)  # fmt: skip
"""Of the coming ones: one nearly full, one full with a waiting list, one online, one for outsiders alone."""
