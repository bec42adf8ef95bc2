"""What a reminder of a date says: a pure function from facts to (subject, body)."""

from dataclasses import dataclass

from training.core.text import text
from training.seminars.letters import About, Host, Letter, facts, join, say, signed


@dataclass(frozen=True)
class Notes:
    """What people with a seat must know: how to get in, what to bring, the titles of what they are to read."""

    arrival: str = ""
    good_to_know: str = ""
    materials: tuple[str, ...] = ()


def reminder(about: About, host: Host, address: str, notes: Notes) -> Letter:
    """Tell somebody with a seat what they need on the day, and how to give it up."""
    subject = say(about, text("Coming up: %(title)s", title=about.title))
    body = text(
        "You have a seat in this seminar:\n\n%(facts)s%(join)s%(notes)s\n\nYou cannot come? Give the seat back, so that"
        " somebody who waits gets it:\n%(address)s",
        facts=facts(about), join=join(about), notes=_notes(about, notes, address), address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def _notes(about: About, notes: Notes, address: str) -> str:
    titles = "\n".join(f"    {title}" for title in notes.materials)
    said = (
        say(about, text("How to get in: %(arrival)s", arrival=notes.arrival)) if notes.arrival else "",
        notes.good_to_know,
        say(about, text("To read before; you find it at %(address)s :", address=address)) + f"\n{titles}"
        if titles else "",
    )  # fmt: skip
    return "".join(f"\n\n{part}" for part in said if part)
