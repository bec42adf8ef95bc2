"""What authors see before they publish: the course as learners will see it, with what the checker finds beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import url_for
from markupsafe import Markup

from training.catalogue.content.comparing import Difference, differences, unraised
from training.catalogue.content.freezing import frozen
from training.catalogue.content.labels import without_blanks
from training.catalogue.content.problems import Problem
from training.catalogue.work import Draft
from training.learning.parts import Link, Words, filled, lessons_words, minutes_words, questions_words, sentence
from training.learning.verdicts import Verdict, verdicts
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class PreviewsPage:
    statement: str
    courses: tuple[Link, ...]


def previews_page(slugs: Sequence[str]) -> PreviewsPage:
    """Build the list of what stands in the folders."""
    word = sentence(count_word(len(slugs)))
    number = ngettext("%(word)s course in the folder.", "%(word)s courses in the folder.", len(slugs), word=word)
    return PreviewsPage(number, tuple(Link(slug, url_for("learning.preview", slug=slug)) for slug in slugs))


@dataclass(frozen=True)
class Finding:
    where: str
    code: str
    what: str
    fix: str
    stops: bool


@dataclass(frozen=True)
class LessonView:
    anchor: str
    title: str
    over: str
    text: Markup


@dataclass(frozen=True)
class QuestionView:
    stem: Markup
    over: str
    verdicts: tuple[Verdict, ...]
    beliefs: tuple[str, ...]
    takeaway: Markup


@dataclass(frozen=True)
class PreviewPage:
    slug: str
    title: str
    language: str
    summary: str
    over: str
    objectives: tuple[str, ...]
    lessons: tuple[LessonView, ...]
    questions: tuple[QuestionView, ...]
    verdict: str
    findings: tuple[Finding, ...]
    standing: str
    notes: tuple[str, ...]
    promises: tuple[str, ...]
    state_href: str


def preview_page(
    slug: str, draft: Draft, taught: Mapping[str, Any] | None, words: Words, *, root: Path, state: str
) -> PreviewPage:
    """Build the preview of a course. `taught` is what is published of it; `root` shortens the paths of findings."""
    findings = tuple(_finding(one, root) for one in draft.problems)
    content = frozen(draft.course).content if draft.course else None
    head = _head(content)
    return PreviewPage(
        slug=slug, title=content["title"] if content else slug, language=content["language"] if content else "",
        summary=content["summary"] if content else "", over=head,
        objectives=tuple(one["text"] for one in content["objectives"]) if content else (),
        lessons=_lessons(content, words) if content else (), questions=_questions(content, words) if content else (),
        verdict=_verdict(findings), findings=findings, standing=_standing(taught, content),
        notes=tuple(unraised(taught, content)) if taught and content else (),
        promises=tuple(content["promises"]) if content else (),
        state_href=url_for("learning.preview_state", slug=slug, seen=state),
    )  # fmt: skip


def _head(content: Mapping[str, Any] | None) -> str:
    if content is None:
        return _("This course cannot be read yet")
    lessons, asked = len(content["lessons"]), content["quiz"]["draw"]
    return " · ".join(
        (
            _("Edition %(n)d", n=content["number"]), minutes_words(content["minutes"]),
            sentence(lessons_words(lessons)), questions_words(asked),
        )
    )  # fmt: skip


def _finding(one: Problem, root: Path) -> Finding:
    name = one.path.removeprefix(f"{root.as_posix()}/")
    return Finding(f"{name}:{one.line}", one.code, one.what, one.fix, one.severity == "error")


def _verdict(findings: Sequence[Finding]) -> str:
    errors = sum(one.stops for one in findings)
    if errors:
        return ngettext("%(num)d error stops publishing", "%(num)d errors stop publishing", errors)
    if findings:
        return ngettext("%(num)d warning", "%(num)d warnings", len(findings))
    return _("Nothing to mend")


def _standing(taught: Mapping[str, Any] | None, content: Mapping[str, Any] | None) -> str:
    if taught is None:
        return _("It is not published yet.")
    if content is None:
        return _("What is published stays as it is.")
    changed = len(differences(taught, content))
    if not changed:
        return _("Lessons and questions are as they are taught now.")
    return ngettext(
        "%(num)d lesson or question differs from what is taught now.",
        "%(num)d lessons or questions differ from what is taught now.",
        changed,
    )


def _lessons(content: Mapping[str, Any], words: Words) -> tuple[LessonView, ...]:
    words = without_blanks(words, content["language"])
    return tuple(
        LessonView(
            one["slug"], one["title"],
            " · ".join((
                _("Lesson %(n)d of %(of)d", n=number, of=len(content["lessons"])), minutes_words(one["minutes"]),
            )),
            filled(one["html"], words),
        )
        for number, one in enumerate(content["lessons"], start=1)
    )  # fmt: skip


def _questions(content: Mapping[str, Any], words: Words) -> tuple[QuestionView, ...]:
    words = without_blanks(words, content["language"])
    return tuple(
        QuestionView(
            filled(one["stem_html"], words),
            " · ".join(one[name] for name in ("id", "kind", "objective", "topic", "level", "lesson")),
            verdicts(one, [option["key"] for option in one["options"]], None, words),
            tuple(option["misconception"] for option in one["options"] if option.get("misconception")),
            filled(one["takeaway_html"], words),
        )
        for one in content["questions"]
    )  # fmt: skip


# --- what changed since an edition --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChangeNote:
    heading: str
    text: Markup


@dataclass(frozen=True)
class ChangesPage:
    title: str
    href: str
    language: str
    statement: str
    choices: tuple[tuple[str, str], ...]
    since: str
    notes: tuple[ChangeNote, ...]
    lessons: tuple[Difference, ...]
    questions: str


def since_of(asked: str, numbers: Sequence[int]) -> int:
    """Return the edition that is compared with: the one asked for, else the one before the present."""
    wished = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("99999") else 0
    return wished if wished in numbers else numbers[min(1, len(numbers) - 1)]


def changes_page(
    slug: str, numbers: Sequence[int], before: Mapping[str, Any], now: Mapping[str, Any], words: Words
) -> ChangesPage:
    """Build what changed between an edition and the present one. Questions are counted, never shown."""
    words = without_blanks(words, now["language"])
    found = differences(before, now)
    since = before["number"]
    asked = sum(one.kind == "question" for one in found)
    notes = [one for one in now["changes"] if since < one["edition"] <= now["number"]]
    lessons = tuple(one for one in found if one.kind == "lesson")
    return ChangesPage(
        title=now["title"], href=url_for("learning.course", slug=slug), language=now["language"],
        statement=_changed(len(lessons)),
        choices=tuple((str(number), _("Edition %(n)d", n=number)) for number in numbers), since=str(since),
        notes=tuple(ChangeNote(_("Edition %(n)d", n=one["edition"]), filled(one["html"], words)) for one in notes),
        lessons=lessons,
        questions=ngettext("%(num)d question has changed, too.", "%(num)d questions have changed, too.", asked)
        if asked else "",
    )  # fmt: skip


def _changed(lessons: int) -> str:
    if not lessons:
        return _("No lesson has changed.")
    word = sentence(count_word(lessons))
    return ngettext("%(word)s lesson has changed.", "%(word)s lessons have changed.", lessons, word=word)
