"""The shape of written content: every key of every file. Unknown keys are errors; values are never coerced.

docs/author-a-course.md explains the keys to authors. A validator's complaint reads "what | how to put it right".
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Level = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
Strength = Literal["full", "part", "supports"]
Claim = Literal["full", "part", "supports", "never"]
Kind = Literal["one", "many", "order", "match", "inspect"]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CLAUSE = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][A-Za-z]{1,3})?")
_OF = re.compile(r"[0-9a-f]{12}")
_PERIOD = re.compile(r"[1-9][0-9]{0,2} months")
_URL = re.compile(r"https://[a-z0-9.-]+(?:/[\x21-\x7e]*)?")
_DUE = re.compile(
    r"[1-9][0-9]{0,3} days after start|before access|quarter|every [1-9][0-9]{0,2} months"
    r"|[1-9][0-9]? calendar months|once|risk: \S.*"
)


def _like(pattern: re.Pattern[str], noun: str, fix: str) -> AfterValidator:
    def fits(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(f"'{value[:40]}' is not {noun} | {fix}")
        return value

    return AfterValidator(fits)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]
Slug = Annotated[
    str,
    StringConstraints(max_length=64),
    _like(_SLUG, "a slug", "use small letters, digits and single hyphens"),
]
ClauseId = Annotated[
    str,
    StringConstraints(max_length=64),
    _like(_CLAUSE, "the id of a clause", "use letters and digits with dots or hyphens between them"),
]
Language = Annotated[str, _like(_LANGUAGE, "a language code", "write it as 'en', 'es' or 'pt-BR'")]
Period = Annotated[str, _like(_PERIOD, "a period", "write it as '12 months'")]
Url = Annotated[str, StringConstraints(max_length=500), _like(_URL, "an https address", "write it as https://…")]
When = Annotated[
    str,
    _like(_DUE, "a rule for a date", "write '30 days after start', 'every 12 months', 'quarter' or 'before access'"),
]
Checked = date | Literal["never"]
Of = Annotated[str, _like(_OF, "the digest of the original text", "write 12 letters in quotes; the checker names them")]


class Written(BaseModel):
    """The ground of all shapes: frozen, strict, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class Objective(Written):
    """What a person can do afterwards."""

    id: Slug
    text: Line
    level: Level
    topic: Slug | None = None
    """Where its questions count when recall is measured, if it is not the course's own topic."""


class Assign(Written):
    """The author's advice for a requirement: when it is due, when it comes again."""

    due: When
    repeat: When | None = None


class Quiz(Written):
    """How the questions are drawn and when they are passed."""

    draw: int = Field(ge=1, le=50)
    from_each_objective: int = Field(default=1, ge=0, le=10)
    pass_percent: int = Field(alias="pass", ge=1, le=100)
    feedback: Literal["after each answer", "at the end"] = "after each answer"
    limit_minutes: int | None = Field(default=None, ge=5, le=240)
    """Only where a law or a contract asks for a limit: without one nobody is hurried."""


class Serves(Written):
    """The claim that a text serves a clause, and how far."""

    clause: ClauseId
    strength: Strength
    note: Text | None = None


class Serving(Serves):
    """The claim that some lessons of a course serve a clause."""

    lessons: tuple[Slug, ...] = Field(min_length=1)


class Source(Written):
    """Where a figure or a claim comes from. Lessons may link only to the hosts named here."""

    title: Line
    used_for: Line
    url: Url | None = None


class Course(Written):
    """course.yaml: everything about a course but its lessons and questions."""

    format: Literal[1]
    id: Slug
    edition: int = Field(ge=1, le=9999)
    title: Line
    summary: Text
    language: Language
    track: Slug
    topic: Slug
    audience: tuple[Slug, ...] = Field(min_length=1)
    minutes: int = Field(ge=1, le=600)
    authors: tuple[Line, ...] = ()
    licence: Line
    reviewed: date
    review_every: Period = "12 months"
    assign: Assign | None = None
    objectives: tuple[Objective, ...] = Field(min_length=1, max_length=12)
    lessons: tuple[Slug, ...] = Field(min_length=1, max_length=40)
    quiz: Quiz
    serves: tuple[Serving, ...] = ()
    promises: tuple[Line, ...] = ()
    sources: tuple[Source, ...] = ()


