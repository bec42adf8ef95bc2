"""What the page of an ended attempt shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from training.catalogue.content.labels import without_blanks
from training.learning.attempt_queries import Asked, AttemptNow
from training.learning.parts import Link, Words, filled, sentence
from training.learning.queries import Done
from training.learning.question_pages import question_href
from training.learning.rules import AttemptKind, AttemptState, missed, to_read_again
from training.web.language import day_full
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class Missed:
    """A question that was not answered rightly: where it is explained, and what to keep of it."""

    number: str
    stem: Markup
    href: str
    takeaway: Markup


@dataclass(frozen=True)
class ToRead:
    number: str
    title: str
    href: str
    aside: str


@dataclass(frozen=True)
class ResultPage:
    course: Link
    passed: bool
    title: str
    statement: str
    rest: str
    lede: str
    notes: tuple[str, ...]
    act: Link | None
    again_action: str
    missed_heading: str
    missed: tuple[Missed, ...]
    to_read: tuple[ToRead, ...]


@dataclass(frozen=True)
class Aftermath:
    """What an attempt led to."""

    done: Done | None = None
    saved: int = 0
    """Minutes of lessons that did not have to be read."""
    right_since: int | None = None
    """Right answers since a question was taken out."""
    refreshers: bool = False


def result_page(attempt: AttemptNow, asked: Mapping[int, Asked], after: Aftermath, words: Words) -> ResultPage:
    """Build how an attempt went. It blames nobody: it says what to read, and that it can be taken again."""
    words = without_blanks(attempt.words or words, attempt.language)
    every = {number: asked[attempt.drawn[number - 1].question] for number in missed(attempt.answers)}
    wrong = {number: one for number, one in every.items() if not one.voided}
    passed = attempt.state is AttemptState.PASSED or (after.right_since or 0) >= attempt.needed
    topic = attempt.kind is AttemptKind.TOPIC
    return ResultPage(
        course=Link(attempt.title, url_for("learning.course", slug=attempt.slug)),
        passed=passed, title=_("Passed") if passed else _("Not yet"),
        statement=_statement(attempt, after, passed=passed), rest=_rest(attempt, after, passed=passed),
        lede="" if passed else _lede(attempt), notes=_notes(attempt, after, passed=passed),
        act=_act(attempt, after, passed=passed),
        again_action="" if passed or topic else url_for("learning.start_quiz", slug=attempt.slug),
        missed_heading=_missed_heading(len(wrong)),
        missed=tuple(_missed(attempt, number, one, words) for number, one in wrong.items()),
        to_read=() if topic else _to_read(attempt, wrong.values()),
    )  # fmt: skip


def _statement(attempt: AttemptNow, after: Aftermath, *, passed: bool) -> str:
    right = (after.right_since if after.right_since is not None else attempt.right) or 0
    whole, of = right + attempt.carried, attempt.asked + attempt.carried
    if attempt.state is AttemptState.STOPPED:
        return _("Stopped after %(n)d of %(of)d.", n=len(attempt.answers), of=attempt.asked)
    if attempt.kind is AttemptKind.TOPIC:
        return _("All right: you know this.") if passed else _("Not all of them yet.")
    if passed:
        return _("Passed, with %(right)d of %(asked)d.", right=whole, asked=of)
    return _("Not yet: %(right)d of %(asked)d.", right=whole, asked=of)


def _rest(attempt: AttemptNow, after: Aftermath, *, passed: bool) -> str:
    if attempt.state is AttemptState.STOPPED:
        return _("A new edition came, or it was begun anew.")
    if attempt.kind is AttemptKind.TOPIC:
        return _("You need not read this lesson.") if passed else _("So this lesson is worth its time.")
    if not passed:
        return _needed(attempt.needed + attempt.carried)
    until = after.done.valid_until if after.done else None
    return _("Valid until %(day)s.", day=day_full(until)) if until else ""


def _lede(attempt: AttemptNow) -> str:
    if attempt.state is AttemptState.STOPPED:
        return _("What you answered is kept, and can be seen below. Begin anew when you like.")
    if attempt.kind is AttemptKind.TOPIC:
        return _("Nothing is lost: what you answered is explained, and the lesson tells the rest.")
    return _("Nothing is lost. Read what is named below, then take it again: the questions are drawn anew.")


def _notes(attempt: AttemptNow, after: Aftermath, *, passed: bool) -> tuple[str, ...]:
    before = attempt.right or 0
    lines = [
        _(
            "A question was taken out later: it counts as right for everybody who was asked it. Before, it was"
            " %(right)d of %(asked)d.", right=before + attempt.carried, asked=attempt.asked + attempt.carried,
        ) if after.right_since is not None else "",
        ngettext("One minute saved.", "%(num)d minutes saved.", after.saved) if after.saved else "",
        _("One short question comes back in a week, and another after a month. That is how it stays with you.")
        if passed and after.refreshers else "",
        _("What you chose is no longer kept. What it was worth is.")
        if any(given.chosen is None for given in attempt.answers.values()) else "",
    ]  # fmt: skip
    return tuple(line for line in lines if line)


def _act(attempt: AttemptNow, after: Aftermath, *, passed: bool) -> Link | None:
    if after.done is not None:
        return Link(_("See the certificate"), url_for("reports.certificate", completion_id=after.done.public_id))
    if attempt.kind is not AttemptKind.TOPIC:
        return None
    if passed:
        return Link(_("Go on with the course"), url_for("learning.resume", slug=attempt.slug))
    return Link(_("Read the lesson"), url_for("learning.lesson", slug=attempt.slug, lesson=attempt.part))


def _needed(needed: int) -> str:
    words = ngettext("%(word)s is needed.", "%(word)s are needed.", needed, word=count_word(needed))
    return sentence(words)


def _missed_heading(number: int) -> str:
    word = count_word(number)
    return ngettext("The one you missed", "The %(word)s you missed", number, word=word)


def _missed(attempt: AttemptNow, number: int, asked: Asked, words: Words) -> Missed:
    stem, takeaway = filled(asked.content["stem_html"], words), filled(asked.content["takeaway_html"], words)
    return Missed(str(number), stem, question_href(attempt, number), takeaway)


def _to_read(attempt: AttemptNow, wrong: Iterable[Asked]) -> tuple[ToRead, ...]:
    lessons = {one.lesson_slug: one for one in wrong if one.lesson_taught}
    return tuple(
        ToRead(
            number=str(lessons[slug].lesson_position), title=lessons[slug].lesson_title,
            href=url_for("learning.lesson", slug=attempt.slug, lesson=slug),
            aside=_("%(n)d min", n=lessons[slug].lesson_minutes),
        )
        for slug in to_read_again((one.lesson_position, slug) for slug, one in lessons.items())
    )  # fmt: skip


@dataclass(frozen=True)
class OverPage:
    """That the time of an attempt has passed, and the way to its result."""

    course: Link
    statement: str
    rest: str
    action: str


def over_page(attempt: AttemptNow) -> OverPage:
    """Build the page that stands where the next question would."""
    return OverPage(
        course=Link(attempt.title, url_for("learning.course", slug=attempt.slug)),
        statement=_("The time is over."),
        rest=_("%(n)d of %(of)d answers were sent, and count.", n=len(attempt.answers), of=attempt.asked),
        action=url_for("learning.over", slug=attempt.slug, attempt_id=attempt.public_id),
    )
