"""Forms of imports of history: send a file, say what old titles count as, say yes to the plan."""

from collections.abc import Sequence
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.completion.history_service import Yes
from training.core.files import Upload
from training.web.forms import Form, Line
from training.web.request import upload

OUT = "leave-out"


class HistoryForm(Form):
    """What an older system knew."""

    system = Line(_l("What the older system is called"), needed=_l("Enter the name that people know it by"), longest=80)
    file = wtforms.FileField(_l("History as CSV"), [validators.DataRequired(_l("Choose the file"))])

    @property
    def sent(self) -> Upload:
        """The file."""
        return upload("file") or Upload("", "", b"")


class HistoryYesForm(Form):
    """The yes to a plan."""

    digest = wtforms.HiddenField()
    without_strangers = wtforms.BooleanField(_l("Leave out the people whom the roster does not know"))
    without_faulty = wtforms.BooleanField(_l("Leave out the lines with faults"))

    @property
    def yes(self) -> Yes:
        """What was agreed to."""
        return Yes(self.digest.data or "", bool(self.without_strangers.data), bool(self.without_faulty.data))


class TitlesForm(Form):
    """What each old title counts as: one list for each."""

    digest = wtforms.HiddenField()
    names: Sequence[str] = ()

    @property
    def answers(self) -> dict[str, str]:
        """Title → public id of a subject, empty for one that is left out. What nobody answered is not there."""
        sent = {name: self[f"title-{number}"].data for number, name in enumerate(self.names)}
        return {name: "" if answer == OUT else answer for name, answer in sent.items() if answer}


def titles_form(names: Sequence[str], answers: Sequence[str], choices: Sequence[tuple[str, str]]) -> type[TitlesForm]:
    """Return the form with a list for each title. `answers` are what is chosen already, "" for nothing."""
    offered = [
        SelectChoice("", _l("Choose")),
        SelectChoice(OUT, _l("Nothing: leave these lines out")),
        *(SelectChoice(*one) for one in choices),
    ]
    fields: dict[str, Any] = {
        f"title-{number}": wtforms.SelectField(name, choices=offered, default=answer)
        for number, (name, answer) in enumerate(zip(names, answers, strict=True))
    }
    return type("TitlesOfImport", (TitlesForm,), {**fields, "names": tuple(names)})
