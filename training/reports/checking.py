"""How a stranger checks a number, in phases: count the try, then look. Known and unknown ones take the same steps."""

from datetime import datetime

from training.core.db import writing
from training.people.service import count_try
from training.reports import certificate_queries, guest_queries
from training.reports.certificate_queries import CheckedRow
from training.reports.guest_queries import GuestRow
from training.reports.rules import read_number

CHECKED_PER_NETWORK = 60
"""In a quarter of an hour: a pile of paper can be checked; to guess one of 2^60 numbers, no lifetime would do."""


def check(number: str, *, network: str, now: datetime) -> CheckedRow | GuestRow | None:
    """Return what the certificate of a typed number says, or None.

    It is an employee's or a guest's. Raises TooMany for a network that asks too often.
    """
    with writing():
        count_try(f"check-network:{network}", most=CHECKED_PER_NETWORK, now=now)
    public_id = read_number(number) or ""
    guest = guest_queries.checked(public_id)
    return certificate_queries.checked(public_id) or guest
