"""What the pages of courses show, as frozen values in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from training.catalogue.content.labels import without_blanks
from training.learning.attempt_queries import PastTry, Try
from training.learning.drawing_queries import TopicTry
from training.learning.parts import (
    Fact,
    Link,
    Words,
    filled,
    lessons_words,
    minutes_words,
    questions_words,
    sentence,
)
from training.learning.queries import Course, Done, Duty, Step
from training.learning.quiz_pages import goes_on
from training.learning.readiness import terms_of
from training.learning.rules import FEWEST_FOR_TOPIC, AttemptState, Way, first_unread, needed_of
from training.web.language import day_full, day_year, in_days
from training.web.words import _, count_word

# --- one course ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepEntry:
    """One lesson, or the questions, in the roll of a course."""

    number: str
    title: str
    href: str
    aside: str
    summary: str = ""
    state: str = ""
    state_label: str = ""
    next: bool = False
    first: Link | None = None
    """The way to the questions of this lesson, for whoever may know it already."""


@dataclass(frozen=True)
class Term:
    term: str
    means: Markup


@dataclass(frozen=True)
class CoursePage:
    title: str
    language: str
    """Of the content: the page around it is in the reader's own."""
    track: str
    summary: str
    heading: str
    read: str
    steps: tuple[StepEntry, ...]
    objectives: tuple[str, ...]
    facts: tuple[Fact, ...]
    act: Link
    act_kind: str
    kept: bool
    questions_first: str
    questions_href: str
    why: tuple[str, ...]
    why_href: str
    about: tuple[Fact, ...]
    supports: str
    glossary: tuple[Term, ...]
    sources: tuple[Fact, ...]
    changes_href: str
    tries: tuple[Fact, ...]


@dataclass(frozen=True)
class Standing:
    """How the viewer stands with a course."""

    steps: tuple[Step, ...]
    last_try: Try | None
    duty: Duty | None = None
    done: Done | None = None
    topics: Mapping[str, TopicTry] = field(default_factory=dict)
    """What the lessons have of questions that can be tried first; empty where that is not offered."""
    tries: Sequence[PastTry] = ()

    @property
    def open_try(self) -> Try | None:
        """The attempt that goes on; one at an earlier edition does not."""
        last = self.last_try
        return last if last and last.state is AttemptState.OPEN and not last.stale else None

    @property
    def unread(self) -> str | None:
        return first_unread((step.slug, step.read) for step in self.steps)

    @property
    def finished(self) -> bool:
        """Whether nothing is to be done now: it was completed, no duty asks again, and no attempt is open."""
        asked_again = self.duty is not None and self.duty.done_on is None
        return self.done is not None and not asked_again and self.open_try is None

    @property
    def next_lesson(self) -> str | None:
        """The lesson that comes next; None when it is the turn of the questions, or of nothing."""
        return None if self.finished or self.open_try else self.unread


def course_page(
    course: Course, standing: Standing, citations: Mapping[str, str], words: Words, today: date
) -> CoursePage:
    """Build a course's own page."""
    words = without_blanks(words, course.content["language"])
    asked, needed = asked_and_needed(course)
    begun = any(step.read for step in standing.steps)
    return CoursePage(
        title=course.title, language=course.content["language"], track=course.track_title,
        summary=course.summary,
        heading=_heading(len(standing.steps), asked), read=_read(standing.steps),
        steps=(*_lesson_entries(course, standing), _quiz_entry(course, standing, asked, needed)),
        objectives=tuple(one["text"] for one in course.content["objectives"]),
        facts=_facts(course, standing, today), act=_act(course, standing),
        act_kind="plain" if standing.finished else "primary",
        kept=not standing.finished and (begun or standing.open_try is not None),
        questions_first="" if begun or standing.last_try else questions_words(asked),
        questions_href=url_for("learning.quiz", slug=course.slug), why=_why(standing),
        why_href=url_for("reports.duty", duty_id=standing.duty.public_id) if standing.duty else "",
        about=_about(course), supports=supports(course.content, citations),
        glossary=tuple(Term(one["term"], filled(one["means_html"], words)) for one in course.content["glossary"]),
        sources=tuple(Fact(one["title"], one["used_for"]) for one in course.content["sources"]),
        changes_href=url_for("learning.changes", slug=course.slug) if course.number > 1 else "",
        tries=tuple(_try(course.slug, one) for one in standing.tries),
    )  # fmt: skip


def _heading(lessons: int, asked: int) -> str:
    words = _("%(lessons)s, then %(questions)s", lessons=lessons_words(lessons), questions=questions_words(asked))
    return sentence(words)


def _read(steps: Sequence[Step]) -> str:
    return _("%(read)d of %(lessons)d read", read=sum(step.read for step in steps), lessons=len(steps))


def _lesson_entries(course: Course, standing: Standing) -> list[StepEntry]:
    return [
        StepEntry(
            number=str(number), title=step.title, aside=_("%(n)d min", n=step.minutes),
            href=url_for("learning.lesson", slug=course.slug, lesson=step.slug),
            state="done" if step.read else "", state_label=_way(step),
            summary=_way(step) if step.way in {Way.KNOWN, Way.UNCHANGED} else "",
            next=step.slug == standing.next_lesson, first=_first(course.slug, step, standing),
        )
        for number, step in enumerate(standing.steps, start=1)
    ]  # fmt: skip


