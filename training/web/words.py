"""Words in the reader's language, with types: `_` for one sentence, `ngettext` for one that counts."""

from typing import Any

from flask_babel import gettext
from flask_babel import ngettext as counted


def _(message: str, **values: Any) -> str:
    """Return a sentence in the reader's language."""
    return str(gettext(message, **values))


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """Return a sentence for a number, which it may show as %(num)d."""
    return str(counted(one, many, number, **values))
