"""For load balancers and monitors: is the process alive, and can it serve."""

from flask import Response, jsonify, make_response
from sqlalchemy.exc import SQLAlchemyError

from training.core import revisions
from training.core.permissions import Viewer
from training.web.blueprint import PUBLIC, Blueprint

blueprint = Blueprint("health", __name__)


@blueprint.page("/healthz", permission=PUBLIC)
def alive(_viewer: Viewer) -> Response:
    """Answer 200 as long as the process answers at all; the database plays no part."""
    return _told(200, "alive")


@blueprint.page("/readyz", permission=PUBLIC)
def ready(_viewer: Viewer) -> Response:
    """Answer 200 when requests can be served, else 503 with the reason."""
    try:
        current = revisions.current()
    except SQLAlchemyError:
        return _told(503, "the database cannot be reached")
    return _told(200, "ready") if current else _told(503, "the database is not as new as the program")


def _told(status: int, words: str) -> Response:
    answer = make_response(jsonify({"status": words}), status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
