"""Rules of the programme: how high a risk is."""

from enum import StrEnum


class RiskLevel(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


LEAST, MOST = 1, 5
"""Likelihood and impact go from 1 to 5."""
MEDIUM_FROM, HIGH_FROM = 6, 12


def level(likelihood: int, impact: int) -> RiskLevel:
    """Return how high a risk is: the product of the two against the two borders."""
    product = likelihood * impact
    return RiskLevel.LOW if product < MEDIUM_FROM else RiskLevel.MEDIUM if product < HIGH_FROM else RiskLevel.HIGH
