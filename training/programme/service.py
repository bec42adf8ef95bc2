"""The verbs of the desk: for now, change the organisation's settings."""

from datetime import datetime

from training.audit.service import Happening, record
from training.core import site
from training.core.permissions import Viewer


def change_settings(viewer: Viewer, values: dict[str, str], *, now: datetime) -> None:
    """Store the settings and record who changed them."""
    site.change(values, by_person_id=viewer.person_id, now=now)
    record(Happening("settings-changed", "setting", None, values), actor_id=viewer.person_id, now=now)
