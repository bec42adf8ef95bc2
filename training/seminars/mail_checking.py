"""How anybody asks whether a mail is ours, in phases: count the try, then look. All codes take the same steps."""

from datetime import datetime

from training.core.db import writing
from training.notices import queries
from training.notices.queries import Ours
from training.notices.rules import read_code
from training.people.service import count_try

ASKED_PER_NETWORK = 30
"""In a quarter of an hour: a person has one mail or two; to guess one of 2^40 codes, nobody has the years."""


def check(typed: str, *, network: str, now: datetime) -> Ours | None:
    """Return the mail that carries a typed code, or None. Raises TooMany for a network that asks too often."""
    with writing():
        count_try(f"mail-check-network:{network}", most=ASKED_PER_NETWORK, now=now)
    return queries.with_code(read_code(typed))
