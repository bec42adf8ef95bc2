"""Pages of courses."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.web.blueprint import Blueprint

blueprint = Blueprint("learning", __name__)


@blueprint.page("/courses/", permission=Permission.COURSE_TAKE)
def courses(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("reports/privacy.html")


@blueprint.page("/courses/<slug:slug>", permission=Permission.COURSE_TAKE)
def course(_viewer: Viewer, slug: str) -> ResponseReturnValue:
    return render_template("reports/privacy.html")
