"""How somebody comes with a code, in phases: what opens nothing counts against their network, and a full one waits.

A right code costs nothing: the whole staff of a company may come with theirs from behind one address.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from training.core.db import writing
from training.core.errors import Refused
from training.core.text import text
from training.people.service import check_tries, count_try
from training.seminars import asking, codes
from training.seminars.asking import Asked
from training.seminars.attendees import Guest
from training.seminars.letters import Host

Found = TypeVar("Found")

WRONG_PER_NETWORK = 20  # in a quarter of an hour
NOTHING = text("This code opens nothing: it is mistyped, over or used up. Compare it with your invitation.")


def look(typed: str, network: str, opened: Callable[[str], Found | None], *, now: datetime) -> Found | None:
    """Return what a code opens; None for nothing, which counts. Raises TooMany for a network with too many of those."""
    check_tries(_key(network), most=WRONG_PER_NETWORK, now=now)
    found = opened(typed)
    if found is None:
        _count(network, now)
    return found


def look_or_refuse(typed: str, network: str, opened: Callable[[str], Found | None], *, now: datetime) -> Found:
    """Return what a code opens. Raises Refused at `code`, and TooMany for a network."""
    found = look(typed, network, opened, now=now)
    if found is None:
        raise Refused("code", NOTHING)
    return found


def ask(session_public_id: str, guest: Guest, asked: Asked, *, host: Host, now: datetime) -> None:
    """Take the wish of a guest with a code. Raises what `asking.ask` does, and Refused where the code is not theirs."""
    check_tries(_key(asked.network), most=WRONG_PER_NETWORK, now=now)
    try:
        asking.ask(session_public_id, guest, asked, host=host, now=now)
    except Refused as refused:
        if refused.message == codes.WRONG:
            _count(asked.network, now)
        raise


def _key(network: str) -> str:
    return f"code-network:{network}"


def _count(network: str, now: datetime) -> None:
    with writing():
        count_try(_key(network), most=WRONG_PER_NETWORK, now=now)
