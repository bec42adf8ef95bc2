"""How somebody comes with a code, in phases: the tries of their network are counted first, whatever the code is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from training.core.db import writing
from training.core.errors import Refused
from training.core.text import text
from training.people.service import count_try
from training.seminars import asking
from training.seminars.asking import Asked
from training.seminars.attendees import Guest
from training.seminars.letters import Host

TRIES_PER_NETWORK = 20  # in a quarter of an hour
NOTHING = text("This code opens nothing: it is mistyped, over or used up. Compare it with your invitation.")


def count_and_open(typed: str, network: str, opened: Callable[[str], tuple[str, Any] | None], *, now: datetime) -> str:
    """Return a code as it is stored if it opens something. Raises Refused at `code`, and TooMany for a network."""
    with writing():
        count_try(f"code-network:{network}", most=TRIES_PER_NETWORK, now=now)
    found = opened(typed)
    if found is None:
        raise Refused("code", NOTHING)
    return found[0]


def ask(session_public_id: str, guest: Guest, asked: Asked, *, host: Host, now: datetime) -> None:
    """Take the wish of a guest with a code. Raises what `asking.ask` does, and Refused where the code is not theirs."""
    with writing():
        count_try(f"code-network:{asked.network}", most=TRIES_PER_NETWORK, now=now)
    asking.ask(session_public_id, guest, asked, host=host, now=now)
