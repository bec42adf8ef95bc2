"""The blueprint of this room: its pages stand in views and policy_views."""

from training.web.blueprint import Blueprint

blueprint = Blueprint("learning", __name__)
