"""The form of an answer: one to choose, several to tick, a place for each step, a choice for each line."""

from collections.abc import Sequence
from typing import Any

import wtforms
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from training.learning.marking import Kind, Sent
from training.web.forms import Form

_PART = "part-"


class SentAnswer(Form):
    """What was sent, to any kind of question. Whether it is an answer is for the verb."""

    choice = wtforms.Field()

    def __init__(self, formdata: Any = None, **options: Any) -> None:
        super().__init__(formdata, **options)
        self._items: list[tuple[str, str]] = list(formdata.items(multi=True)) if formdata is not None else []

    def sent(self) -> Sent:
        """Return (part, value) where parts have fields of their own, and ("", key) for what was chosen or ticked."""
        named = [(name.removeprefix(_PART), value) for name, value in self._items if name.startswith(_PART)]
        return named or [("", value) for name, value in self._items if name == "choice" and value]


class AnswerForm(Form):
    """The form of one question. `choice` carries the complaint where parts have fields of their own."""

    choice: wtforms.Field

    @property
    def parts(self) -> list[wtforms.Field]:
        """The fields of the parts, in the order shown."""
        return [field for name, field in self._fields.items() if name.startswith(_PART)]


class _Ticks(wtforms.SelectMultipleField):
    widget = wtforms.widgets.ListWidget(prefix_label=False)
    option_widget = wtforms.widgets.CheckboxInput()


def answer_form(
    kind: Kind, stem: Markup, options: Sequence[tuple[str, Markup]], choices: Sequence[tuple[str, str]] = ()
) -> type[AnswerForm]:
    """Make the form of one question. `options`: key and words, in the order shown.

    `choices` are those of each part, where parts have fields of their own: its places, or what it may go with.
    """
    if kind in {Kind.ORDER, Kind.MATCH}:
        offered = [SelectChoice("", ""), *(SelectChoice(*choice) for choice in choices)]
        fields: dict[str, Any] = {
            f"{_PART}{key}": wtforms.SelectField(words, choices=offered, validate_choice=False)
            for key, words in options
        }
        return type("PartsForm", (AnswerForm,), {"choice": wtforms.Field(stem), **fields})
    several = _Ticks if kind.ticks_several else wtforms.RadioField
    field = several(stem, choices=[SelectChoice(*option) for option in options], validate_choice=False)
    return type("ChoiceForm", (AnswerForm,), {"choice": field})
