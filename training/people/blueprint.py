"""The one blueprint of this room; its pages are in two modules."""

from training.web.blueprint import Blueprint

blueprint = Blueprint("people", __name__)
