"""The one form of learning: an answer."""

from collections.abc import Sequence
from typing import Self

import wtforms
from markupsafe import Markup

from training.web.forms import Form


class AnswerForm(Form):
    """Whether the choice is on offer is for the verb: a question that is answered already takes anything."""

    choice = wtforms.RadioField(validate_choice=False)

    def asking(self, stem: Markup, options: Sequence[tuple[str, Markup]]) -> Self:
        """Put the words of a question: its stem, and its options (key, words) in the order shown."""
        self.choice.label.text = stem
        self.choice.choices = list(options)
        return self