def _way(step: Step) -> str:
    return {
        Way.KNOWN.value: _("You know this: its questions were right."),
        Way.UNCHANGED.value: _("Unchanged since you took it."),
    }.get(step.way or "", _("Read"))


def _first(slug: str, step: Step, standing: Standing) -> Link | None:
    topic = standing.topics.get(step.slug)
    if step.read or topic is None or standing.finished or standing.open_try:
        return None
    if topic.state is AttemptState.OPEN:
        label = _("Go on with its questions")
    elif topic.public_id is not None or topic.questions < FEWEST_FOR_TOPIC:
        return None
    else:
        label = _("Know it? Its questions first")
    return Link(label, url_for("learning.topic", slug=slug, lesson=step.slug))


def _try(slug: str, one: PastTry) -> Fact:
    said = _("%(right)d of %(asked)d right", right=one.right or 0, asked=one.asked)
    href = url_for("learning.result", slug=slug, attempt_id=one.public_id)
    return Fact(day_year(one.finished_at), said, href=href)


def _quiz_entry(course: Course, standing: Standing, asked: int, needed: int) -> StepEntry:
    passes = _("%(needed)s right passes.", needed=sentence(count_word(needed)))
    free = _("Every answer is explained; take it as often as you like.")
    if any(step.way in {Way.KNOWN, Way.UNCHANGED} for step in standing.steps):
        passes = _("Fewer are asked: what you know is left out.")
    minutes = quiz_minutes(course, standing.steps)
    return StepEntry(
        number="?", title=sentence(questions_words(asked)), href=url_for("learning.quiz", slug=course.slug),
        aside=_("%(n)d min", n=minutes) if minutes else "", summary=f"{passes} {free}",
        state="done" if standing.done else "", state_label=_("Passed"),
        next=standing.next_lesson is None and not standing.finished,
    )  # fmt: skip


def quiz_minutes(course: Course, steps: Sequence[Step]) -> int:
    """Return what the lessons leave of a course's minutes, for the questions."""
    return max(0, course.minutes - sum(step.minutes for step in steps))


def _facts(course: Course, standing: Standing, today: date) -> tuple[Fact, ...]:
    facts = []
    duty, done = standing.duty, standing.done
    if duty is not None and duty.done_on is None:
        facts.append(Fact(_("Due"), day_full(duty.due), in_days((duty.due - today).days).replace(" ", "\u00a0")))
    elif done is not None:
        until = _("valid until %(day)s", day=day_year(done.valid_until)) if done.valid_until else ""
        facts.append(Fact(_("Done"), day_full(done.local_date), until))
    if not standing.finished:
        left = course.minutes - sum(step.minutes for step in standing.steps if step.read)
        facts.append(Fact(_("Time left"), minutes_words(max(left, 0)), _("of %(n)d", n=course.minutes)))
    return tuple(facts)


def _act(course: Course, standing: Standing) -> Link:
    if standing.open_try is not None:
        return goes_on(course.slug, standing.open_try)
    if standing.finished:
        return Link(_("Read it again"), url_for("learning.lesson", slug=course.slug, lesson=standing.steps[0].slug))
    if standing.unread is None:
        return Link(_("Go to the questions"), url_for("learning.quiz", slug=course.slug))
    number = [step.slug for step in standing.steps].index(standing.unread) + 1
    label = _("Start with lesson 1") if number == 1 else _("Continue with lesson %(n)d", n=number)
    return Link(label, url_for("learning.lesson", slug=course.slug, lesson=standing.unread))


def _why(standing: Standing) -> tuple[str, ...]:
    duty, done = standing.duty, standing.done
    lines = [duty.why] if duty is not None else []
    if duty is not None and duty.renewal_months:
        lines.append(_("It comes again every %(n)d months.", n=duty.renewal_months))
    if duty is not None and done is not None:
        lines.append(_("You finished it last on %(day)s.", day=day_full(done.local_date)))
    return tuple(lines)


def _about(course: Course) -> tuple[Fact, ...]:
    edition = Fact(_("Edition"), str(course.number), _("since %(day)s", day=day_year(course.published_at)))
    authors = course.content["authors"]
    return (edition, Fact(_("Written by"), ", ".join(authors))) if authors else (edition,)


def supports(content: Mapping[str, Any], citations: Mapping[str, str]) -> str:
    """Say which clauses a content supports, and which only in part. It never says that a duty is fulfilled."""
    strengths = {one["clause"]: one["strength"] for one in content["serves"]}
    wholly = ", ".join(words for slug, words in citations.items() if strengths.get(slug) != "part")
    partly = ", ".join(words for slug, words in citations.items() if strengths.get(slug) == "part")
    if wholly and partly:
        return _("Supports %(clauses)s and, in part, %(parts)s.", clauses=wholly, parts=partly)
    if partly:
        return _("Supports, in part, %(parts)s.", parts=partly)
    return _("Supports %(clauses)s.", clauses=wholly) if wholly else ""


def asked_and_needed(course: Course) -> tuple[int, int]:
    """Return how many questions an attempt at a whole course asks, and how many right answers pass."""
    terms = terms_of(course)
    asked = min(terms.draw, len(course.content["questions"]))
    return asked, needed_of(asked, terms)
