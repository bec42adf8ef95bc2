"""What the mail of a refresher says: pure, in the reader's language."""

from collections.abc import Sequence

from training.core.text import text
from training.core.translating import said

Letter = tuple[str, str]


def asks(name: str, house: str, language: str, addresses: Sequence[str]) -> Letter:
    """Ask for half a minute. The link leads straight to the question."""
    subject = said(text("A question of half a minute"), language)
    body = text(
        "Hello %(name)s,\n\nhere is one short question on something that you learned a while ago:\n\n%(links)s\n\n"
        "Answering it is what keeps it. Nobody but you sees what you choose, and a wrong answer costs nothing: it is"
        " explained, and comes back a little sooner.\n\n%(house)s, security training",
        name=name, links="\n".join(addresses), house=house,
    )  # fmt: skip
    return subject, said(body, language)
