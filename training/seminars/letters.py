"""What the mails of seminars say: pure functions from facts to (subject, body)."""

from dataclasses import dataclass
from datetime import datetime

from training.core.links import Links
from training.core.text import Text, text
from training.core.translating import said
from training.notices.rules import CODE_HERE
from training.seminars.addresses import MAIL_CHECK, session_path
from training.seminars.calendar import Appointment, Organiser, local_words
from training.seminars.rules import fit_to_greet

Letter = tuple[str, str]
"""Subject and body."""


@dataclass(frozen=True)
class Host:
    """The house as its letters name it, and the maker of their links."""

    name: str
    sender: str
    seminar_mail: str
    seminar_phone: str
    links: Links
    replies: str = ""
    """The mailbox in which answers of calendars are read; empty: nobody reads them."""

    @property
    def domain(self) -> str:
        """What makes the names of entries unique in the world."""
        return self.links.site_url.partition("://")[2].partition("/")[0].partition(":")[0]

    def organiser(self) -> Organiser:
        """Return who invites, as calendar entries name it."""
        return Organiser(self.name, self.replies or self.sender, self.domain, listens=bool(self.replies))


@dataclass(frozen=True)
class About:
    """The date that a letter is about. `join_url` is told only to those who have a seat."""

    title: str
    slug: str
    public_id: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    join_url: str
    language: str = "en"
    """Of the reader. The title stays as it was written."""
    reader: str = ""
    """The name of the reader, as the letter greets them."""
    public: bool = True
    """Whether the reader may open the page of the date. Guests may not where it is for staff or by invitation."""

    @property
    def when(self) -> str:
        """The time in words, at the place."""
        return local_words(self.starts_at, self.ends_at, self.zone, self.language)

    def appointment(self, links: Links) -> Appointment:
        """Return the date as a calendar shows it to somebody with a seat."""
        place = self.join_url if self.join_url and not self.place else self.place
        address = links.to(session_path(self.slug, self.public_id)) if self.public else ""
        return Appointment(self.title, self.starts_at, self.ends_at, self.zone, place, address, self.language)


def say(about: About, sentence: Text) -> str:
    """Write a sentence in the language of the reader."""
    return said(sentence, about.language)


def verify(about: About, host: Host, address: str) -> Letter:
    """Ask a guest to confirm that the address is theirs."""
    subject = say(about, text("One step left: %(title)s", title=about.title))
    body = text(
        "Somebody, we hope you, asked for a seat in this seminar:\n\n%(facts)s\n\nTo take the seat, open this page"
        " and press its button within 24 hours:\n%(address)s\n\nWas it not you? Then do nothing. No seat is taken,"
        " and what was entered is erased.",
        facts=facts(about), address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def seat(about: About, host: Host, address: str, *, moved_up: bool) -> Letter:
    """Say that somebody has a seat. The calendar entry travels with this letter."""
    subject = say(about, text("Your seat: %(title)s", title=about.title))
    opening = text("A seat has come free, and it is yours.") if moved_up else text("You have a seat.")
    body = text(
        "%(opening)s\n\n%(facts)s%(join)s\n\nThe calendar entry in this mail puts the date into your"
        " calendar.\n\nYou cannot come? Give the seat back, so that somebody who waits gets it:\n%(address)s",
        opening=opening, facts=facts(about), join=join(about), address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def waiting(about: About, host: Host, address: str, place: int) -> Letter:
    """Say that all seats are taken and which place in the queue is theirs."""
    subject = say(about, text("On the waiting list: %(title)s", title=about.title))
    body = text(
        "All seats are taken at the moment. You are number %(place)s on the waiting list of this"
        " seminar:\n\n%(facts)s\n\nWhen a seat comes free it goes to the first on the list, and we write to you at"
        " once. You need do nothing.\n\nTo see your place, or to leave the list:\n%(address)s",
        place=place, facts=facts(about), address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def already(about: About, host: Host, address: str) -> Letter:
    """Tell somebody who asked twice what they have. The page on the web does not tell."""
    subject = say(about, text("You are registered already: %(title)s", title=about.title))
    body = text(
        "Your address was entered once more for this seminar, for which you are registered"
        " already:\n\n%(facts)s\n\nNothing has changed. To see what you have, or to give it up:\n%(address)s",
        facts=facts(about), address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def given_up(about: About, host: Host) -> Letter:
    """Confirm that somebody gave up their seat or place."""
    subject = say(about, text("You gave up your seat: %(title)s", title=about.title))
    body = text(
        "You no longer have a seat in this seminar:\n\n%(facts)s\n\nIt goes to the next person who waits. You are"
        " welcome on another date:\n%(address)s",
        facts=facts(about), address=other_dates(about, host),
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def called_off(about: About, host: Host, reason: str) -> Letter:
    """Say that the seminar does not take place."""
    subject = say(about, text("Cancelled: %(title)s", title=about.title))
    body = text(
        "This seminar does not take place:\n\n%(facts)s\n\n%(reason)s\n\nThe calendar entry that we sent you is"
        " taken out by the one in this mail. Other dates:\n%(address)s",
        facts=facts(about), reason=reason, address=other_dates(about, host),
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def other_dates(about: About, host: Host) -> str:
    """Return where the reader finds other dates: of the seminar, or of all where they may not open its page."""
    return host.links.to(f"/seminars/{about.slug}/" if about.public else "/seminars/")


def facts(about: About) -> str:
    """Return what, when and where, indented."""
    lines = (about.title, about.when, about.place or say(about, text("Online")))
    return "\n".join(f"    {line}" for line in lines)


def join(about: About) -> str:
    """Return the line with the link to join, where there is one."""
    return say(about, text("\n    Join here: %(address)s", address=about.join_url)) if about.join_url else ""


def signed(body: str, about: About, host: Host) -> str:
    """Return a letter: the greeting, what it says, and the foot that tells how to check it."""
    return with_foot(f"{_greeting(about)}{body}", about.language, host)


def with_foot(body: str, language: str, host: Host) -> str:
    """Return a letter with the foot of the house, which says how to tell that it is ours."""
    asking = " · ".join(one for one in (host.seminar_mail, host.seminar_phone) if one)
    questions = said(text(" Questions: %(asking)s", asking=asking), language) if asking else ""
    foot = text(
        "%(name)s\n\nIs this mail from us? It comes from %(sender)s, and its links begin with %(site)s . Its check"
        " code is %(code)s: type it at %(check)s and we say what we sent. If you would rather not press a link, type"
        " the address into your browser and add /seminars/ .%(asking)s",
        name=host.name, sender=host.sender, site=host.links.site_url.rstrip("/"), code=CODE_HERE,
        check=host.links.to(MAIL_CHECK), asking=questions,
    )  # fmt: skip
    return f"{body}\n\n{said(foot, language)}\n"


def letter(about: About, host: Host, subject: Text, body: Text) -> Letter:
    """Return a letter in the language of its reader, signed by the house."""
    return say(about, subject), signed(say(about, body), about, host)


def _greeting(about: About) -> str:
    name = fit_to_greet(about.reader)
    return f"{say(about, text('Hello %(name)s,', name=name))}\n\n" if name else ""
