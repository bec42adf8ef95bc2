"""What the mails to contacts of organisations say, and those to the colleagues whom they name: pure functions."""

from dataclasses import dataclass

from training.core.text import Text, text
from training.core.translating import said
from training.seminars.letters import About, Host, Letter, facts, other_dates, say, with_foot
from training.seminars.rules import some_seats


@dataclass(frozen=True)
class Reader:
    """Whom a letter to a contact is for, and the address of the page that it leads to."""

    organisation: str
    language: str
    address: str


def invited(reader: Reader, host: Host) -> Letter:
    """Tell a contact that they may act for their organisation, with their own link."""
    subject = text("You can keep seats for %(organisation)s", organisation=reader.organisation)
    body = text(
        "You are the contact of %(organisation)s for our seminars. On your own page you keep seats, name the"
        " colleagues who come, swap them, and see afterwards who was there. You need no account and no"
        " password:\n%(address)s\n\nWhoever has this link acts in your name: do not pass it on. Are you not the right"
        " person? Then do nothing, or tell us.",
        organisation=reader.organisation, address=reader.address,
    )  # fmt: skip
    return _plain(reader, host, subject, body)


def link_again(reader: Reader, host: Host) -> Letter:
    """Send a contact their link once more, because somebody asked for it."""
    subject = text("Your page for %(organisation)s", organisation=reader.organisation)
    body = text(
        "Somebody, we hope you, asked for the link to the page of %(organisation)s. Here it is:\n%(address)s\n\nWas it"
        " not you? Then do nothing: nobody but you got this mail.",
        organisation=reader.organisation, address=reader.address,
    )  # fmt: skip
    return _plain(reader, host, subject, body)


@dataclass(frozen=True)
class Seats:
    """What a letter says of a block. `until` is the last day on which somebody can be named, in words."""

    number: int
    until: str


def kept(about: About, host: Host, reader: Reader, seats: Seats) -> Letter:
    """Say that seats are kept, and until when."""
    subject = text("We keep %(seats)s for you: %(title)s", seats=some_seats(seats.number), title=about.title)
    body = text(
        "We keep %(seats)s for %(organisation)s in this seminar:\n\n%(facts)s\n\nName your colleagues by"
        " %(until)s. Seats without a name go back to everybody after that.\n\nTo name"
        " them:\n%(address)s",
        seats=some_seats(seats.number), organisation=reader.organisation, facts=facts(about), until=seats.until,
        address=reader.address,
    )  # fmt: skip
    return _about(about, host, subject, body)


def waits(about: About, host: Host, reader: Reader, seats: Seats) -> Letter:
    """Say that the organisation stands in the queue as one, and until when."""
    subject = text("You wait for %(seats)s: %(title)s", seats=some_seats(seats.number), title=about.title)
    body = text(
        "%(organisation)s waits for %(seats)s in this seminar, for not enough are"
        " free:\n\n%(facts)s\n\nYou wait as one, and we write to you as soon as they come free, until"
        " %(until)s.\n\nTo wait no longer:\n%(address)s",
        seats=some_seats(seats.number), organisation=reader.organisation, facts=facts(about), until=seats.until,
        address=reader.address,
    )  # fmt: skip
    return _about(about, host, subject, body)


def reminder(about: About, host: Host, reader: Reader, seats: Seats) -> Letter:
    """Remind a contact of seats that nobody holds by name yet."""
    subject = text("Still without a name, %(seats)s: %(title)s", seats=some_seats(seats.number), title=about.title)
    body = text(
        "Nobody has confirmed yet for %(seats)s of those that we keep for %(organisation)s:\n\n%(facts)s\n\nThey go"
        " back to everybody after %(until)s. Name somebody, remind those who have not confirmed, or give the seats"
        " back now; others wait for them:\n%(address)s",
        seats=some_seats(seats.number), organisation=reader.organisation, facts=facts(about), until=seats.until,
        address=reader.address,
    )  # fmt: skip
    return _about(about, host, subject, body)


def returned(about: About, host: Host, reader: Reader, number: int) -> Letter:
    """Say that seats without a name went back."""
    subject = text("Given back, %(seats)s: %(title)s", seats=some_seats(number), title=about.title)
    body = text(
        "We kept %(seats)s for %(organisation)s that had no name when the time was over. Now everybody can have"
        " them:\n\n%(facts)s\n\nWho confirmed keeps their seat. Who confirms from now on waits like everybody"
        " else.\n\nTo see who has a seat:\n%(address)s",
        seats=some_seats(number), organisation=reader.organisation, facts=facts(about), address=reader.address,
    )  # fmt: skip
    return _about(about, host, subject, body)


def not_kept(about: About, host: Host, reader: Reader) -> Letter:
    """Say that the seats that were asked for did not come free in time."""
    subject = text("No seats came free: %(title)s", title=about.title)
    body = text(
        "%(organisation)s waited for seats in this seminar, and not enough came free in time:\n\n%(facts)s\n\nWe no"
        " longer look for them. Other dates are on your page:\n%(address)s",
        organisation=reader.organisation, facts=facts(about), address=reader.address,
    )  # fmt: skip
    return _about(about, host, subject, body)


def called_off(about: About, host: Host, reader: Reader, reason: str) -> Letter:
    """Tell a contact that the seminar for which seats were kept does not take place."""
    subject = text("Cancelled: %(title)s", title=about.title)
    body = text(
        "This seminar does not take place:\n\n%(facts)s\n\n%(reason)s\n\nThe seats kept for %(organisation)s are gone"
        " with it. Your colleagues who had confirmed are told by us. Other dates are on your page:\n%(address)s",
        organisation=reader.organisation, facts=facts(about), reason=reason, address=reader.address,
    )  # fmt: skip
    return _about(about, host, subject, body)


def named(about: About, host: Host, by: str, organisation: str, address: str) -> Letter:
    """Ask a colleague whom a contact named to confirm."""
    subject = text("%(name)s named you: %(title)s", name=by, title=about.title)
    body = text(
        "%(name)s of %(organisation)s keeps a seat for you in this seminar:\n\n%(facts)s\n\nTo take it, open this page"
        " and press its button:\n%(address)s\n\n%(name)s sees your name and whether you have a seat, and nothing else"
        " that you tell us. Do you not want to come? Then do nothing: without your answer we erase your name and"
        " address once the seminar has begun.",
        name=by, organisation=organisation, facts=facts(about), address=address,
    )  # fmt: skip
    return _about(about, host, subject, body)


def taken_back(about: About, host: Host, by: str, organisation: str) -> Letter:
    """Tell somebody that their contact took their seat back, or gave it to a colleague."""
    subject = text("Your seat was taken back: %(title)s", title=about.title)
    body = text(
        "%(name)s of %(organisation)s took your seat in this seminar back:\n\n%(facts)s\n\nThe entry in this mail takes"
        " the date out of your calendar. Is that a mistake? Ask %(name)s. You are welcome on another"
        " date:\n%(address)s",
        name=by, organisation=organisation, facts=facts(about), address=other_dates(about, host),
    )  # fmt: skip
    return _about(about, host, subject, body)


def _about(about: About, host: Host, subject: Text, body: Text) -> Letter:
    return say(about, subject), with_foot(say(about, body), about.language, host)


def _plain(reader: Reader, host: Host, subject: Text, body: Text) -> Letter:
    return said(subject, reader.language), with_foot(said(body, reader.language), reader.language, host)
