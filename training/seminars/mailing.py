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
    letter = letters.verify(for_reader(about, to), host, host.links.to(verify_path(token)))
    return mail("seminar.verify", f"{to.public_id}:{now:%Y-%m-%dT%H}", to, letter)


def with_seat(about: About, host: Host, to: Recipient, *, moved_up: bool, now: datetime) -> NewMessage:
    """Say that they have a seat, with the entry for their calendar."""
    letter = letters.seat(for_reader(about, to), host, own_address(about, host, to), moved_up=moved_up)
    return mail("seminar.seat", f"{to.public_id}:{to.sequence}", to, letter, entry_for(about, host, to, now))


def to_waiting(about: About, host: Host, to: Recipient, place: int) -> NewMessage:
    """Say that they wait, and at which place."""
    letter = letters.waiting(for_reader(about, to), host, own_address(about, host, to), place)
    return mail("seminar.waiting", to.public_id, to, letter)


def to_already_there(about: About, host: Host, to: Recipient, *, now: datetime) -> NewMessage:
    """Tell who asked twice what they have; at most once an hour."""
    letter = letters.already(for_reader(about, to), host, own_address(about, host, to))
    return mail("seminar.already", f"{to.public_id}:{now:%Y-%m-%dT%H}", to, letter)


def to_given_up(about: About, host: Host, to: Recipient, *, had_seat: bool, now: datetime) -> NewMessage:
    """Confirm that they gave it up; who had a seat gets the entry out of the calendar."""
    letter = letters.given_up(for_reader(about, to), host)
    calendar = entry_for(about, host, to, now, CalendarMethod.CANCEL) if had_seat else None
    return mail("seminar.given-up", f"{to.public_id}:{to.sequence}", to, letter, calendar)


def to_called_off(about: About, host: Host, to: Recipient, *, reason: str, now: datetime) -> NewMessage:
    """Say that the session does not take place."""
    letter = letters.called_off(for_reader(about, to), host, reason)
    calendar = entry_for(about, host, to, now, CalendarMethod.CANCEL) if to.sequence else None
    return mail("seminar.cancelled", f"{to.public_id}:{to.sequence}", to, letter, calendar)


def to_remind(about: About, host: Host, to: Recipient, notes: Notes, *, kind: str) -> NewMessage:
    """Remind somebody of the date in which they have a seat; the kind says how long before."""
    letter = reminder(for_reader(about, to), host, own_address(about, host, to), notes)
    return mail(kind, f"{to.public_id}:{to.sequence}", to, letter)


def for_reader(about: About, to: Recipient) -> About:
    """Return the date in the words of the one who reads of it, greeted by name; staff may open their own dates."""
    return replace(about, language=to.language, reader=to.name, public=about.public or to.person_id is not None)


def own_address(about: About, host: Host, to: Recipient) -> str:
    """Return where somebody looks after their registration: the page when signed in, or a guest's own link."""
    if to.person_id is not None:
        return host.links.to(session_path(about.slug, about.public_id))
    return host.links.to(manage_path(host.links.sign(MANAGE, [to.public_id, to.link_version])))


Calendar = tuple[CalendarMethod, str]


def entry_for(
    about: About, host: Host, to: Recipient, now: datetime, method: CalendarMethod = CalendarMethod.REQUEST
) -> Calendar:
    """Return what puts a date into the calendar of its holder, changes it there, or takes it out."""
    holder = Holder(to.public_id, to.sequence, to.name, to.email)
    return method, entry(for_reader(about, to).appointment(host.links), holder, host.organiser(), method, now=now)


def mail(kind: str, key: str, to: Recipient, letter: letters.Letter, calendar: Calendar | None = None) -> NewMessage:
    """Return a letter as a mail; nobody gets a second one of the same kind and key."""
    subject, body = letter
    method, text = calendar or (None, None)
    return NewMessage(
        kind=kind, key=f"{kind}:{key}", recipient=to.email, recipient_name=to.name, subject=subject, body=body,
        person_id=to.person_id, calendar=text, calendar_method=method,
    )  # fmt: skip
