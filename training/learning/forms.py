"""The forms of learning: an answer, and agreeing to a policy."""

from collections.abc import Sequence
from typing import Self

import wtforms
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import validators

from training.web.forms import Form


class AnswerForm(Form):
    """Whether the choice is on offer is for the verb: a question that is answered already takes anything."""

    choice = wtforms.RadioField(validate_choice=False)

    def asking(self, stem: Markup, options: Sequence[tuple[str, Markup]]) -> Self:
        """Put the words of a question: its stem, and its options (key, words) in the order shown."""
        self.choice.label.text = stem
        self.choice.choices = list(options)
        return self


class AgreeForm(Form):
    """One box to tick, whose label is the statement itself. `digest` names the text that was shown."""

    agree = wtforms.BooleanField(
        validators=[validators.InputRequired(_l("Tick the box to say that you agree; or ask first, and agree later"))]
    )
    digest = wtforms.HiddenField()

    def to(self, statement: str, digest: str) -> Self:
        """Put the sentence that is agreed to, and the digest of the text that is shown now."""
        self.agree.label.text = statement
        if self.digest.data != digest:
            # The box is for the text that is on the page.
            self.agree.data = False
        self.digest.data = digest
        return self
