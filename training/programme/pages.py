"""What the desk shows: the ways that this viewer may go."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from training.core.permissions import Permission, Viewer


@dataclass(frozen=True)
class Way:
    title: str
    href: str
    summary: str


def ways(viewer: Viewer) -> tuple[Way, ...]:
    """Return the parts of the desk that the viewer may open."""
    every = (
        (Permission.DEPARTMENT_READ, _("Teams"), "reports.teams", _("Who has done what, by department")),
        (Permission.SEMINAR_RUN, _("Seminars"), "seminars.desk", _("Plan dates, see who comes, take attendance")),
        (Permission.ROSTER_IMPORT, _("Roster"), "people.roster", _("Bring in people, departments and sites from a file")),
        (Permission.MAIL_READ, _("Outbox"), "notices.outbox", _("What mail went out, what waits, what failed")),
        (Permission.SETTINGS_CHANGE, _("Settings"), "programme.settings_form", _("Names, numbers and addresses on every page")),
    )
    return tuple(Way(title, url_for(endpoint), summary) for permission, title, endpoint, summary in every if viewer.may(permission))
