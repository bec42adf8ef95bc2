"""What the pages of the door need of the request: whose code is shown, and the worker that keeps the page offline."""

from flask import Response, make_response

from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.seminars import holding_queries
from training.seminars.addresses import HERE
from training.seminars.holding_queries import Held
from training.seminars.roster_queries import Comer
from training.web.assets import content
from training.web.request import house, links

WORKER = "js/door-worker.js"


def shown(viewer: Viewer, token: str) -> tuple[Held, Comer] | None:
    """Return whose code it is if the viewer holds the date; None for everybody else. Raises NotFound if forged."""
    registration = links().unseal(HERE, token)
    if registration is None:
        raise NotFound
    if not viewer.may(Permission.SEMINAR_HOLD):
        return None
    return holding_queries.seen_at_door(viewer, registration)


def shown_to_trainer(viewer: Viewer, token: str) -> tuple[Held, Comer]:
    """Return whose code it is. Raises NotFound for who does not hold the date."""
    found = shown(viewer, token)
    if found is None:
        raise NotFound
    return found


def page_name() -> str:
    """Return a name for a page that is shown now: what is pressed on it twice counts once."""
    return house().world.token()[:12]


def worker(_session_id: str) -> Response:
    """Answer with the worker of the door. Where it lies limits it to the page of one date."""
    answer = make_response(content(WORKER))
    answer.content_type = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
