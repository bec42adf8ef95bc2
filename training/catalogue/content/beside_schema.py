"""The shapes of what stands beside the courses: tracks, topics, policies and seminar kits."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from training.catalogue.content.schema import Language, Line, Period, Serves, Slug, Source, Text, Written


class Track(Written):
    """A shelf of the catalogue: for whom its courses are. Shelves stand in the order of the file."""

    slug: Slug
    title: Line
    summary: Text


class Topic(Written):
    """What recall is measured by, across courses: a few words that everybody understands."""

    slug: Slug
    title: Line
    summary: Text


class Policy(Written):
    """policy.yaml: what people are asked to read and to acknowledge. The text itself is text.md."""

    format: Literal[1]
    id: Slug
    edition: int = Field(ge=1, le=9999)
    title: Line
    summary: Text
    language: Language
    owner: Line
    """The post that answers for it and grants exceptions."""
    licence: Line
    reviewed: date
    review_every: Period = "12 months"
    statement: Text
    """The sentence that a person agrees to, word for word."""
    serves: tuple[Serves, ...] = ()
    promises: tuple[Line, ...] = ()
    sources: tuple[Source, ...] = ()


class Insert(Written):
    """A local lesson, and the shipped lesson that it follows."""

    lesson: Slug
    after: Slug


class Additions(Written):
    """local.yaml: what an organisation adds to a shipped course. Its questions stand in questions.yaml."""

    format: Literal[1]
    lessons: tuple[Insert, ...] = ()


class AgendaItem(Written):
    """One part of a seminar."""

    minutes: int = Field(ge=1, le=240)
    title: Line
    does: Text
    """What the trainer and the people in the room do."""


class Feedback(Written):
    """One question to ask people afterwards: a scale from 1 to 5, one of some choices, or free text."""

    id: Slug
    ask: Line
    kind: Literal["scale", "choice", "text"]
    choices: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        if (self.kind == "choice") != (len(self.choices) > 1):
            raise ValueError(
                "only a feedback question of kind choice has choices, two or more"
                " | write 'choices:' with two lines, or another kind"
            )
        return self


class Kit(Written):
    """kit.yaml: a seminar that somebody can hold. Its papers are trainer.md, handout.md and exercise.md."""

    format: Literal[1]
    id: Slug
    edition: int = Field(ge=1, le=9999)
    title: Line
    summary: Text
    language: Language
    audience: tuple[Slug, ...] = Field(min_length=1)
    seats: Line
    needs: tuple[Line, ...] = Field(min_length=1)
    licence: Line
    reviewed: date
    review_every: Period = "12 months"
    course: Slug | None = None
    """The course that people can take before or after it."""
    objectives: tuple[Line, ...] = Field(min_length=1)
    agenda: tuple[AgendaItem, ...] = Field(min_length=2)
    feedback: tuple[Feedback, ...] = Field(min_length=2)
    serves: tuple[Serves, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it takes, with its breaks."""
        return sum(item.minutes for item in self.agenda)
