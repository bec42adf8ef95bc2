"""What the mail says that asks how a date was: a pure function from facts to a message."""

from training.core.text import text
from training.notices.service import NewMessage
from training.seminars.addresses import MANAGE, feedback_path, guest_feedback_path
from training.seminars.feedback_queries import Asked
from training.seminars.letters import About, Host, say, signed


def to_ask(to: Asked, host: Host) -> NewMessage:
    """Ask somebody who was there how it was; once."""
    about = About(to.title, to.slug, to.session_public_id, to.starts_at, to.ends_at, to.zone, "", "", to.language)
    subject = say(about, text("How was it? %(title)s", title=about.title))
    body = text(
        "You were there:\n\n    %(title)s\n    %(when)s\n\nThree grades and, if you like, a few words help the next"
        " ones. It takes a minute:\n%(address)s\n\nYour answer is kept without your name and without the time. Nobody"
        " can tell whose it is, and nothing is shown before five people have answered. The page is open for 30 days.",
        title=about.title, when=about.when, address=host.links.to(_path(to, host)),
    )  # fmt: skip
    return NewMessage(
        kind="seminar.feedback", key=f"seminar.feedback:{to.public_id}", recipient=to.email, recipient_name=to.name,
        subject=subject, body=signed(say(about, body), about, host), person_id=to.person_id,
    )  # fmt: skip


def _path(to: Asked, host: Host) -> str:
    if to.person_id is not None:
        return feedback_path(to.slug, to.session_public_id)
    return guest_feedback_path(host.links.sign(MANAGE, [to.public_id, to.link_version]))
