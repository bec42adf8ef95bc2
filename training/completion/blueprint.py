"""The blueprint of this room."""

from training.web.blueprint import Blueprint

blueprint = Blueprint("completion", __name__)
