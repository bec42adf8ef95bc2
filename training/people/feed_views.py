"""The page on which somebody makes or ends the secret address of their calendar of due days."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.people import feeds, queries
from training.people.blueprint import blueprint
from training.web.request import house, links, now, say, to

OWN, TEMPLATE = Permission.COURSE_TAKE, "people/calendar.html"


@blueprint.page("/account/calendar", permission=OWN)
def calendar(viewer: Viewer) -> ResponseReturnValue:
    return render_template(TEMPLATE, address="", there=queries.has_feed(viewer))


@blueprint.action("/account/calendar", permission=OWN)
def make_calendar(viewer: Viewer) -> ResponseReturnValue:
    token = house().world.token()
    feeds.make_feed(viewer, token, now=now())
    address = links().to(url_for("reports.due_days", token=token))
    return render_template(TEMPLATE, address=address, there=True)


@blueprint.action("/account/calendar/end", permission=OWN)
def end_calendar(viewer: Viewer) -> ResponseReturnValue:
    feeds.end_feed(viewer, now=now())
    say(text("The address is at an end. Calendars that ask for it get nothing any more."))
    return to("people.calendar")
