"""What the mail about a settled doubt says: pure, in the reader's language."""

from dataclasses import dataclass

from training.core.text import text
from training.core.translating import said

Letter = tuple[str, str]


@dataclass(frozen=True)
class About:
    """Of whom it speaks, and to whom."""

    name: str
    department: str
    reader: str
    answer: str
    house: str
    address: str


def settled(about: About, language: str, *, right: bool) -> Letter:
    """Say that the roster was put right, or why it is as it is."""
    subject = said(text("Your question about %(name)s in the roster", name=about.name), language)
    outcome = (
        text("The roster is put right: the page follows within a day.")
        if right
        else text(
            "The roster stays as it is: %(name)s is in %(department)s.", name=about.name, department=about.department
        )
    )
    because = text("Whoever keeps the roster writes: “%(answer)s”\n\n", answer=about.answer) if about.answer else ""
    body = text(
        "Hello %(reader)s,\n\nyou said that %(name)s is not in your team. %(outcome)s\n\n%(because)s%(address)s\n\n"
        "%(house)s, security training",
        reader=about.reader, name=about.name, outcome=outcome, because=because, address=about.address,
        house=about.house,
    )  # fmt: skip
    return subject, said(body, language)
