"""What people are told when a date changes under them: moved, changed, fewer seats, a block's date. Pure functions."""

from dataclasses import dataclass, replace

from training.core.text import Text, text
from training.seminars.letters import About, Host, Letter, facts, join, say, signed
from training.seminars.rules import some_seats


@dataclass(frozen=True)
class Before:
    """When and where it was to be, before it was moved."""

    about: About

    def words(self, language: str) -> str:
        """Say it in one line in the reader's language."""
        there = f", {self.about.place}" if self.about.place else ""
        return f"{replace(self.about, language=language).when}{there}"


def moved(about: About, before: Before, host: Host, address: str, *, ask: bool) -> Letter:
    """Say to somebody with a seat that the date was moved. The changed calendar entry travels with this letter."""
    subject = say(about, text("New date: %(title)s", title=about.title))
    opening, rest = _keep_or_ask(ask=ask)
    body = text(
        "%(opening)s\n\nIt was to be:\n    %(before)s\n\nIt is now:\n%(facts)s%(join)s\n\nThe calendar entry in this"
        " mail moves the one that you have. %(rest)s\n%(address)s",
        opening=opening, before=before.words(about.language), facts=facts(about), join=join(about), rest=rest,
        address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def _keep_or_ask(*, ask: bool) -> tuple[Text, Text]:
    if ask:
        return (
            text("This seminar was moved. We keep your seat until you tell us whether the new date suits you."),
            text("Does it suit you? Press a button on this page, yes or no:"),
        )
    return (
        text("This seminar was moved. You keep your seat."),
        text("You cannot come then? Give the seat back, so that somebody who waits gets it:"),
    )


def moved_for_waiting(about: About, before: Before, host: Host, address: str) -> Letter:
    """Say to somebody who waits that the date was moved."""
    subject = say(about, text("New date: %(title)s", title=about.title))
    body = text(
        "The seminar for which you asked was moved.\n\nIt was to be:\n    %(before)s\n\nIt is now:\n%(facts)s\n\nYou"
        " keep your place. To look at it, or to give it up:\n%(address)s",
        before=before.words(about.language), facts=facts(about), address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


@dataclass(frozen=True)
class Block:
    """A block of seats as its contact is told of it: `until` in words, when its unnamed seats go back."""

    organisation: str
    seats: int
    until: str = ""


def moved_for_contact(about: About, before: Before, host: Host, block: Block) -> Letter:
    """Say to the contact of an organisation that the date of its seats was moved."""
    subject = say(about, text("New date: %(title)s", title=about.title))
    body = text(
        "The seminar for which %(organisation)s has %(seats)s was moved.\n\nIt was to be:\n    %(before)s\n\nIt is"
        " now:\n%(facts)s\n\nThe seats are kept. Seats without a name go back to everyone on:\n    %(until)s\n\nThose"
        " whom you named have had a mail of their own.",
        organisation=block.organisation, seats=some_seats(block.seats), before=before.words(about.language),
        facts=facts(about), until=block.until,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def changed(about: About, host: Host, address: str) -> Letter:
    """Say that something in the entry of the calendar is different. The changed entry travels with this letter."""
    subject = say(about, text("Changed: %(title)s", title=about.title))
    body = text(
        "The date stays as it is, but how to take part has changed:\n\n%(facts)s%(join)s\n\nThe calendar entry in this"
        " mail takes the place of the one that you have. What you have:\n%(address)s",
        facts=facts(about), join=join(about), address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def back_to_the_list(about: About, host: Host, address: str, place: int) -> Letter:
    """Say that there are fewer seats and theirs is gone. The entry that takes it out of the calendar travels along."""
    subject = say(about, text("Back on the waiting list: %(title)s", title=about.title))
    body = text(
        "There are fewer seats than we had planned, and we had to take back those that were asked for last. We are"
        " sorry: yours is one of them.\n\n%(facts)s\n\nYou are number %(place)s on the waiting list now, before"
        " everybody who asks later. When a seat comes free, we write at once. The calendar entry that we sent you is"
        " taken out by the one in this mail. To see your place, or to leave the list:\n%(address)s",
        place=place, facts=facts(about), address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)
