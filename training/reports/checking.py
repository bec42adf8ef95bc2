"""How a stranger checks a number, in phases: count the try, then look. Known and unknown ones take the same steps."""

from datetime import datetime

from training.core.db import writing
from training.people.service import count_try
from training.reports import certificate_queries
from training.reports.certificate_queries import CheckedRow
from training.reports.rules import read_number

CHECKED_PER_NETWORK = 60
"""In a quarter of an hour: a pile of paper can be checked; to guess one of 2^60 numbers, no lifetime would do."""


def check(number: str, *, network: str, now: datetime) -> CheckedRow | None:
    """Return what the certificate of a typed number says, or None. Raises TooMany for a network that asks too often."""
    with writing():
        count_try(f"check-network:{network}", most=CHECKED_PER_NETWORK, now=now)
    return certificate_queries.checked(read_number(number) or "")
