"""Hours that count as continuing education: sixty minutes are one, counted in whole quarters of an hour."""

from decimal import Decimal

QUARTER = 15  # minutes
QUARTERS = 4  # of an hour


def credit_hours(minutes: int) -> Decimal:
    """Return the hours that somebody may hand in for the minutes that they were present: 95 minutes are 1.5.

    The bodies that take them (ISC2, ISACA, CompTIA) count an hour of sixty minutes as one and know quarters; what is
    left of a begun quarter is not rounded up, so that nobody claims a minute that they were not there.
    """
    return Decimal(max(minutes, 0) // QUARTER) / QUARTERS
