"""The one blueprint of this room."""

from training.web.blueprint import Blueprint

blueprint = Blueprint("seminars", __name__)
