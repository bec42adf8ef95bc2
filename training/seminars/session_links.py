"""Where else the desk can go from one date: one line for each page that a date has, in the order of its life."""

from datetime import datetime

from flask import url_for

from training.seminars.desk_pages import ALIVE, Link
from training.seminars.roster_queries import DeskSession
from training.seminars.rules import SessionStatus
from training.web.words import _


def desk_links(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    """Return the pages of a date besides its own, those that make sense now."""
    draft = one.status is SessionStatus.DRAFT
    ahead = draft or (one.status in ALIVE and one.starts_at > now)
    pages = (
        (ahead, _("Move it"), "move_form"), (draft or one.status in ALIVE, _("Edit its terms"), "edit_session_form"),
        (True, _("Trainers"), "trainers"), (True, _("Materials"), "materials"), (True, _("Costs"), "costs"),
        (not draft, _("Answers to a move"), "answers"),
    )  # fmt: skip
    return tuple(
        Link(label, url_for(f"seminars.{name}", session_id=one.public_id)) for shown, label, name in pages if shown
    )
