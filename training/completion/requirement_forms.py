"""The form of a requirement: what is typed, what a button of the audience changed, what the file would say of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

import wtforms
from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.catalogue.content.requirement_schema import NUMBERS
from training.completion import drafting
from training.completion.builder import Built, Place, built_of, changed, faults, read
from training.completion.drafting import Asked, At
from training.core.permissions import Viewer
from training.core.text import Text
from training.web.forms import Form, Line, Paragraphs
from training.web.request import local, now, site, translated

_BETWEEN = _l("Enter a whole number from %(min)s to %(max)s")
_YEAR = 366
MONTHS = 12
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
EVENTS = [
    SelectChoice("incident", _l("an incident, called here")),
    SelectChoice("bulletin", _l("a bulletin, called here")),
    SelectChoice("edition", _l("a raised edition of what satisfies it")),
]
LEVELS = [SelectChoice("low", _l("Low")), SelectChoice("medium", _l("Medium")), SelectChoice("high", _l("High"))]
KINDS = [
    SelectChoice("days-from-start", _l("So many days from the start")),
    SelectChoice("before-access", _l("On the first day, before access")),
    SelectChoice("rolling", _l("Every so many months")),
    SelectChoice("fixed-date", _l("By a date each year")),
    SelectChoice("calendar-quarter", _l("Once in each quarter")),
    SelectChoice("month-end", _l("By the end of a calendar month")),
    SelectChoice("linked-risk", _l("As often as a risk is high")),
    SelectChoice("on-event", _l("When something comes about")),
]


def right_now() -> At:
    """Return this instant with the organisation's day: what is reckoned by the worker holds for the same day."""
    return At(now(), local(now(), site().zone).date())


@dataclass(frozen=True)
class ThereIs:
    """What conditions can name: values by kind, and for people what was typed → the roster's key."""

    values: Mapping[str, Collection[str]]
    keys: Mapping[str, str]


NOTHING = ThereIs({}, {})


class AudienceField(wtforms.Field):
    """Whom it is for. Its value is what was built so far; the inputs are drawn by the page."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read what was sent; `data` is what stood there before."""
        self.process_errors = []
        before = data if isinstance(data, Built) else Built()
        self.data = read(formdata.to_dict(), before.kept) if formdata else before


