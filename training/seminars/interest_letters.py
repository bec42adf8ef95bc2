"""What the mails about interest say: pure functions from facts to (subject, body), and their keys."""

from datetime import datetime

from training.core.text import Text, text
from training.core.translating import said
from training.notices.service import NewMessage
from training.seminars.addresses import CONFIRM_INTEREST, END_INTEREST, interest_path, no_interest_path
from training.seminars.interest_queries import Said
from training.seminars.letters import About, Host, Letter, facts, say, with_foot


def to_confirm(to: Said, host: Host, *, now: datetime) -> NewMessage:
    """Ask a guest for the button. Whoever asks again within the hour finds the first mail."""
    address = host.links.to(interest_path(host.links.sign(CONFIRM_INTEREST, [to.public_id, to.link_version])))
    subject = said(text("One step left: %(title)s", title=to.title), to.language)
    body = text(
        "Somebody, we hope you, asked to be told when this seminar is held:\n\n    %(title)s\n\nTo be told, open this"
        " page and press its button within 24 hours:\n%(address)s\n\nWas it not you? Then do nothing. You hear nothing"
        " more of this, and what was entered is erased.",
        title=to.title, address=address,
    )  # fmt: skip
    return _message(
        "seminar.interest-confirm", f"{to.public_id}:{now:%Y-%m-%dT%H}", to, (subject, _plain(body, to)), host
    )


def to_already_interested(to: Said, host: Host, *, now: datetime) -> NewMessage:
    """Tell who asks twice that they are on the list; the page on the web does not tell."""
    subject = said(text("You are told already: %(title)s", title=to.title), to.language)
    body = text(
        "Your address was entered once more for this seminar:\n\n    %(title)s\n\nYou are told when it is held, as"
        " before. Nothing has changed.\n\nYou would rather not? One press ends it:\n%(end)s",
        title=to.title, end=end_address(to, host),
    )  # fmt: skip
    return _message(
        "seminar.interest-already", f"{to.public_id}:{now:%Y-%m-%dT%H}", to, (subject, _plain(body, to)), host
    )


def to_interested(about: About, to: Said, host: Host) -> NewMessage:
    """Tell somebody of a date, once for each date."""
    subject = say(about, text("It is held: %(title)s", title=about.title))
    body = text(
        "You asked to be told when this seminar is held. There is a date:\n\n%(facts)s\n\nRead more and take a"
        " seat:\n%(address)s\n\nThis mail keeps no seat for you. You would rather not hear of it any more? One press"
        " ends it:\n%(end)s",
        facts=facts(about), address=host.links.to(f"/seminars/{about.slug}/{about.public_id}"),
        end=end_address(to, host),
    )  # fmt: skip
    return _message("seminar.interest", f"{to.public_id}:{about.public_id}", to, (subject, say(about, body)), host)


def end_address(to: Said, host: Host) -> str:
    """Return where one press ends it, without a sign-in."""
    return host.links.to(no_interest_path(host.links.sign(END_INTEREST, [to.public_id, to.link_version])))


def _plain(body: Text, to: Said) -> str:
    return said(body, to.language)


def _message(kind: str, key: str, to: Said, letter: Letter, host: Host) -> NewMessage:
    subject, body = letter
    return NewMessage(
        kind=kind, key=f"{kind}:{key}", recipient=to.email, recipient_name=to.name, subject=subject,
        body=with_foot(body, to.language, host), person_id=to.person_id,
    )  # fmt: skip
