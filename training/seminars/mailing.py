"""Which mail goes to whom: a letter, its calendar entry and the key by which nobody gets it twice. No database."""

from dataclasses import replace
from datetime import datetime

from training.notices.rules import CalendarMethod
from training.notices.service import NewMessage
from training.seminars import letters
from training.seminars.addresses import MANAGE, VERIFY, manage_path, session_path, verify_path
from training.seminars.calendar import Holder, entry
from training.seminars.letters import About, Host
from training.seminars.reminder_letters import Notes, reminder
from training.seminars.seat_queries import Recipient


def to_verify(about: About, host: Host, to: Recipient, *, now: datetime) -> NewMessage:
    """Ask for the button. Whoever asks again within the hour finds the first mail; later a new one goes out."""
    token = host.links.sign(VERIFY, [to.public_id, to.link_version])
    letter = letters.verify(_for(about, to), host, host.links.to(verify_path(token)))
    return _message("seminar.verify", f"{to.public_id}:{now:%Y-%m-%dT%H}", to, letter)


def with_seat(about: About, host: Host, to: Recipient, *, moved_up: bool, now: datetime) -> NewMessage:
    """Say that they have a seat, with the entry for their calendar."""
    letter = letters.seat(_for(about, to), host, own_address(about, host, to), moved_up=moved_up)
    return _message("seminar.seat", f"{to.public_id}:{to.sequence}", to, letter, _entry(about, host, to, now))


def to_waiting(about: About, host: Host, to: Recipient, place: int) -> NewMessage:
    """Say that they wait, and at which place."""
    letter = letters.waiting(_for(about, to), host, own_address(about, host, to), place)
    return _message("seminar.waiting", to.public_id, to, letter)


def to_already_there(about: About, host: Host, to: Recipient, *, now: datetime) -> NewMessage:
    """Tell who asked twice what they have; at most once an hour."""
    letter = letters.already(_for(about, to), host, own_address(about, host, to))
    return _message("seminar.already", f"{to.public_id}:{now:%Y-%m-%dT%H}", to, letter)


def to_given_up(about: About, host: Host, to: Recipient, *, had_seat: bool, now: datetime) -> NewMessage:
    """Confirm that they gave it up; who had a seat gets the entry out of the calendar."""
    letter = letters.given_up(_for(about, to), host)
    calendar = _entry(about, host, to, now, CalendarMethod.CANCEL) if had_seat else None
    return _message("seminar.given-up", f"{to.public_id}:{to.sequence}", to, letter, calendar)


def to_called_off(about: About, host: Host, to: Recipient, *, reason: str, now: datetime) -> NewMessage:
    """Say that the session does not take place."""
    letter = letters.called_off(_for(about, to), host, reason)
    calendar = _entry(about, host, to, now, CalendarMethod.CANCEL) if to.sequence else None
    return _message("seminar.cancelled", f"{to.public_id}:{to.sequence}", to, letter, calendar)


def to_remind(about: About, host: Host, to: Recipient, notes: Notes, *, kind: str) -> NewMessage:
    """Remind somebody of the date in which they have a seat; the kind says how long before."""
    letter = reminder(_for(about, to), host, own_address(about, host, to), notes)
    return _message(kind, f"{to.public_id}:{to.sequence}", to, letter)


def _for(about: About, to: Recipient) -> About:
    """The date in the words of the one who reads of it, who is greeted by name; staff may open their own dates."""
    return replace(about, language=to.language, reader=to.name, public=about.public or to.person_id is not None)


def own_address(about: About, host: Host, to: Recipient) -> str:
    """Return where somebody looks after their registration: the page when signed in, or a guest's own link."""
    if to.person_id is not None:
        return host.links.to(session_path(about.slug, about.public_id))
    return host.links.to(manage_path(host.links.sign(MANAGE, [to.public_id, to.link_version])))


Calendar = tuple[CalendarMethod, str]


def _entry(
    about: About, host: Host, to: Recipient, now: datetime, method: CalendarMethod = CalendarMethod.REQUEST
) -> Calendar:
    holder = Holder(to.public_id, to.sequence, to.name, to.email)
    return method, entry(_for(about, to).appointment(host.links), holder, host.organiser(), method, now=now)


def _message(
    kind: str, key: str, to: Recipient, letter: letters.Letter, calendar: Calendar | None = None
) -> NewMessage:
    subject, body = letter
    method, text = calendar or (None, None)
    return NewMessage(
        kind=kind, key=f"{kind}:{key}", recipient=to.email, recipient_name=to.name, subject=subject, body=body,
        person_id=to.person_id, calendar=text, calendar_method=method,
    )  # fmt: skip


message, entry_for, in_words_of = _message, _entry, _for
"""What every mail of this room is made of, for the modules with letters of their own."""


def for_reader(about: About, to: Recipient) -> About:
    """Return the date in the words of the one who reads of it."""
    return _for(about, to)


def taken_out(about: About, host: Host, to: Recipient, now: datetime) -> Calendar:
    """Return what takes the entry out of somebody's calendar."""
    return _entry(about, host, to, now, CalendarMethod.CANCEL)


def mail(kind: str, key: str, to: Recipient, letter: letters.Letter, *, calendar: Calendar | None = None) -> NewMessage:
    """Return a letter as a mail with a key of its own."""
    return _message(kind, key, to, letter, calendar)
