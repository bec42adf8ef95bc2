"""What the page of one's own memory shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.learning.memory_queries import Held, Remembered
from training.learning.parts import Fact, Link
from training.web.pictures import Curve, CurvePoint, curve
from training.web.words import _, ngettext

STEPS = ((0, 20), (21, 59), (60, 104), (105, 100_000))
"""Days after learning: about the first, second, third and last step of the ladder."""


@dataclass(frozen=True)
class MemoryPage:
    statement: str
    rest: str
    lede: str
    curve: Curve | None
    topics: tuple[Fact, ...]
    beliefs: tuple[tuple[str, Link], ...]
    saved: str


def memory_page(answers: Sequence[Remembered], held: Sequence[Held], saved: int) -> MemoryPage:
    """Build what somebody remembers: for their eyes alone."""
    right = sum(one.right for one in answers)
    return MemoryPage(
        statement=_("%(right)d of %(all)d still known.", right=right, all=len(answers))
        if answers else _("Nothing has been asked again yet."),
        rest=_("Weeks after you learned it.") if answers else "",
        lede=_("Only you see this page. Others see how many people know a thing, never who.")
        if answers else _("About a week after a course one short question comes back. What you answer is shown here, to"
                          " you alone."),
        curve=_curve(answers), topics=_topics(answers),
        beliefs=tuple((one.says, _lesson(one)) for one in held),
        saved=ngettext(
            "You have saved one minute by showing that you knew it.",
            "You have saved %(num)d minutes by showing that you knew it.", saved,
        ) if saved else "",
    )  # fmt: skip


def _lesson(one: Held) -> Link:
    return Link(one.title, url_for("learning.lesson", slug=one.slug, lesson=one.lesson))


def _curve(answers: Sequence[Remembered]) -> Curve | None:
    points = []
    for (label, short), (first, last) in zip(_labels(), STEPS, strict=True):
        here = [one.right for one in answers if one.days is not None and first <= one.days <= last]
        points.append(CurvePoint(label, short, sum(here), len(here)))
    return curve(points) if any(point.of for point in points) else None


def _labels() -> tuple[tuple[str, str], ...]:
    return (
        (_("after a week"), _("1 week")),
        (_("after a month"), _("1 month")),
        (_("after three months"), _("3 months")),
        (_("after four months and more"), _("4 months")),
    )


def _topics(answers: Sequence[Remembered]) -> tuple[Fact, ...]:
    found: dict[str, list[bool]] = defaultdict(list)
    for one in answers:
        found[one.topic].append(one.right)
    return tuple(
        Fact(topic, _("%(right)d of %(all)d right", right=sum(rights), all=len(rights)))
        for topic, rights in sorted(found.items())
    )
