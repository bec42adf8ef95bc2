"""Which mail of the day goes to whom, and the key by which nobody gets it twice. No database."""

from training.core.text import Text
from training.notices.service import NewMessage
from training.seminars import day_letters
from training.seminars.addresses import MANAGE, certificate_path, guest_certificate_path
from training.seminars.closing_queries import WasThere
from training.seminars.letters import About, Host, Letter, other_dates
from training.seminars.mailing import for_reader, own_address
from training.seminars.rules import counts
from training.seminars.seat_queries import Recipient


def to_walked_in(about: About, host: Host, to: Recipient, days: int) -> NewMessage:
    """Tell a guest who was let in at the door what is kept, and where they see it."""
    told = for_reader(about, to)
    letter = day_letters.walked_in(told, host, own_address(told, host, to), days)
    return _message("seminar.walked-in", to, letter)


def to_was_there(about: About, host: Host, one: WasThere) -> NewMessage:
    """Tell somebody what their attendance brought them: the certificate, or why there is none."""
    told, more = for_reader(about, one.to), more_to_say(about, host, one)
    if not counts(one.mark, one.minutes, _length(about)):
        other = other_dates(told, host)
        return _message("seminar.was-there", one.to, day_letters.there_for_a_part(told, host, other, one.minutes, more))
    address = host.links.to(_certificate(host, one))
    return _message("seminar.was-there", one.to, day_letters.completed(told, host, address, one.minutes, more))


def more_to_say(_about: About, _host: Host, _one: WasThere) -> tuple[Text, ...]:
    """Return what else belongs into the mail after a date, a paragraph each."""
    return ()


def _certificate(host: Host, one: WasThere) -> str:
    if one.completion is not None:
        return certificate_path(one.completion)
    return guest_certificate_path(host.links.sign(MANAGE, [one.to.public_id, one.to.link_version]))


def _length(about: About) -> int:
    return round((about.ends_at - about.starts_at).total_seconds() / 60)


def _message(kind: str, to: Recipient, letter: Letter) -> NewMessage:
    subject, body = letter
    return NewMessage(
        kind=kind, key=f"{kind}:{to.public_id}", recipient=to.email, recipient_name=to.name, subject=subject, body=body,
        person_id=to.person_id,
    )  # fmt: skip