class _Whole(wtforms.IntegerField):
    """A whole number, or nothing; what is none is told in our words."""

    def __init__(self, label: Any, low: int, high: int, **options: Any) -> None:
        checks = [validators.Optional(), validators.NumberRange(low, high, _BETWEEN)]
        super().__init__(label, checks, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Enter a whole number")) from None


class RequirementForm(Form):
    """A requirement as it is written on the desk. Numbers of the eight kinds are named after their keys in the file."""

    title = Line(_l("Title"), needed=_l("Enter the title"))
    why = Paragraphs(_l("Why, for those who have to do it"), needed=_l("Say why, in a sentence"), longest=600)
    audience = AudienceField(_l("For whom"))
    everybody = wtforms.BooleanField(_l("Yes, this is meant for everybody"))
    satisfied_by = wtforms.SelectMultipleField(_l("What counts"), choices=[], validate_choice=False)
    proof = Line(_l("A proof from elsewhere counts too"))
    due = wtforms.RadioField(_l("When it is due"), choices=KINDS, default="days-from-start")
    start_days = _Whole(_l("Days from the start"), 0, 3650, default=30)
    rolling_months = _Whole(_l("Months from one time to the next"), 1, 120)
    fixed_month = wtforms.SelectField(_l("Month"), coerce=int, default=1)
    fixed_day = _Whole(_l("Day of the month"), 1, 31)
    quarter_days = _Whole(_l("Days that whoever is new has at least"), 0, 92)
    end_months = _Whole(_l("Calendar months from one time to the next"), 1, 120)
    end_days = _Whole(_l("Days from the start, for the first time"), 0, 3650)
    risk = Line(_l("Short name of the risk"), longest=64)
    risk_days = _Whole(_l("Days from the start, for the first time"), 0, 3650)
    risk_low = _Whole(_l("Months while it is low"), 1, 120)
    risk_medium = _Whole(_l("Months while it is medium"), 1, 120)
    risk_high = _Whole(_l("Months while it is high"), 1, 120)
    risk_level = wtforms.SelectField(_l("How high it is now"), choices=LEVELS, default="medium")
    event = wtforms.SelectField(_l("What comes about"), choices=EVENTS)
    event_days = _Whole(_l("Days to do it then"), 0, 3650)
    renewal_months = _Whole(_l("Months after which it comes again"), 1, 120)
    window_days = _Whole(_l("Days that it may be done early"), 0, _YEAR)
    grace_days = _Whole(_l("Days of grace after each due day"), 0, _YEAR)
    owner = Line(_l("Who answers for it"))
    clauses = wtforms.SelectMultipleField(_l("Which clauses it supports"), choices=[], validate_choice=False)
    reason = Line(_l("Why it is changed"), needed=_l("Say why, in a few words"))
    replaces = wtforms.HiddenField()
    months: tuple[str, ...] = ()
    """The names of the months in the reader's language."""

    there_is = NOTHING
    """What conditions can name."""
    faults: Mapping[Place, Text] = {}
    """What is wrong with single conditions of the audience, once that was checked."""

    def name_months(self, names: tuple[str, ...]) -> Self:
        """Offer the twelve months."""
        self.months = names
        self.fixed_month.choices = [SelectChoice(number, name) for number, name in enumerate(names, start=1)]
        return self

    @property
    def button(self) -> str:
        """The button of the audience that was pressed, if it was one."""
        return request.form.get("change", "")

    @property
    def status(self) -> int:
        """200 for a form that is still being built, 422 for one that could not be taken."""
        return 200 if self.button else 422

    def is_built_on(self) -> bool:
        """Carry out what a button of the audience asks for, and tell whether one was pressed."""
        if self.button:
            self.audience.data = changed(self.audience.data, self.button, request.form)
        return bool(self.button)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields; of the eight kinds only the numbers of the chosen one."""
        super().validate(extra_validators)
        chosen = FIELDS.get(self.due.data, {})
        for name in (name for names in FIELDS.values() for name in names):
            if name not in chosen:
                self[name].errors = []
            elif self[name].data in {None, ""} and not self[name].errors:
                self[name].errors = [str(_NEEDED)]
        self.faults = faults(self.audience.data, self.there_is.values)
        if self.faults:
            self.audience.errors = list(dict.fromkeys(map(translated, self.faults.values())))
        if not self._ways and not self.proof.data:
            self.satisfied_by.errors = [str(_l("Choose at least one thing that counts"))]
        return not self.errors

    def validate_fixed_day(self, field: wtforms.Field) -> None:
        month = self.fixed_month.data
        if month and field.data and field.data > _MONTH_LENGTHS[month - 1]:
            name = self.months[month - 1]
            told = _l("%(month)s does not have a day %(day)d every year", month=name, day=field.data)
            raise validators.ValidationError(str(told))

    def draft(self, viewer: Viewer, slug: str, *, at: At) -> str:
        """Write what was typed as a draft; return its public id."""
        return drafting.draft(viewer, self._asked(slug), at=at)

    def _asked(self, slug: str) -> Asked:
        return Asked(
            slug, self._content(), self.owner.data or "", self.reason.data or "", everybody=bool(self.everybody.data),
            replaces=self.replaces.data or "",
        )  # fmt: skip

    def _content(self) -> dict[str, Any]:
        built: Built = self.audience.data
        proofs = [{"proof": self.proof.data}] if self.proof.data else []
        return {
            "title": self.title.data, "why": self.why.data, "audience": built.naming(self.there_is.keys).rule,
            "satisfied_by": [*self._ways, *proofs], "due": self._due(), "renewal_months": self.renewal_months.data,
            "window_days": self.window_days.data or 0, "grace_days": self.grace_days.data or 0,
            "clauses": list(self.clauses.data or ()),
        }  # fmt: skip

    @property
    def _ways(self) -> list[dict[str, str]]:
        pairs = [one.split(":", 1) for one in self.satisfied_by.data or () if ":" in one]
        return [{kind: slug} for kind, slug in pairs]

    def _due(self) -> dict[str, Any]:
        return {"kind": self.due.data} | {key: self[name].data for name, key in FIELDS[self.due.data].items()}


_NEEDED = _l("Fill this in, or choose another kind")
_PREFIXES = {
    "days-from-start": "start", "rolling": "rolling", "fixed-date": "fixed", "calendar-quarter": "quarter",
    "month-end": "end", "linked-risk": "risk", "on-event": "event",
}  # fmt: skip
FIELDS: dict[str, dict[str, str]] = {
    kind: {key if key == _PREFIXES.get(kind) else f"{_PREFIXES[kind]}_{key}": key for key in keys}
    for kind, keys in NUMBERS.items()
}
"""The fields of each kind of due rule: name of the field → key in the file."""


def values_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a requirement; its owner is shown by whoever knows the address."""
    rule = content["due"]
    ways = [pair for one in content["satisfied_by"] for pair in one.items()]
    numbers = {name: rule[key] for name, key in FIELDS[rule["kind"]].items()}
    return numbers | {
        "title": content["title"], "why": content["why"], "audience": built_of(content["audience"]),
        "satisfied_by": [f"{kind}:{slug}" for kind, slug in ways if kind != "proof"],
        "proof": next((slug for kind, slug in ways if kind == "proof"), ""), "due": rule["kind"],
        "renewal_months": content.get("renewal_months"), "window_days": content.get("window_days", 0),
        "grace_days": content.get("grace_days", 0), "clauses": list(content.get("clauses", ())),
    }  # fmt: skip


class ReasonForm(Form):
    """One question and a reason."""

    reason = Line(_l("Why"), needed=_l("Say why, in a few words"))
