"""The seminars of the demonstration and their dates: what was held, what comes, and who comes to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from training.demo.calendar import FORTNIGHT, Calendar
from training.seminars.planning import AgendaItem, NewSeminar, create_seminar
from training.seminars.rules import Audience

AT_DOORS = frozenset({"reception", "facilities", "guard"})
"""Attributes of those whom the requirement on doors concerns."""
FIRST_HOUR, PAYMENTS = "first-hour-of-a-breach", "payment-changes-and-false-invoices"
VISITORS, VISITEURS = "receiving-visitors", "visiteurs-badges-et-portes"

SEMINARS = (
    NewSeminar(
        FIRST_HOUR, "First hour of a breach",
        "The calls, the notes and the decisions of the first sixty minutes, practised by those who will make them.",
        180,
        "For site leads, office managers and anyone who may be first to notice. Bring your phone list. The entrance is"
        " step-free; there is a quiet room. You get a certificate of attendance.",
        (
            AgendaItem(0, "A case, hour by hour", "What was known when, and what was decided on it"),
            AgendaItem(50, "The first call", "Who calls whom, and what to say in two minutes"),
            AgendaItem(100, "Your first-hour card", "Each group writes the card for its own site"),
            AgendaItem(150, "Questions", "With the security team and counsel"),
        ),
    ),
    NewSeminar(
        PAYMENTS, "Payment changes and false invoices",
        "For people who pay, approve or create suppliers: six cases, and the call that would have ended each of them.",
        120,
        "Have a supplier’s file at hand that you look after. Cameras may stay off; the microphone is needed.",
        (
            AgendaItem(0, "Six invoices", "Three of them are false"),
            AgendaItem(45, "The call back", "To which number, and what one asks"),
            AgendaItem(90, "What we write down", "So that the next one knows"),
        ),
    ),
    NewSeminar(
        VISITORS, "Receiving visitors",
        "Doors, badges and bookings, practised at your own reception. Counts like the course on doors.",
        90,
        "We walk about: wear shoes for stairs. Whoever cannot, does the same at a table with plans.",
        (
            AgendaItem(0, "Three visitors", "One has no booking, one is early, one is known to everybody"),
            AgendaItem(40, "The walk", "From the street to the last door"),
            AgendaItem(75, "What we change here", "One thing, by next week"),
        ),
    ),
    NewSeminar(
        VISITEURS, "Visiteurs, badges et portes",
        "Pour les équipes d’accueil et les responsables de site : les portes, les badges et les rendez-vous.",
        150,
        "Entrée de plain-pied. Une attestation est remise à la fin.",
        (
            AgendaItem(0, "Trois visiteurs", "L’un n’a pas de rendez-vous, l’un est en avance, l’un est connu de tous"),
            AgendaItem(60, "La visite des lieux", "De la rue à la dernière porte"),
            AgendaItem(120, "Vos questions"),
        ),
        language="fr",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Room:
    """A room at a site."""

    site: str
    name: str
    seats: int


ROOMS = {
    "CHI": Room("CHI", "Building C, room 204", 24),
    "LYO": Room("LYO", "Salle 3", 12),
    "LDS": Room("LDS", "Gatehouse, training room", 18),
    "SIN": Room("SIN", "Banyan room", 14),
}


class Invited(Enum):
    """Which of the staff come."""

    ANYBODY = auto()
    DOORS = auto()
    MONEY = auto()


INVITED: dict[Invited, frozenset[str]] = {
    Invited.ANYBODY: frozenset(), Invited.DOORS: AT_DOORS, Invited.MONEY: frozenset({"finance"}),
}  # fmt: skip
"""Of which attributes one must have one; none means anybody."""


QUIET_FROM, QUIET_UNTIL = (12, 22), (1, 5)
"""Month and day: no seminars around the turn of the year."""


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

    @property
    def key(self) -> str:
        return f"{self.seminar} {self.weeks} {self.weekday} {self.site}"

    def day(self, calendar: Calendar) -> date:
        """Return the day; the date whose attendance is not signed yet was on the last working day."""
        if self.unsigned:
            return calendar.last_working_day
        day = calendar.monday + timedelta(weeks=self.weeks, days=self.weekday)
        quiet = (day.month, day.day) >= QUIET_FROM or (day.month, day.day) <= QUIET_UNTIL
        return day + (-FORTNIGHT if self.weeks < 0 else FORTNIGHT) if quiet else day


SESSIONS = (
    Session(VISITORS, -53, 2, 10, "CHI", 9, 0, 16, invited=Invited.DOORS),
    Session(FIRST_HOUR, -40, 1, 9, "CHI", 10, 4, 24, always=("Amara Okafor",)),
    Session(VISITORS, -33, 1, 10, "LDS", 8, 2, 16, invited=Invited.DOORS),
    Session(PAYMENTS, -13, 3, 14, "", 11, 5, 60, invited=Invited.MONEY, always=("Amara Okafor", "Ines Duarte")),
    Session(VISITORS, -8, 2, 10, "SIN", 5, 1, 14, invited=Invited.DOORS),
    Session(FIRST_HOUR, -3, 1, 9, "CHI", 9, 4, 24),
    Session(FIRST_HOUR, 0, 0, 9, "CHI", 10, 5, 24, unsigned=True),
    Session(VISITORS, 2, 2, 10, "SIN", 4, 2, 14, invited=Invited.DOORS),
    Session(FIRST_HOUR, 3, 1, 9, "CHI", 10, 4, 16, always=("Amara Okafor",)),
    Session(PAYMENTS, 3, 3, 14, "", 10, 5, 60, invited=Invited.MONEY),
    Session(
        VISITORS, 4, 2, 10, "LDS", 3, 1, 16, invited=Invited.DOORS,
        called_off="The trainer is needed elsewhere on that day. A new date follows.",
    ),
    Session(FIRST_HOUR, 5, 1, 13, "LDS", 0, 7, 16, Audience.OUTSIDE),
    Session(VISITEURS, 7, 1, 9, "LYO", 10, 4, 10),
)  # fmt: skip
"""Of the coming ones: one nearly full, one with a waiting list, one online, one for outsiders alone."""


def describe(now: datetime) -> None:
    """Describe the seminars; each is a subject of its own that can be completed."""
    for seminar in SEMINARS:
        create_seminar(seminar, by_person_id=None, now=now)


@dataclass(frozen=True)
class Outsider:
    """An outside organisation that sends people."""

    name: str
    domain: str


OUTSIDE = (
    Outsider("Canal Street Dental", "canalstreetdental.example"),
    Outsider("Harbour Light Clinic", "harbourlight.example"),
    Outsider("Brookside Primary School", "brookside-school.example"),
    Outsider("Quayside Freight", "quayside-freight.example"),
    Outsider("Maison Verrier", "maison-verrier.example"),
    Outsider("Tanjong Print Works", "tanjong-print.example"),
)
