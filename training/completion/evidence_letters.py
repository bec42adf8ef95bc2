"""What the mail to an auditor says: pure, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from training.core.links import Links
from training.core.text import text
from training.core.translating import said

Letter = tuple[str, str]


@dataclass(frozen=True)
class Sender:
    """The house as the letter names it, the maker of its links, and a fresh token for the link in it."""

    house: str
    links: Links
    token: str
    language: str = "en"
    """Of the house: an auditor's own is not known before the first sign-in."""


def _day(value: date, language: str) -> str:
    return format_date(value, "d MMMM y" if language == "en" else "long", locale=language)


def lets_in(name: str, titles: Sequence[str], last: date, sender: Sender) -> Letter:
    """Say what may be read until when, and how to come in."""
    language = sender.language
    subject = said(text("Evidence of %(house)s for you to read", house=sender.house), language)
    body = text(
        "Hello %(name)s,\n\n%(house)s lets you read the evidence on:\n\n%(titles)s\n\nuntil %(last)s. Set a password"
        " within 24 hours:\n%(welcome)s\n\nAfter that sign in here:\n%(evidence)s\n\nYou can read and download, and"
        " change nothing. That you looked is recorded. Has the link run out? Ask %(house)s for another.",
        name=name, house=sender.house, titles="\n".join(f"* {title}" for title in titles),
        last=_day(last, language), welcome=sender.links.to(f"/welcome/{sender.token}"),
        evidence=sender.links.to("/evidence/"),
    )  # fmt: skip
    return subject, said(body, language)
