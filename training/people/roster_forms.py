"""Forms of the roster: send a file, say yes to its plan."""

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators

from training.core.files import Upload
from training.people.imports import Yes
from training.web.forms import Form
from training.web.request import upload


class RosterForm(Form):
    file = wtforms.FileField(_l("Roster as CSV"), [validators.DataRequired(_l("Choose the file"))])
    complete = wtforms.BooleanField(_l("The file is complete: whoever is missing from it has left"))

    @property
    def sent(self) -> Upload:
        return upload("file") or Upload("", "", b"")


class ApplyForm(Form):
    digest = wtforms.HiddenField()
    many_leavers = wtforms.BooleanField(_l("Yes, so many people have left"))

    @property
    def yes(self) -> Yes:
        return Yes(self.digest.data or "", bool(self.many_leavers.data))
