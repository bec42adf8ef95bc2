"""Forms of question banks: a file to read for a course, and the drafts to take along."""

from collections.abc import Sequence
from typing import Self

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.core.files import Upload
from training.web.forms import Form
from training.web.request import upload
from training.web.words import _


class GiftForm(Form):
    slugs: tuple[str, ...] = ()
    course = wtforms.SelectField(
        _l("Course that the questions are for"),
        [validators.InputRequired(_l("Choose the course"))],
        validate_choice=False,
    )
    file = wtforms.FileField(_l("File in the format GIFT"), [validators.DataRequired(_l("Choose the file"))])

    def choosing(self, slugs: Sequence[str]) -> Self:
        """Put the courses that can be chosen."""
        self.slugs = tuple(slugs)
        self.course.choices = [SelectChoice(slug, slug) for slug in slugs]
        return self

    def validate_course(self, field: wtforms.Field) -> None:
        """Refuse a course that is not in the list."""
        if field.data not in self.slugs:
            raise validators.ValidationError(_("Choose a course of the list"))

    @property
    def sent(self) -> Upload:
        return upload("file") or Upload("", "", b"")


class DraftForm(Form):
    """The drafts of a report, sent back to be kept as a file: nothing of them is stored here."""

    yaml = wtforms.HiddenField(validators=[validators.DataRequired()])

    @property
    def text(self) -> str:
        """The drafts with the line breaks of a file: browsers send others."""
        return (self.yaml.data or "").replace("\r\n", "\n")
