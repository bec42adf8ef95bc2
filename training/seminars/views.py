"""Pages of seminars."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Viewer
from training.web.blueprint import PUBLIC, Blueprint

blueprint = Blueprint("seminars", __name__)


@blueprint.page("/seminars/", permission=PUBLIC)
def listing(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("reports/privacy.html")
