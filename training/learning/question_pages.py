"""What the page of one question shows. Before an answer nothing in it tells what is right."""

from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup

from training.catalogue.content.labels import without_blanks
from training.learning.attempt_queries import Asked, AttemptNow
from training.learning.marking import Kind, kind_of
from training.learning.parts import Link, Words, filled, plain
from training.learning.rules import AttemptKind, Given
from training.learning.verdicts import Verdict, verdicts
from training.web.language import clock
from training.web.words import _


@dataclass(frozen=True)
class QuestionPage:
    """A question: to be answered (`options`), or answered already (`verdicts`)."""

    title: str
    course: str
    language: str
    """Of the question: the page around it is in the reader's own."""
    kind: Kind
    number: int
    of: int
    stem: Markup
    worth: str
    """How parts of an answer count, where they do."""
    action: str
    stop: Link
    options: tuple[tuple[str, Markup], ...]
    choices: tuple[tuple[str, str], ...]
    """What each part may be given: its place, or what it goes with."""
    labels: dict[str, str]
    """What stands in front of the parts of a scene, by key."""
    scene: str
    picture: Markup
    until: str
    verdicts: tuple[Verdict, ...] = ()
    opening: str = ""
    rest: str = ""
    takeaway: Markup | None = None
    onward: Link | None = None
    again: Link | None = None


def question_page(attempt: AttemptNow, position: int, asked: Asked, words: Words) -> QuestionPage:
    """Build the page of one question, whose parts stand in their sealed order and its words as they were."""
    words = without_blanks(attempt.words or words, attempt.language)
    content, drawn = asked.content, attempt.drawn[position - 1]
    shown = {one["key"]: one for one in content["options"]}
    kind = kind_of(content)
    page = QuestionPage(
        title=_("Question %(number)d of %(of)d", number=position, of=attempt.asked), course=attempt.title,
        language=attempt.language, kind=kind,
        number=position, of=attempt.asked, stem=filled(content["stem_html"], words), worth=_worth(kind),
        action=question_href(attempt, position),
        stop=Link(_("Stop here; your answers are kept"), url_for("learning.course", slug=attempt.slug)),
        options=tuple((key, filled(shown[key]["text_html"], words)) for key in drawn.options),
        choices=_choices(kind, attempt, position, asked, words),
        labels={key: shown[key].get("label", "") for key in drawn.options},
        scene=content.get("scene", ""), picture=filled(content.get("picture_html", ""), words),
        until=clock(attempt.closes_at) if attempt.closes_at else "",
    )  # fmt: skip
    given = attempt.answers.get(position)
    return page if given is None else _explained(page, attempt, asked, given, words)


def _worth(kind: Kind) -> str:
    return {
        Kind.ONE: "",
        Kind.MANY: _("Several are right. Each right choice counts its share; a wrong one takes one away."),
        Kind.ORDER: _("Give each step its place. A step counts when it comes directly after the right one."),
        Kind.MATCH: _("Each line counts its share."),
        Kind.INSPECT: _("Each sign counts its share; a mark elsewhere takes one away."),
    }[kind]


def _choices(kind: Kind, attempt: AttemptNow, position: int, asked: Asked, words: Words) -> tuple[tuple[str, str], ...]:
    drawn = attempt.drawn[position - 1]
    if kind is Kind.ORDER:
        return tuple((str(place), str(place)) for place in range(1, len(drawn.options) + 1))
    said = {choice["key"]: plain(choice["text_html"], words) for choice in asked.content.get("choices", ())}
    return tuple((key, said[key]) for key in drawn.choices)


def _explained(page: QuestionPage, attempt: AttemptNow, asked: Asked, given: Given, words: Words) -> QuestionPage:
    drawn = attempt.drawn[page.number - 1]
    return replace(
        page, title=_("%(title)s, answered", title=page.title), options=(), choices=(),
        verdicts=verdicts(asked.content, drawn.options, given.chosen, words),
        opening=_opening(given), rest=_rest(given),
        takeaway=filled(asked.content["takeaway_html"], words), onward=_next(attempt), again=_again(attempt, asked),
    )  # fmt: skip


def _opening(given: Given) -> str:
    if given.right:
        return _("Right.")
    return _("Partly right: it counts for %(share)d %%.", share=given.credit) if given.credit else _("Not quite.")


def _rest(given: Given) -> str:
    if given.chosen is None:
        return _("What you chose is no longer kept. Here is what each answer means.")
    return _("Here is why, and why the others are not.") if given.right else _("Here is what each answer means.")


def question_href(attempt: AttemptNow, position: int) -> str:
    """Return the address of a question."""
    return url_for("learning.question", slug=attempt.slug, attempt_id=attempt.public_id, position=position)


def _next(attempt: AttemptNow) -> Link:
    if attempt.next is not None:
        return Link(_("Next question"), question_href(attempt, attempt.next))
    if attempt.kind is AttemptKind.REFRESHER:
        return Link(_("Back to today"), url_for("reports.home"))
    return Link(_("See how it went"), url_for("learning.result", slug=attempt.slug, attempt_id=attempt.public_id))


def _again(attempt: AttemptNow, asked: Asked) -> Link | None:
    if not asked.lesson_taught:
        return None
    label = _("Read this part of lesson %(n)d again", n=asked.lesson_position)
    return Link(label, url_for("learning.lesson", slug=attempt.slug, lesson=asked.lesson_slug))
