"""Forms of what a manager does in place. `back` is where it was begun."""

from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators

from training.completion.cuts import KINDS, cut_from
from training.completion.rules import Status
from training.completion.team_queries import Group
from training.web.forms import Day, Form, Line


class ExtendForm(Form):
    """More time for one duty."""

    until = Day(_l("New due day"), [validators.InputRequired(_l("Enter the new due day"))])
    reason = Line(_l("Why?"), needed=_l("Say why, in a few words"))
    back = wtforms.HiddenField()


class LeaveForm(Form):
    """Somebody is away."""

    since = Day(_l("First day away"), [validators.InputRequired(_l("Enter the first day away"))])
    until = Day(
        _l("First day back"), [validators.InputRequired(_l("Enter the first day back; it can be changed later"))]
    )
    reason = Line(_l("Why?"), needed=_l("Say why, in a few words"))
    back = wtforms.HiddenField()

    @property
    def days(self) -> tuple[Any, Any]:
        """Return the first day away and the first day back; both are there once the form holds."""
        return self.since.data, self.until.data


class LeaveEndForm(Form):
    """Somebody comes back on another day."""

    until = Day(_l("First day back"), [validators.InputRequired(_l("Enter the first day back"))])
    reason = Line(_l("What has changed?"), needed=_l("Say what has changed, in a few words"))
    back = wtforms.HiddenField()


class RemindForm(Form):
    """Who is to be reminded: as the list is seen."""

    part = wtforms.HiddenField()
    site = wtforms.HiddenField()
    attribute = wtforms.HiddenField()
    title = wtforms.HiddenField()
    back = wtforms.HiddenField()

    def group(self, path: str, slug: str) -> Group:
        """Return whom the fields mean, in a department."""
        part = self.part.data or ""
        known = Status(part) if part in {one.value for one in Status} else None
        return Group(path, slug, known, cut_from({name: self[name].data or "" for name in KINDS}))
