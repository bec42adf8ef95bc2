"""Forms of doubts about the roster."""

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from training.people.doubt_service import Settled
from training.people.rules import DoubtState
from training.web.forms import Form, Line


class DoubtForm(Form):
    """What is wrong, in a manager's words. `back` is where it was begun."""

    reason = Line(_l("What do you know?"), needed=_l("Say in a few words what you know"))
    back = wtforms.HiddenField()


class SettleForm(Form):
    """What became of a doubt."""

    outcome_is = wtforms.RadioField(
        _l("What is true?"),
        [validators.InputRequired(_l("Choose one of the two"))],
        choices=[
            SelectChoice(DoubtState.PUT_RIGHT.value, _l("The manager is right: it is put right in the roster")),
            SelectChoice(DoubtState.STANDS.value, _l("The roster is right: it stands")),
        ],
    )
    answer = Line(_l("For the manager"))

    def settled(self) -> Settled:
        """Return what was chosen."""
        return Settled(DoubtState(self.outcome_is.data), self.answer.data or "")
