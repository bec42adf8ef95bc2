"""What the mails about coming in say: a manager is asked and answers, a seat is offered, the security team decides."""

from collections.abc import Sequence

from training.core.text import Text, text
from training.seminars.letters import About, Host, Letter, facts, letter, other_dates, say


def ask_manager(about: About, host: Host, who: str, team: Sequence[str], address: str, *, again: bool) -> Letter:
    """Ask a manager whether somebody may come; `team`: who of their people has a seat on that day."""
    subject = (
        text("Still waiting for you: %(who)s and %(title)s", who=who, title=about.title)
        if again
        else text("May %(who)s come to “%(title)s”?", who=who, title=about.title)
    )
    body = text(
        "%(who)s would like to come to this seminar, and needs your agreement:\n\n%(facts)s\n\n%(team)s\n\nAgree or"
        " decline here:\n%(address)s\n\nUnless you answer before the seminar begins, the request ends by itself.",
        who=who, facts=facts(about), team=_team(team, about), address=address,
    )  # fmt: skip
    return letter(about, host, subject, body)


def asked_for_agreement(about: About, host: Host, address: str, *, manager: bool) -> Letter:
    """Tell somebody that whoever decides is asked: their manager, or the security team."""
    subject = (
        text("Your manager is asked: %(title)s", title=about.title)
        if manager
        else text("The security team is asked: %(title)s", title=about.title)
    )
    first = (
        text("Your manager has to agree before you have a seat in this seminar, and has had a mail.")
        if manager
        else text("The security team has to agree before you have a seat in this seminar, and has had a mail.")
    )
    body = text(
        "%(first)s\n\n%(facts)s\n\nWe write to you as soon as there is an answer. You need do nothing. Your place in"
        " the queue is kept meanwhile.\n\nTo see how it stands, or to take the request back:\n%(address)s",
        first=first, facts=facts(about), address=address,
    )  # fmt: skip
    return letter(about, host, subject, body)


def _team(team: Sequence[str], about: About) -> str:
    if not team:
        return say(about, text("Nobody else of your team has a seat in a seminar on that day."))
    return say(
        about, text("Of your team these have a seat in a seminar on that day: %(names)s.", names=", ".join(team))
    )


def declined(about: About, host: Host, reason: str) -> Letter:
    """Tell somebody that their manager said no, and why."""
    subject = text("Not this time: %(title)s", title=about.title)
    body = text(
        "Your request for this seminar was declined:\n\n%(facts)s\n\nThe reason: %(reason)s\n\nYou may ask for another"
        " date:\n%(address)s",
        facts=facts(about), reason=reason, address=other_dates(about, host),
    )  # fmt: skip
    return letter(about, host, subject, body)


def unanswered(about: About, host: Host) -> Letter:
    """Tell somebody that nobody answered before the date began."""
    subject = text("No answer came: %(title)s", title=about.title)
    body = text(
        "Nobody decided on your request before this seminar began, so it has ended:\n\n%(facts)s\n\nTalk to your"
        " manager and ask for another date:\n%(address)s",
        facts=facts(about), address=other_dates(about, host),
    )  # fmt: skip
    return letter(about, host, subject, body)


def offer(about: About, host: Host, until: str, address: str) -> Letter:
    """Offer a seat that came free; `until` is the last moment in words."""
    subject = text("A seat is kept for you: %(title)s", title=about.title)
    body = text(
        "A seat has come free in this seminar, and it is kept for you until %(until)s:\n\n%(facts)s\n\nTake it, or"
        " leave it to the next, here:\n%(address)s\n\nAfter that moment the seat goes to the next person who waits.",
        until=until, facts=facts(about), address=address,
    )  # fmt: skip
    return letter(about, host, subject, body)


def offer_over(about: About, host: Host) -> Letter:
    """Say that an offer was not answered in time."""
    subject = text("The seat went to somebody else: %(title)s", title=about.title)
    body = text(
        "We kept a seat in this seminar for you and heard nothing in time. It goes to the next person who"
        " waits:\n\n%(facts)s\n\nYou are welcome to ask again, or on another date:\n%(address)s",
        facts=facts(about), address=other_dates(about, host),
    )  # fmt: skip
    return letter(about, host, subject, body)


def taken_away(about: About, host: Host, reason: str, *, had_seat: bool) -> Letter:
    """Tell somebody that the security team took their seat, or their place in the queue, away."""
    first: Text = (
        text("We had to take back your seat in this seminar:")
        if had_seat
        else text("You are no longer on the waiting list of this seminar:")
    )
    body = text(
        "%(first)s\n\n%(facts)s\n\nThe reason: %(reason)s\n\nOther dates:\n%(address)s",
        first=first, facts=facts(about), reason=reason, address=other_dates(about, host),
    )  # fmt: skip
    return letter(about, host, text("Your seat was taken back: %(title)s", title=about.title), body)


def asked_for_you(about: About, host: Host, days: int, address: str) -> Letter:
    """Ask a guest whom the security team entered to confirm, and tell what is kept of them."""
    subject = text("One step left: %(title)s", title=about.title)
    body = text(
        "Our security team asked for a seat in this seminar for you:\n\n%(facts)s\n\nTo take the seat, open this page"
        " and press its button within 24 hours:\n%(address)s\n\nWith the button you agree that we keep your name and"
        " e-mail for this seminar. They are erased %(days)s days after it. You do not want to come? Then do nothing.",
        facts=facts(about), address=address, days=days,
    )  # fmt: skip
    return letter(about, host, subject, body)
