"""What a manager writes who says no."""

from flask_babel import lazy_gettext as _l

from training.web.forms import Form, Line


class DeclineForm(Form):
    """Why somebody may not come."""

    reason = Line(_l("Why not this time"), needed=_l("Say why. The person reads it."))
