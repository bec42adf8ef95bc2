"""Which mail about coming in goes to whom, and under which key nobody gets it twice. No database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from training.core.text import text
from training.core.translating import translated
from training.notices.rules import CalendarMethod
from training.notices.service import NewMessage
from training.seminars import admission_letters
from training.seminars.addresses import APPROVALS, VERIFY, verify_path
from training.seminars.approval_queries import REMINDER, Approver
from training.seminars.letters import About, Host, say
from training.seminars.mailing import entry_for, for_reader, mail, own_address
from training.seminars.seat_queries import Recipient
from training.seminars.times import place_name

ASKED = "seminar.approval"


def to_approver(
    about: About, host: Host, who: Recipient, approver: Approver | None, team: Sequence[str], *, again: bool = False
) -> NewMessage:
    """Ask whoever decides: the manager, or the security team at the address of its seminars."""
    decides = approver or Approver(0, host.name, host.seminar_mail, "")
    to = Recipient(0, "", 0, 0, decides.person_id or None, decides.name, decides.email, decides.language)
    kind = REMINDER if again else ASKED
    words = replace(about, language=decides.language)
    written = admission_letters.ask_manager(words, host, who.name, team, host.links.to(APPROVALS), again=again)
    return mail(kind, who.public_id, to, written)


def to_asker(about: About, host: Host, to: Recipient, approver: Approver | None) -> NewMessage:
    """Tell somebody that whoever decides is asked; once."""
    address = own_address(about, host, to)
    words = for_reader(about, to)
    written = admission_letters.asked_for_agreement(words, host, address, manager=approver is not None)
    return mail("seminar.pending", to.public_id, to, written)


def to_declined(about: About, host: Host, to: Recipient, reason: str) -> NewMessage:
    """Say that the manager said no."""
    return mail("seminar.declined", to.public_id, to, admission_letters.declined(for_reader(about, to), host, reason))


def to_unanswered(about: About, host: Host, to: Recipient) -> NewMessage:
    """Say that nobody answered in time."""
    return mail("seminar.unanswered", to.public_id, to, admission_letters.unanswered(for_reader(about, to), host))


def to_offered(about: About, host: Host, to: Recipient, until: datetime) -> NewMessage:
    """Offer a seat until a moment."""
    words = for_reader(about, to)
    written = admission_letters.offer(words, host, until_words(words, until), own_address(about, host, to))
    return mail("seminar.offer", f"{to.public_id}:{until:%Y-%m-%dT%H:%M:%S}", to, written)


def to_offer_over(about: About, host: Host, to: Recipient) -> NewMessage:
    """Say that the offer has lapsed."""
    return mail("seminar.offer-over", to.public_id, to, admission_letters.offer_over(for_reader(about, to), host))


def to_taken_away(about: About, host: Host, to: Recipient, *, reason: str, had_seat: bool, now: datetime) -> NewMessage:
    """Say that the security team took it away; who had a seat gets the entry out of the calendar."""
    written = admission_letters.taken_away(for_reader(about, to), host, reason, had_seat=had_seat)
    calendar = entry_for(about, host, to, now, CalendarMethod.CANCEL) if had_seat and to.sequence else None
    return mail("seminar.taken-away", f"{to.public_id}:{to.sequence}", to, written, calendar=calendar)


def to_asked_for(about: About, host: Host, to: Recipient, days: int, now: datetime) -> NewMessage:
    """Ask a guest whom the security team entered for the button."""
    address = host.links.to(verify_path(host.links.sign(VERIFY, [to.public_id, to.link_version])))
    written = admission_letters.asked_for_you(for_reader(about, to), host, days, address)
    return mail("seminar.verify", f"{to.public_id}:{now:%Y-%m-%dT%H}", to, written)


def until_words(about: About, until: datetime) -> str:
    """Say a moment at the place: "Tuesday 15 December 2026, 09:00 (Chicago)"."""
    there = until.astimezone(ZoneInfo(about.zone))
    known = about.language in translated()
    day = format_date(there.date(), "full", about.language) if known else f"{there:%A} {there.day} {there:%B %Y}"
    return say(
        about, text("%(day)s, %(time)s (%(place)s)", day=day, time=f"{there:%H:%M}", place=place_name(about.zone))
    )
