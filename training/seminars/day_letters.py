"""What the mails of the day and after it say: pure functions from facts to (subject, body)."""

from training.core.text import Text, text
from training.seminars.letters import About, Host, Letter, facts, say, signed


def walked_in(about: About, host: Host, address: str, days: int) -> Letter:
    """Tell a guest who was let in at the door what is kept of them."""
    subject = say(about, text("You were let in: %(title)s", title=about.title))
    body = text(
        "You came to this seminar without a registration, and the trainer let you in:\n\n%(facts)s\n\nFor it we keep"
        " your name and this address. They are erased %(n)s days after the seminar. Please say on your page"
        " that you agree; if you do not, tell us, and we erase them at once. Your certificate will stand there"
        " too:\n%(address)s",
        facts=facts(about), n=days, address=address,
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def completed(about: About, host: Host, address: str, minutes: int, more: tuple[Text, ...]) -> Letter:
    """Thank somebody who completed the seminar, with the way to the certificate."""
    subject = say(about, text("Your certificate: %(title)s", title=about.title))
    body = text(
        "Thank you for coming. You were there for %(n)s minutes, and that completes the seminar:\n\n%(facts)s\n\n"
        "Your certificate:\n%(address)s%(more)s",
        n=minutes, facts=facts(about), address=address, more=_more(about, more),
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def there_for_a_part(about: About, host: Host, address: str, minutes: int, more: tuple[Text, ...]) -> Letter:
    """Thank somebody who was there for too short a time to complete the seminar."""
    subject = say(about, text("You were there: %(title)s", title=about.title))
    body = text(
        "Thank you for coming. You were there for %(n)s minutes. That is less than 80 per cent, so the seminar is not"
        " completed:\n\n%(facts)s\n\nAnother date:\n%(address)s%(more)s",
        n=minutes, facts=facts(about), address=address, more=_more(about, more),
    )  # fmt: skip
    return subject, signed(say(about, body), about, host)


def _more(about: About, parts: tuple[Text, ...]) -> str:
    return "".join(f"\n\n{say(about, one)}" for one in parts)
