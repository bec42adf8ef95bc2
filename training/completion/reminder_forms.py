"""The form of the ladder. What it would do is shown first, for an address; then it is sent with the reason."""

import re
from datetime import date
from typing import Any, Self

import wtforms
from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import validators

from training.completion.reminding import Ladder
from training.core.errors import NotFound
from training.web.forms import Form, Line

_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-"})
_NUMBER = re.compile(r"[+-]?\d{1,7}")


def numbers(typed: str) -> list[int] | None:
    """Read working days such as "−14, -3 0 +3"; None where anything else stands among them."""
    words = re.split(r"[\s,;]+", typed.translate(_MINUS).strip())
    found = [word for word in words if word]
    return [int(word) for word in found] if all(_NUMBER.fullmatch(word) for word in found) else None


class Whole(Line):
    """A whole number in one line, so that what was typed is kept whatever it was."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, needed=_l("Enter a whole number"), longest=12, **options)

    @property
    def number(self) -> int:
        """The number, once the form is valid."""
        return (numbers(self.data or "") or [0])[0]

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no number."""
        super().pre_validate(form)
        if len(numbers(self.data or "") or []) != 1:
            raise validators.ValidationError(_l("Enter a whole number"))


class LadderForm(Form):
    """When people are reminded, and how much mail is too much."""

    steps = Line(_l("Working days from the due day"), needed=_l("Enter at least one working day, such as -3, 0"))
    manager_from = Whole(_l("The line manager is told from"))
    director_from = Whole(_l("Whoever leads the department above is told from"))
    most_a_week = Whole(_l("Most mails to one person in seven days"))
    brake = Whole(_l("The brake: most mails on one day"))

    @classmethod
    def asked(cls, ladder: Ladder) -> Self:
        """Make the form from what the address asks for, or from the ladder that holds."""
        given = {name: value.replace("\x00", "")[:400] for name, value in request.args.items()}
        return cls(MultiDict(given if "steps" in given else written(ladder)))

    @property
    def was_asked(self) -> bool:
        """Whether somebody wants to see what this ladder would do."""
        return "steps" in request.args

    def validate_steps(self, field: wtforms.Field) -> None:
        if numbers(field.data or "") is None:
            raise validators.ValidationError(_l("Enter working days as numbers with commas, such as -14, -3, 0, 3"))

    @property
    def ladder(self) -> Ladder:
        """The ladder that was entered, once the form is valid."""
        return Ladder(
            tuple(numbers(self.steps.data or "") or ()), self.manager_from.number, self.director_from.number,
            self.most_a_week.number, self.brake.number,
        )  # fmt: skip


class SaveLadderForm(LadderForm):
    """The same with the reason, as it is sent."""

    reason = Line(_l("Why"), needed=_l("Say why, in a few words"))


def day_of(word: str) -> date:
    """Return the day that stands in an address. Raises NotFound for what is no day."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise NotFound from None


def page_asked() -> int:
    """Return which page of a list the address asks for; the first one if it is none."""
    asked = request.args.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1  # noqa: PLR2004  no list is so long


def written(ladder: Ladder) -> dict[str, str]:
    """Return a ladder as it is typed."""
    return {
        "steps": ", ".join(map(str, ladder.steps)), "manager_from": str(ladder.manager_from),
        "director_from": str(ladder.director_from), "most_a_week": str(ladder.most_a_week), "brake": str(ladder.brake),
    }  # fmt: skip
