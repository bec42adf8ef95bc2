"""The form with which somebody says how a date was."""

from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.seminars.feedback import Opinion
from training.web.forms import Form, Paragraphs


def _grades(label: Any, wrong: Any, *words: Any) -> wtforms.RadioField:
    choices = [SelectChoice(str(grade), word) for grade, word in enumerate(words, start=1)]
    return wtforms.RadioField(
        label, [validators.InputRequired(wrong), validators.AnyOf([str(grade) for grade in range(1, 6)], wrong)],
        choices=choices, validate_choice=False,
    )  # fmt: skip


class FeedbackForm(Form):
    """Three grades and a comment."""

    useful = _grades(
        _l("How useful was it for your work?"), _l("Choose how useful it was"),
        _l("1, not at all"), _l("2, a little"), _l("3, fairly"), _l("4, very"),
        _l("5, it changes how I work"),
    )  # fmt: skip
    pace = _grades(
        _l("How was the pace?"), _l("Choose how the pace was"),
        _l("1, far too slow"), _l("2, a little slow"), _l("3, right"), _l("4, a little fast"),
        _l("5, far too fast"),
    )  # fmt: skip
    trainer = _grades(
        _l("How well was it given?"), _l("Choose how well it was given"),
        _l("1, badly"), _l("2, not so well"), _l("3, fairly"), _l("4, well"),
        _l("5, very well"),
    )  # fmt: skip
    comment = Paragraphs(_l("What should we keep, and what should we change?"), longest=2000)

    def opinion(self) -> Opinion:
        """Return what was entered."""
        useful, pace, trainer = (int(field.data) for field in (self.useful, self.pace, self.trainer))
        return Opinion(useful, pace, trainer, self.comment.data or "")
