"""Small parts that several pages of this room are made of."""

from dataclasses import dataclass

from training.completion.rules import Status

KINDS = {
    Status.DONE: "done", Status.DONE_LATE: "late", Status.EXEMPT: "exempt", Status.OPEN: "open",
    Status.OVERDUE: "overdue",
}  # fmt: skip
"""The names of the five parts in pictures."""


@dataclass(frozen=True)
class Way:
    """Where one can go on: words and an address."""

    label: str
    href: str
