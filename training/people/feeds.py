"""The verbs of the calendar of due days: a secret address that a calendar program asks by itself, without a sign-in."""

from datetime import datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import database
from training.core.digest import token_hash
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.people.models import Account


def make_feed(viewer: Viewer, token: str, *, now: datetime) -> None:
    """Let the viewer's due days be read under a token; an earlier one ends. Only its hash is kept.

    Raises NotFound for somebody without an account.
    """
    _keep(viewer, token_hash(token))
    record(Happening("calendar-made", "person", viewer.person_id), actor_id=viewer.person_id, now=now)


def end_feed(viewer: Viewer, *, now: datetime) -> None:
    """Let the viewer's due days be read by no calendar any more."""
    _keep(viewer, None)
    record(Happening("calendar-ended", "person", viewer.person_id), actor_id=viewer.person_id, now=now)


def _keep(viewer: Viewer, kept: str | None) -> None:
    changed = update(Account).where(Account.person_id == viewer.person_id).values(feed_hash=kept)
    if database.session.execute(changed.returning(Account.person_id)).first() is None:
        raise NotFound
