"""What the mails about a proof say: pure, in the reader's language."""

from dataclasses import dataclass

from training.core.links import Links
from training.core.text import Text, text
from training.core.translating import said

Letter = tuple[str, str]
"""Subject and body."""
OWN_LIST = "/record/proofs/"


@dataclass(frozen=True)
class Host:
    """The house as its letters name it, and the maker of their links."""

    name: str
    links: Links


@dataclass(frozen=True)
class About:
    """The proof that a letter is about, and its reader."""

    name: str
    language: str
    proof: str
    counts_as: str
    reason: str


def accepted(about: About, host: Host) -> Letter:
    """Say that a proof counts."""
    subject = text("It counts: %(proof)s", proof=about.proof)
    body = text(
        "your proof “%(proof)s” was accepted. It counts as “%(counts_as)s” and stands on your record.",
        proof=about.proof, counts_as=about.counts_as,
    )  # fmt: skip
    return _letter(subject, body, about, host)


def refused(about: About, host: Host) -> Letter:
    """Say that a proof does not count, and why."""
    subject = text("It does not count: %(proof)s", proof=about.proof)
    body = text(
        "your proof “%(proof)s” was not accepted as “%(counts_as)s”. What you have to do stays as it was; you may hand"
        " in something else.",
        proof=about.proof, counts_as=about.counts_as,
    )  # fmt: skip
    return _letter(subject, body, about, host)


def taken_back(about: About, host: Host) -> Letter:
    """Say that a proof counted and does not any more, and why."""
    subject = text("It does not count any more: %(proof)s", proof=about.proof)
    body = text(
        "your proof “%(proof)s” had been accepted as “%(counts_as)s”. That was taken back, so that it may be yours to"
        " do again: your first page shows it.",
        proof=about.proof, counts_as=about.counts_as,
    )  # fmt: skip
    return _letter(subject, body, about, host)


def _letter(subject: Text, body: Text, about: About, host: Host) -> Letter:
    reason = text("\n\nThe reason: %(reason)s", reason=about.reason) if about.reason else ""
    whole = text(
        "Hello %(name)s,\n\n%(body)s%(reason)s\n\nAll that you handed in:\n%(link)s\n\n%(house)s, security training",
        name=about.name, body=body, reason=reason, link=host.links.to(OWN_LIST), house=host.name,
    )  # fmt: skip
    return said(subject, about.language), said(whole, about.language)
