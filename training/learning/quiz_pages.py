"""What the entries to the questions show: of a course, and of one lesson before it is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from training.learning.attempt_queries import Try
from training.learning.parts import Link, minutes_words, questions_words, sentence
from training.learning.queries import Course, Step
from training.learning.readiness import Readiness
from training.learning.rules import TRIES, AttemptKind, AttemptState, Way
from training.web.language import clock
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class QuizPage:
    """The entry to the questions: what is asked, and one way in, or what comes first."""

    course: Link
    statement: str
    rest: str
    lines: tuple[str, ...]
    first: str
    """What comes before the questions, and why; empty when they can be begun."""
    lessons: tuple[Link, ...]
    goes_on: Link | None
    start: str
    action: str
    last: Link | None


def quiz_page(course: Course, ready: Readiness, last: Try | None, now: datetime) -> QuizPage:
    """Build the entry page: begin, go on with the open attempt, take it again, or read first."""
    open_one = last is not None and last.state is AttemptState.OPEN and not last.stale
    running = open_one and last is not None and (last.closes_at is None or now < last.closes_at)
    return QuizPage(
        course=Link(course.title, url_for("learning.course", slug=course.slug)),
        statement=sentence(_("%(questions)s.", questions=questions_words(ready.asked))),
        rest=_("%(needed)s right passes.", needed=sentence(count_word(ready.needed))),
        lines=_lines(course, ready),
        first="" if running else _first(ready), lessons=() if running else _lessons(course.slug, ready),
        goes_on=goes_on(course.slug, last) if running and last is not None else None,
        start=_("Begin") if last is None else _("Take it again"),
        action=url_for("learning.start_quiz", slug=course.slug),
        last=_last(course.slug, last) if last is not None and not running else None,
    )  # fmt: skip


def goes_on(slug: str, unfinished: Try) -> Link:
    """Return the way on in an open attempt."""
    href = url_for("learning.question", slug=slug, attempt_id=unfinished.public_id, position=unfinished.position)
    return Link(_("Go on with question %(n)d", n=unfinished.position), href)


def _lines(course: Course, ready: Readiness) -> tuple[str, ...]:
    at_end = course.content["quiz"]["feedback"] != "after each answer"
    carried, limit = ready.right_before, ready.limit
    lines = [
        _("They are about what has changed in this edition; the rest you know.")
        if ready.kind is AttemptKind.CHANGES else "",
        ngettext(
            "One right answer from before counts, and is not asked again.",
            "%(num)d right answers from before count, and are not asked again.", carried,
        ) if carried else "",
        _("What was right, and why, is shown after the last answer.")
        if at_end else _("After each answer you see why it is right or not."),
        _("An answer counts as soon as you send it, and stays as it is."),
        _("Stop whenever you like: your answers are kept, on every device.")
        if limit is None else _("You have %(minutes)s from the start.", minutes=minutes_words(_minutes(limit))),
        _("You can take it as often as you like; the questions are drawn anew."),
    ]  # fmt: skip
    return tuple(line for line in lines if line)


def _minutes(limit: timedelta) -> int:
    return int(limit.total_seconds() // 60)


def _first(ready: Readiness) -> str:
    if ready.lessons_first:
        clauses = ", ".join(ready.lessons_first)
        return _("The lessons come first here: %(clauses)s asks that they are taken.", clauses=clauses)
    return _paused(ready) if ready.pause else ""


def _paused(ready: Readiness) -> str:
    assert ready.pause is not None  # noqa: S101  only called for a pause
    if ready.pause.until and ready.pause.lessons:
        return _(
            "After %(tries)s tries a pause helps. Read again what is named below; from %(time)s on you can go on.",
            tries=count_word(TRIES), time=clock(ready.pause.until),
        )  # fmt: skip
    if ready.pause.until:
        return _("Good: you have read it again. From %(time)s on you can go on.", time=clock(ready.pause.until))
    return _("Read again what is named below. Then you can go on at once.")


def _lessons(slug: str, ready: Readiness) -> tuple[Link, ...]:
    wanted = ready.pause.lessons if ready.pause else ()
    named = [step for step in ready.steps if step.slug in wanted]
    if ready.lessons_first:
        named = [step for step in ready.steps if not step.read or step.way == Way.KNOWN]
    return tuple(Link(step.title, url_for("learning.lesson", slug=slug, lesson=step.slug)) for step in named)


def _last(slug: str, last: Try) -> Link:
    label = _("Last time: %(right)d of %(asked)d right", right=last.right or 0, asked=last.asked)
    if last.state in {AttemptState.STOPPED, AttemptState.OPEN}:
        label = _("What you answered before")
    return Link(label, url_for("learning.result", slug=slug, attempt_id=last.public_id))


# --- the questions of one lesson, first ---------------------------------------------------------------------------


@dataclass(frozen=True)
class TopicPage:
    """The entry to the questions of one lesson, before it is read."""

    course: Link
    lesson: str
    statement: str
    rest: str
    lines: tuple[str, ...]
    action: str
    read: Link


def topic_page(course: Course, lesson: Step, asked: int) -> TopicPage:
    """Build the entry: what is asked, what it saves, and that it can be tried once."""
    return TopicPage(
        course=Link(course.title, url_for("learning.course", slug=course.slug)), lesson=lesson.title,
        statement=sentence(_("%(questions)s.", questions=questions_words(asked))),
        rest=ngettext(
            "All right, and you save a minute.", "All right, and you save %(num)d minutes.", lesson.minutes
        ),
        lines=(
            _("You can try this once. What you answer rightly here is not asked again at the end."),
            _("If one is wrong, nothing is lost: you read the lesson as everybody does."),
        ),
        action=url_for("learning.start_topic", slug=course.slug, lesson=lesson.slug),
        read=Link(_("Read the lesson instead"), url_for("learning.lesson", slug=course.slug, lesson=lesson.slug)),
    )  # fmt: skip
