"""What somebody ticks who asks for a seat of their own."""

import wtforms
from flask_babel import lazy_gettext as _l

from training.web.forms import Form


class OwnForm(Form):
    """A wish for a seat. `knows`: that there is another seat at the same time."""

    knows = wtforms.BooleanField(_l("I know, and I sort it out myself"))


class SwapForm(Form):
    """Which seat is given up for this one."""

    registration = wtforms.HiddenField()
