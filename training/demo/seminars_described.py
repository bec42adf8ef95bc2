"""What the seminars of the demonstration are about, whatever their dates; the rooms, and who comes from outside."""

from dataclasses import dataclass
from datetime import datetime

from training.seminars.planning import AgendaItem, NewSeminar, create_seminar
from training.seminars.questioning import add_question
from training.seminars.questions import NO, YES, Question, QuestionKind

AT_DOORS = frozenset({"reception", "facilities", "guard"})
"""Attributes of those whom the requirement on doors concerns."""
FIRST_HOUR, PAYMENTS = "first-hour-of-a-breach", "payment-changes-and-false-invoices"
VISITORS, VISITEURS = "receiving-visitors", "visiteurs-badges-et-portes"
TEAM_DAY, ON_THE_ROAD = "a-day-with-the-security-team", "devices-and-papers-on-the-road"

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
    NewSeminar(
        TEAM_DAY, "A day with the security team",
        "Sit beside us for a day: the morning’s reports, a look at the doors, an exercise in the afternoon.",
        360,
        "It takes you away from your desk for a day: your manager agrees first. Lunch is at noon.",
        (
            AgendaItem(0, "The reports of the night", "What came in, and what became of it"),
            AgendaItem(120, "A walk through the house", "With the guards of the day"),
            AgendaItem(240, "An exercise", "You decide, we play the others"),
        ),
    ),
    NewSeminar(
        ON_THE_ROAD, "Devices and papers on the road",
        "Trains, hotels and customers’ desks: what you take along, what stays here, and whom to call when it is gone.",
        120,
        "Bring the bag with which you travel.",
        (
            AgendaItem(0, "What is in your bag", "We unpack, and sort it into three heaps"),
            AgendaItem(50, "Lost at the station", "The first call, and what is locked from here"),
            AgendaItem(90, "One thing less", "What you leave at home from now on"),
        ),
    ),
)  # fmt: skip
"""The last one has no date yet: people say that they would come."""


@dataclass(frozen=True)
class Inquiry:
    """A question that a seminar asks of whoever registers, and what people answer."""

    question: Question
    answers: tuple[str, ...]


_PARTS = ("I lead a site or a team", "I answer the telephone", "I look after machines", "Something else")
INQUIRIES = {
    FIRST_HOUR: (
        Inquiry(
            Question("", QuestionKind.CHOICE, "Which part would you play in the first hour?", _PARTS, needed=True),
            _PARTS,
        ),
        Inquiry(
            Question("", QuestionKind.LINE, "What would you like to practise?"),
            ("", "The first call", "Whom to wake at night", "What to write down", "", "Saying that I do not know yet"),
        ),
    ),
    PAYMENTS: (
        Inquiry(Question("", QuestionKind.YES_NO, "Do you approve payments yourself?", needed=True), (YES, NO, NO)),
    ),
}  # fmt: skip


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


def describe(now: datetime) -> None:
    """Describe the seminars; each is a subject of its own that can be completed."""
    for seminar in SEMINARS:
        create_seminar(seminar, by_person_id=None, now=now)
        for one in INQUIRIES.get(seminar.slug, ()):
            add_question(seminar.slug, one.question, by_person_id=None, now=now)


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
