"""How a guest asks for a seat, or to be told of one: traps for robots, counts, the queue. All ends look alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from training.core.db import writing
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.people.service import count_try
from training.seminars import interest, mail_limit, service
from training.seminars.attendees import Guest
from training.seminars.letters import Host
from training.seminars.questions import NOTHING_TOLD, Told

FORM = "seminar.form"
"""The purpose of the signed moment in the form."""
QUICKEST, SLOWEST = timedelta(seconds=2), timedelta(hours=12)
ASKED_PER_NETWORK = 40  # in a quarter of an hour: a whole office may sit behind one address


@dataclass(frozen=True)
class Asked:
    """What came with the form besides the guest: the trap field, the signed moment, the network, what was told."""

    trap: str
    opened: str
    network: str
    told: Told = NOTHING_TOLD


def ask(session_public_id: str, guest: Guest, asked: Asked, *, host: Host, now: datetime) -> None:
    """Take a guest's wish for a seat. Whoever it was, the answer is the same; only the mail tells more.

    Raises TooMany for a network that asks too often, NotFound, and Refused for what anybody may know: a form sent
    within two seconds, or a date that takes nobody.
    """
    mail = let_through(guest.email, asked, host=host, now=now)
    if mail is not None:
        with writing():
            service.register_guest(session_public_id, guest, host=host, now=now, mail=mail, told=asked.told)


def ask_interest(viewer: Viewer, slug: str, guest: Guest, asked: Asked, *, host: Host, now: datetime) -> None:
    """Take a guest's wish to be told of a seminar, through the same traps and counts. The answer is always the same.

    Raises TooMany, NotFound, and Refused for a form that was sent too soon or too late.
    """
    mail = let_through(guest.email, asked, host=host, now=now)
    if mail is not None:
        with writing():
            interest.note_guest(viewer, slug, guest, host=host, now=now, mail=mail)


def let_through(email: str, asked: Asked, *, host: Host, now: datetime) -> bool | None:
    """Tell whether an address may have one letter more today; None: a robot filled in what nobody sees.

    Raises TooMany for a network that asks too often, and Refused for a form that was sent too soon or too late.
    """
    if asked.trap:
        return None
    _check_moment(asked.opened, host, now)
    with writing():
        count_try(f"seminar-network:{asked.network}", most=ASKED_PER_NETWORK, now=now)
    with writing():
        return not mail_limit.used_up([email], now=now)


def _check_moment(opened: str, host: Host, now: datetime) -> None:
    shown = host.links.read(FORM, opened, holds=SLOWEST)
    if shown is None:
        raise Refused("", text("This page was open for too long. Look through it and send it once more."))
    if now.timestamp() - shown < QUICKEST.total_seconds():
        raise Refused("", text("That was quicker than people type. Wait two seconds and send it once more."))
