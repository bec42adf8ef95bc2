"""The calendar of due days, for programs that have the secret address and no sign-in."""

from flask.typing import ResponseReturnValue

from training.core.permissions import Viewer
from training.reports.blueprint import blueprint
from training.reports.due_days import Publisher, calendar_of
from training.reports.feed_queries import feed
from training.reports.pages import entry_address
from training.seminars.own_date_queries import own_dates
from training.web.blueprint import PUBLIC
from training.web.exporting import calendar
from training.web.request import house, now, site, today


@blueprint.page("/calendar/<token:token>.ics", permission=PUBLIC)
def due_days(_viewer: Viewer, token: str) -> ResponseReturnValue:
    found = feed(token, today())
    publisher = Publisher(house().settings.host, site().name, entry_address)
    return calendar(calendar_of(found, own_dates(found.person_id, now()), publisher))
