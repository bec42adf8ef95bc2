"""The page of one refresher, which a signed link names: whose it is stands in the link, so nobody signs in for it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import url_for

from training.core.errors import NotFound
from training.core.links import Links
from training.core.permissions import Viewer
from training.learning import attempt_queries, recall_queries
from training.learning.answering import question_at
from training.learning.attempt_queries import AttemptPlace
from training.learning.parts import Link, Words
from training.learning.question_pages import QuestionPage
from training.learning.refreshing import PURPOSE, path
from training.web.words import _

HOLDS = timedelta(days=180)
"""How long a link in a mail leads to its question."""


@dataclass(frozen=True)
class Named:
    """A refresher, and the person to whom its link was written. They may do nothing else with it."""

    viewer: Viewer
    place: AttemptPlace
    href: str
    """The link itself. It is not written anew, so that it stays as old as it is."""
    started_at: datetime


def named_by(links: Links, token: str) -> Named:
    """Return the refresher of a signed link. Raises NotFound for a link that was forged, or is half a year old."""
    public_id = links.read(PURPOSE, token, holds=HOLDS)
    if not isinstance(public_id, str):
        raise NotFound
    found = recall_queries.refresher(public_id)
    place, href = AttemptPlace(found.slug, public_id, 1), url_for("learning.refresher", token=token)
    return Named(Viewer(person_id=found.person_id), place, href, found.started_at)


def refresher_page(named: Named, links: Links, words: Words) -> QuestionPage:
    """Build the page of the question, to be answered or explained; the way on is the other one of the same mail."""
    attempt = attempt_queries.attempt(named.viewer, named.place)
    page = question_at(attempt, 1, words)
    home = Link(_("Back to today"), url_for("reports.home"))
    onward = page.onward and (_next(named, links) or home)
    stop = Link(_("Not now; it waits for you"), home.href)
    return replace(page, action=named.href, stop=stop, onward=onward)


def _next(named: Named, links: Links) -> Link | None:
    # A link leads to what came with it, and not to all that is asked of the person later.
    waiting = [one for one in recall_queries.waiting(named.viewer.person_id) if one.started_at == named.started_at]
    return Link(_("One more question"), path(links, waiting[0].public_id)) if waiting else None
