"""The shape of requirements.yaml: whom a rule is for, what satisfies it, and when it is due."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from training.catalogue.content.schema import ClauseId, Line, Slug, Text, Written

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Started(Written):
    """Who began to work here on a day or later (`after`), earlier than a day (`before`), or between both."""

    after: date | None = None
    before: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.after is None and self.before is None:
            raise ValueError("'started' needs a day | write 'after: 2026-01-01', 'before: 2027-01-01' or both")
        if self.after and self.before and self.after >= self.before:
            raise ValueError("'after' does not come before 'before', so nobody is meant | exchange the two days")
        return self


class AudienceRule(Written):
    """Whom a requirement is for. Exactly one key; rules nest through any, all and not."""

    everyone: Literal[True] | None = None
    departments: tuple[Line, ...] = ()
    sites: tuple[Line, ...] = ()
    attributes: tuple[Line, ...] = ()
    titles: tuple[Line, ...] = ()
    started: Started | None = None
    people: tuple[Line, ...] = ()
    any: tuple["AudienceRule", ...] = ()
    all: tuple["AudienceRule", ...] = ()
    negated: "AudienceRule | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.as_data()) != 1:
            raise ValueError(
                "an audience rule needs exactly one key with a value"
                " | use one of everyone, departments, sites, attributes, titles, started, people, any, all, not;"
                " join several with 'any' or 'all'"
            )
        return self

    def as_data(self) -> dict[str, Any]:
        """Give the rule as a plain mapping, as it was written: fit for JSON."""
        return {
            key: _plain(value)
            for key, value in self.model_dump(mode="json", by_alias=True, exclude_defaults=True).items()
        }


class Satisfier(Written):
    """One thing that satisfies a requirement: a course, a policy that is acknowledged, a seminar, or outside proof.

    `proof` says in a sentence what counts, such as a certificate from elsewhere.
    """

    course: Slug | None = None
    policy: Slug | None = None
    seminar: Slug | None = None
    proof: Line | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError(
                "each line satisfies by one thing"
                " | write '- course: slug', '- policy: slug', '- seminar: slug' or '- proof: what counts'"
            )
        return self

    @property
    def named(self) -> tuple[str, str]:
        """What it is, and its slug; for a proof, what counts."""
        ((kind, slug),) = self.model_dump(exclude_none=True).items()
        return kind, slug


NUMBERS: dict[str, tuple[str, ...]] = {
    "before-access": (),
    "days-from-start": ("days",),
    "rolling": ("months",),
    "fixed-date": ("month", "day"),
    "calendar-quarter": ("days",),
    "month-end": ("months", "days"),
    "linked-risk": ("risk", "days", "low", "medium", "high", "level"),
    "on-event": ("event", "days"),
}
"""What each kind of due rule takes; on-event takes the days on which it came about too."""


class DueRule(Written):
    """When a requirement is due: one of eight kinds, each with its own numbers."""

    kind: Literal[
        "before-access", "days-from-start", "rolling", "fixed-date", "calendar-quarter", "month-end", "linked-risk",
        "on-event",
    ]  # fmt: skip
    days: int | None = Field(default=None, ge=0, le=3650)
    months: int | None = Field(default=None, ge=1, le=120)
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)
    event: Literal["edition", "incident", "bulletin"] | None = None
    on: tuple[date, ...] | None = None
    risk: Slug | None = None
    low: int | None = Field(default=None, ge=1, le=120)
    medium: int | None = Field(default=None, ge=1, le=120)
    high: int | None = Field(default=None, ge=1, le=120)
    level: Literal["low", "medium", "high"] | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        wanted = NUMBERS[self.kind]
        given = set(self.model_dump(exclude_none=True)) - {"kind"} - ({"on"} if self.kind == "on-event" else set())
        if given != set(wanted):
            keys = " and ".join(f"'{key}'" for key in wanted) or "nothing"
            raise ValueError(f"due of kind '{self.kind}' takes {keys} | write {keys} and nothing else beside 'kind'")
        if self.month and (self.day or 0) > _MONTH_LENGTHS[self.month - 1]:
            raise ValueError(f"month {self.month} does not have a day {self.day} every year | choose an earlier day")
        if self.on and list(self.on) != sorted(set(self.on)):
            raise ValueError("the days of 'on' are not in order | write each once, the earliest first")
        return self

    def as_data(self) -> dict[str, Any]:
        """Give the rule as a plain mapping: fit for JSON."""
        return self.model_dump(mode="json", exclude_none=True)


class Requirement(Written):
    """The organisation's own rule: who must do what, by when, how often, and which clauses that serves."""

    id: Slug
    title: Line
    why: Text
    audience: AudienceRule
    satisfied_by: tuple[Satisfier, ...] = Field(min_length=1)
    due: DueRule
    renewal_months: int | None = Field(default=None, ge=1, le=120)
    window_days: int = Field(default=0, ge=0, le=366)
    grace_days: int = Field(default=0, ge=0, le=366)
    owner: Annotated[str, StringConstraints(max_length=120)] = ""
    clauses: tuple[ClauseId, ...] = ()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
