"""Which mail goes to which contact or colleague, with the key by which nobody gets it twice. No database."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from babel.dates import format_date

from training.core.translating import translated
from training.notices.service import NewMessage
from training.seminars import contact_letters as letters
from training.seminars import mailing
from training.seminars.addresses import COLLEAGUE, CONTACT, colleague_path, contact_block_path, contact_path
from training.seminars.contact_letters import Reader, Seats
from training.seminars.letters import About, Host, Letter
from training.seminars.organisation_rules import last_day
from training.seminars.seat_queries import Recipient


class Correspondent(Protocol):
    """A contact as letters need them."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def link_version(self) -> int: ...
    @property
    def organisation(self) -> str: ...


class OfBlock(Correspondent, Protocol):
    """A contact together with one of their blocks."""

    @property
    def block(self) -> str: ...
    @property
    def contact(self) -> str: ...
    @property
    def seats(self) -> int: ...
    @property
    def used(self) -> int: ...
    @property
    def release_at(self) -> datetime: ...


def token_of(host: Host, contact: str, link_version: int) -> str:
    """Return the token of a contact's own link."""
    return host.links.sign(CONTACT, [contact, link_version])


def to_invited(host: Host, to: Correspondent, contact: str) -> NewMessage:
    """Send a contact their link."""
    letter = letters.invited(_reader(host, to, contact_path(token_of(host, contact, to.link_version))), host)
    return _message("contact.invited", f"{contact}:{to.link_version}", to, letter)


def to_link_again(host: Host, to: Correspondent, contact: str, *, now: datetime) -> NewMessage:
    """Send it once more; at most once an hour."""
    letter = letters.link_again(_reader(host, to, contact_path(token_of(host, contact, to.link_version))), host)
    return _message("contact.link", f"{contact}:{to.link_version}:{now:%Y-%m-%dT%H}", to, letter)


def to_kept(about: About, host: Host, to: OfBlock) -> NewMessage:
    """Tell the contact of a block that its seats are kept."""
    letter = letters.kept(_for(about, to), host, _block(host, to), Seats(to.seats, _until(about, to)))
    return _message("contact.kept", to.block, to, letter)


def to_waits(about: About, host: Host, to: OfBlock) -> NewMessage:
    """Tell the contact of a block that it waits for its seats."""
    letter = letters.waits(_for(about, to), host, _block(host, to), Seats(to.seats, _until(about, to)))
    return _message("contact.waits", to.block, to, letter)


def to_reminder(about: About, host: Host, to: OfBlock) -> NewMessage:
    """Remind the contact of a block, once."""
    letter = letters.reminder(_for(about, to), host, _block(host, to), Seats(to.seats - to.used, _until(about, to)))
    return _message("contact.reminder", to.block, to, letter)


def to_returned(about: About, host: Host, to: OfBlock, number: int) -> NewMessage:
    """Tell the contact of a block that seats went back when their time was over."""
    letter = letters.returned(_for(about, to), host, _block(host, to), number)
    return _message("contact.returned", to.block, to, letter)


def to_not_kept(about: About, host: Host, to: OfBlock) -> NewMessage:
    """Tell the contact of a block that waited in vain."""
    letter = letters.not_kept(_for(about, to), host, _block(host, to))
    return _message("contact.not-kept", to.block, to, letter)


def to_called_off(about: About, host: Host, to: OfBlock, reason: str) -> NewMessage:
    """Tell the contact of a block that its date is called off."""
    letter = letters.called_off(_for(about, to), host, _block(host, to), reason)
    return _message("contact.called-off", to.block, to, letter)


def to_colleague(about: About, host: Host, to: Recipient, by: Correspondent) -> NewMessage:
    """Ask a colleague to confirm; one mail for each time that they are named."""
    address = host.links.to(colleague_path(host.links.sign(COLLEAGUE, [to.public_id, to.link_version])))
    letter = letters.named(replace(about, language=to.language), host, by.name, by.organisation, address)
    return _message("colleague.named", to.public_id, to, letter)


def to_taken_back(about: About, host: Host, to: Recipient, by: Correspondent, *, now: datetime) -> NewMessage:
    """Tell somebody with a seat that it was taken back, and take the entry out of their calendar."""
    subject, body = letters.taken_back(replace(about, language=to.language), host, by.name, by.organisation)
    message = mailing.to_given_up(about, host, to, had_seat=True, now=now)
    return replace(message, kind="colleague.taken-back", subject=subject, body=body)


def _reader(host: Host, to: Correspondent, path: str) -> Reader:
    return Reader(to.organisation, to.language, host.links.to(path))


def _block(host: Host, to: OfBlock) -> Reader:
    return _reader(host, to, contact_block_path(token_of(host, to.contact, to.link_version), to.block))


def _for(about: About, to: Correspondent) -> About:
    return replace(about, language=to.language)


def _until(about: About, to: OfBlock) -> str:
    day = last_day(to.release_at, about.zone)
    return format_date(day, "full", to.language) if to.language in translated() else f"{day:%A} {day.day} {day:%B %Y}"


class _Addressee(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...


def _message(kind: str, key: str, to: _Addressee, letter: Letter) -> NewMessage:
    subject, body = letter
    return NewMessage(
        kind=kind, key=f"{kind}:{key}", recipient=to.email, recipient_name=to.name, subject=subject, body=body
    )
