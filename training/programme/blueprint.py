"""The one blueprint of the desk. Its first page is drawn by `reports`, which sees all rooms."""

from training.web.blueprint import Blueprint

blueprint = Blueprint("programme", __name__)
