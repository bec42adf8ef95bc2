"""Rules of learning: states of an attempt."""

from enum import StrEnum


class AttemptState(StrEnum):
    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
