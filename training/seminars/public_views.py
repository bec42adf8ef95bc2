"""What goes out into the world: the feeds of dates, and the list for pages of others."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from training.core.permissions import NOBODY, Permission, Viewer
from training.seminars import feed_queries, feeds, hosting, listing_pages, listing_queries, public_answers
from training.seminars.blueprint import blueprint
from training.web.blueprint import PUBLIC
from training.web.request import now


@blueprint.page("/seminars/feed.ics", permission=PUBLIC)
def public_calendar(_viewer: Viewer) -> ResponseReturnValue:
    dates = feed_queries.told(hosting.wishes(), now())
    text = feeds.calendar_of(dates, public_answers.publisher())
    return public_answers.feed(text, "text/calendar", dates)


@blueprint.page("/seminars/feed.atom", permission=PUBLIC)
def public_news(_viewer: Viewer) -> ResponseReturnValue:
    wishes = hosting.wishes()
    dates = feed_queries.told(wishes, now())
    own, page = (url_for(name, **wishes.kept) for name in ("seminars.public_news", "seminars.listing"))
    text = feeds.news_of(dates, public_answers.publisher(), own, page)
    return public_answers.feed(text, "application/atom+xml", dates)


@blueprint.page("/seminars/embed", permission=PUBLIC)
def embed(_viewer: Viewer) -> ResponseReturnValue:
    wishes = hosting.wishes()
    found = listing_queries.listed(NOBODY, wishes, now())
    page = listing_pages.listing_page(NOBODY, *found, (), wishes)
    return public_answers.framed(render_template("seminars/embed.html", page=page))


@blueprint.page("/desk/seminars/embed", permission=Permission.SEMINAR_RUN)
def embedding(viewer: Viewer) -> ResponseReturnValue:
    wishes = hosting.wishes()
    page = listing_pages.listing_page(viewer, (), "", listing_queries.offer(NOBODY, now()).choices, wishes)
    return render_template("seminars/embedding.html", page=page, snippet=public_answers.snippet(wishes))
