"""The one blueprint of this room; its pages are in several modules."""

from training.web.blueprint import Blueprint

blueprint = Blueprint("reports", __name__)
