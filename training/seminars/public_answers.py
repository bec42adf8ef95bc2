"""Answers that anybody may keep for a while: feeds, and the list for pages of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from flask import Response, make_response, url_for
from flask_babel import get_locale

from training.seminars import hosting
from training.seminars.feed_queries import Told
from training.seminars.feeds import Publisher
from training.seminars.listing_queries import Wishes
from training.web.request import house, links, site
from training.web.words import _

FIVE_MINUTES = 300


def publisher() -> Publisher:
    """Return who tells, in the language of the reader."""
    return Publisher(site().name, house().settings.host, links(), str(get_locale() or "en"))


def feed(text: str, mimetype: str, dates: Sequence[Told]) -> Response:
    """Answer with a feed that programs ask for again and again."""
    answer = Response(text, mimetype=mimetype)
    if dates:
        answer.last_modified = max(one.told_at for one in dates)
    return _for_all(answer)


def framed(page: str) -> Response:
    """Answer with the list for pages of others."""
    return _for_all(make_response(page))


def _for_all(answer: Response) -> Response:
    answer.vary.add("Accept-Language")
    return hosting.asked_again(answer, FIVE_MINUTES)


@dataclass(frozen=True)
class Snippet:
    """The list for pages of others: its address, and the line of HTML that shows it there."""

    address: str
    line: str


def snippet(wishes: Wishes) -> Snippet:
    """Return the line to copy."""
    address, title = links().to(url_for("seminars.embed", **wishes.kept)), _("Security seminars")
    line = f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="600" loading="lazy"></iframe>'
    return Snippet(address, line)
