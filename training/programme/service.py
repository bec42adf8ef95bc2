"""The verbs of the desk: for now, change the organisation's settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from training.audit.service import Happening, record
from training.core import site
from training.core.permissions import Viewer


def change_settings(viewer: Viewer, values: Mapping[str, Any], *, now: datetime) -> None:
    """Store the settings and record who changed them."""
    site.change(values, by_person_id=viewer.person_id, now=now)
    record(Happening("settings-changed", "setting", None, dict(values)), actor_id=viewer.person_id, now=now)
