"""How a guest asks for a seat, in phases: the traps for robots, the counts, then the queue. All ends look alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from training.core.db import writing
from training.core.errors import Refused, TooMany
from training.core.text import text
from training.people.service import count_try
from training.seminars import service
from training.seminars.attendees import Guest
from training.seminars.letters import Host

FORM = "seminar.form"
"""The purpose of the signed moment in the form."""
QUICKEST, SLOWEST = timedelta(seconds=2), timedelta(hours=12)
MAILS_A_DAY = 5
ASKED_PER_NETWORK = 40  # in a quarter of an hour: a whole office may sit behind one address


@dataclass(frozen=True)
class Asked:
    """What came with the form besides the guest: the trap field, the signed moment, the network."""

    trap: str
    opened: str
    network: str
    code: str = ""
    """Of the invitation with which they come."""


def ask(session_public_id: str, guest: Guest, asked: Asked, *, host: Host, now: datetime) -> None:
    """Take a guest's wish for a seat. Whoever it was, the answer is the same; only the mail tells more.

    Raises TooMany for a network that asks too often, NotFound, and Refused for what anybody may know: a form sent
    within two seconds, or a date that takes nobody.
    """
    if asked.trap:
        return  # a robot filled in what nobody sees
    _check_moment(asked.opened, host, now)
    with writing():
        count_try(f"seminar-network:{asked.network}", most=ASKED_PER_NETWORK, now=now)
    with writing():
        mail = _within_the_day(guest.email, now)
    with writing():
        service.register_guest(session_public_id, guest, host=host, now=now, mail=mail, code=asked.code)


def _check_moment(opened: str, host: Host, now: datetime) -> None:
    shown = host.links.read(FORM, opened, holds=SLOWEST)
    if shown is None:
        raise Refused("", text("This page was open for too long. Look through it and send it once more."))
    if now.timestamp() - shown < QUICKEST.total_seconds():
        raise Refused("", text("That was quicker than people type. Wait two seconds and send it once more."))


def _within_the_day(email: str, now: datetime) -> bool:
    try:
        count_try(f"seminar-mail:{email}", most=MAILS_A_DAY, now=now, window=timedelta(days=1))
    except TooMany:
        return False
    return True
