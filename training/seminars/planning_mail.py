"""Which mail about a change goes to whom, with its calendar entry and the key by which nobody gets it twice."""

from dataclasses import replace
from datetime import datetime

from training.notices.rules import CalendarMethod
from training.notices.service import NewMessage
from training.seminars import planning_letters as letters
from training.seminars.block_queries import Kept
from training.seminars.calendar import local_words
from training.seminars.letters import About, Host
from training.seminars.mailing import entry_for, for_reader, mail, own_address
from training.seminars.planning_letters import Before, Block
from training.seminars.seat_queries import Recipient


def to_moved(about: About, before: Before, host: Host, to: Recipient, *, ask: bool, now: datetime) -> NewMessage:
    """Say that the date was moved, with the entry that moves the one in the calendar."""
    letter = letters.moved(for_reader(about, to), before, host, own_address(about, host, to), ask=ask)
    key = f"{to.public_id}:{to.sequence}"
    return mail("seminar.moved", key, to, letter, entry_for(about, host, to, now))


def to_moved_waiting(about: About, before: Before, host: Host, to: Recipient, *, revision: int) -> NewMessage:
    """Say to somebody who waits that the date was moved."""
    letter = letters.moved_for_waiting(for_reader(about, to), before, host, own_address(about, host, to))
    return mail("seminar.moved-waiting", f"{to.public_id}:{revision}", to, letter)


def to_moved_contact(about: About, before: Before, host: Host, to: Kept, *, revision: int) -> NewMessage:
    """Say to a contact that the date of their seats was moved; the block has its new release date already."""
    until = local_words(to.release_at, to.release_at, about.zone, to.language).partition(",")[0]
    facts = Block(to.organisation, to.seats, until)
    subject, body = letters.moved_for_contact(replace(about, language=to.language), before, host, facts)
    key = f"seminar.moved-block:{to.block}:{to.contact}:{revision}"
    return NewMessage("seminar.moved-block", key, to.email, to.name, subject, body)


def to_changed(about: About, host: Host, to: Recipient, *, now: datetime) -> NewMessage:
    """Say that the entry of the calendar is different."""
    letter = letters.changed(for_reader(about, to), host, own_address(about, host, to))
    return mail("seminar.changed", f"{to.public_id}:{to.sequence}", to, letter, entry_for(about, host, to, now))


def to_back_on_the_list(about: About, host: Host, to: Recipient, place: int, *, now: datetime) -> NewMessage:
    """Say that the seat is gone, with the entry that takes it out of the calendar."""
    letter = letters.back_to_the_list(for_reader(about, to), host, own_address(about, host, to), place)
    calendar = entry_for(about, host, to, now, CalendarMethod.CANCEL)
    return mail("seminar.back-on-the-list", f"{to.public_id}:{to.sequence}", to, letter, calendar)
