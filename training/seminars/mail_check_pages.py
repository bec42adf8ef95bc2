"""What the check of mails answers, in the reader's language."""

from dataclasses import dataclass

from training.notices.queries import Ours
from training.notices.rules import hidden_address
from training.web.language import day_full
from training.web.request import local
from training.web.words import _


@dataclass(frozen=True)
class Answer:
    """What we say of a mail: whether it is ours, and enough to know it again."""

    ours: bool
    statement: str
    rest: str = ""
    subject: str = ""
    when: str = ""
    recipient: str = ""


def answer(found: Ours | None) -> Answer:
    """Say whether we sent the mail with this code."""
    if found is None:
        return Answer(ours=False, statement=_("No mail of ours has this code."), rest=_("Do not press its links."))
    day = day_full(local(found.sent_at or found.created_at).date())
    return Answer(
        ours=True,
        statement=_("Yes: we sent this mail."),
        subject=found.subject,
        when=day,
        recipient=hidden_address(found.recipient),
    )
