"""The form before guests are forgotten: a box to tick, since it cannot be undone."""

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators

from training.web.forms import Form


class ForgetForm(Form):
    """Yes, forget them."""

    sure = wtforms.BooleanField(
        _l("I have read what goes and what stays"), [validators.InputRequired(_l("Tick the box: it cannot be undone"))]
    )