class Lesson(Written):
    """The front matter of a lesson."""

    title: Line
    minutes: int = Field(ge=1, le=60)
    objectives: tuple[Slug, ...] = Field(min_length=1)
    changed: int = Field(default=1, ge=1, le=9999)
    """The edition in which what it teaches changed last: whoever completed an earlier one is asked for it again."""


class Option(Written):
    """One answer to choose from. A wrong one names the false belief that leads to it."""

    text: Line
    why: Text | None = None
    right: bool = False
    """In a question of kind inspect: whether it is one of the signs to be found."""
    misconception: Slug | None = None
    label: Line | None = None
    """What stands in front of a part of a scene, such as 'From'."""


class Step(Written):
    """One step to be put in order; the steps are written in the right order."""

    text: Line
    why: Text | None = None


class Pair(Written):
    """Two things that belong together."""

    text: Line
    goes_with: Line
    why: Text | None = None


class Question(Written):
    """One question. Its id is for ever: statistics hang on it.

    `options` are for the kinds one, many and inspect, `steps` for order, `pairs` and `decoys` for match.
    """

    id: Slug
    objective: Slug
    lesson: Slug
    kind: Kind
    level: Level
    stem: Text
    takeaway: Text
    options: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    pairs: tuple[Pair, ...] = ()
    decoys: tuple[Line, ...] = ()
    """Choices that go with nothing."""
    scene: Literal["message", "room"] | None = None
    """What is inspected."""
    picture: Line | None = None
    """Of a room, with its parts numbered: a file in images/."""
    status: Literal["live", "draft", "retired"] = "live"


class TranslatedCourse(Written):
    """course.yaml of a translation: the same words in another language. `of` names the text that was translated."""

    translates: int = Field(ge=1, le=9999)
    of: Of
    title: Line
    summary: Text
    objectives: dict[Slug, Line] = Field(min_length=1)


class TranslatedLesson(Written):
    """The front matter of a translated lesson."""

    title: Line
    of: Of


class TranslatedOption(Written):
    """An option or a step of a translated question; it stands where the original one stands."""

    text: Line
    why: Text
    label: Line | None = None


class TranslatedPair(Written):
    """A pair of a translated question."""

    text: Line
    goes_with: Line
    why: Text


class TranslatedQuestion(Written):
    """A question in another language: words only."""

    id: Slug
    of: Of
    stem: Text
    options: tuple[TranslatedOption, ...] = ()
    steps: tuple[TranslatedOption, ...] = ()
    pairs: tuple[TranslatedPair, ...] = ()
    decoys: tuple[Line, ...] = ()
    takeaway: Text


class GlossaryEntry(Written):
    """A term and what it means here."""

    term: Line
    means: Text


class Pin(Written):
    """A numbered pin in an example message: the piece of text it stands after, and what it says."""

    mark: Line
    say: Text


class Message(Written):
    """An example message, shown as an inert picture of one."""

    channel: Line = "mail"
    sender: Line = Field(alias="from")
    to: Line | None = None
    cc: Line | None = None
    subject: Line | None = None
    attached: Line | None = None
    body: Text
    pins: tuple[Pin, ...] = Field(default=(), max_length=9)


class Misconception(Written):
    """A false belief, in the words of a person who holds it."""

    slug: Slug
    belief: Line


class Clause(Written):
    """One demand of a law, contract or standard. What each key means: docs/author-a-course.md."""

    id: ClauseId
    citation: Line
    title: Line
    who: Text
    frequency: Text
    content: Text
    evidence: Text
    test: Text
    claim: Claim
    status: Literal["in-force", "proposed", "future"]
    effective: date | None = None
    served_by: Literal["platform"] | None = None
    seat_time: bool = False
    """Whether it asks that the lessons themselves are taken: then nobody may pass by knowing it already."""
    note: Text | None = None
    certainty: Literal["primary", "secondary", "mixed", "memory"]
    source: Text
    checked: Checked


class Framework(Written):
    """One file of the register of clauses."""

    framework: Slug
    name: Line
    force: Line
    reuse: Text
    version: Text
    penalty: Text
    note: Text | None = None
    source: Text
    checked: Checked
    clauses: tuple[Clause, ...] = Field(min_length=1)
