"""What the pages of question banks show: courses to take questions from, and what became of a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.catalogue.content.problems import shown
from training.catalogue.gift.bank import BroughtIn
from training.catalogue.gift.drafting import NotDrafted
from training.catalogue.gift.questions import KIND_NAMES, GiftProblem
from training.learning.parts import Link, sentence
from training.web.request import translated
from training.web.words import _, count_word, ngettext

DRAFTS_FILE = "questions.yaml"


@dataclass(frozen=True)
class GiftPage:
    courses: tuple[Link, ...]


def gift_page(slugs: Sequence[str]) -> GiftPage:
    """Build the page with the form and a link for each course."""
    return GiftPage(tuple(Link(file_name(slug), url_for("learning.gift_file", slug=slug)) for slug in slugs))


def file_name(slug: str) -> str:
    """Name the file with the questions of a course."""
    return f"{slug}.gift.txt"


def attached(name: str) -> dict[str, str]:
    """Return the headers of a file that is to be saved under a name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


@dataclass(frozen=True)
class Left:
    line: int
    title: str
    kind: str
    why: str


@dataclass(frozen=True)
class Unread:
    line: int
    what: str
    fix: str


@dataclass(frozen=True)
class ReportPage:
    first: str
    rest: str
    course: str
    unread: tuple[Unread, ...]
    left: tuple[Left, ...]
    yaml: str
    too_large: bool


def report_page(found: BroughtIn) -> ReportPage:
    """Build what became of a file."""
    return ReportPage(
        first=_first(found), rest=_rest(found), course=found.course,
        unread=tuple(_unread(one) for one in found.reading.problems),
        left=tuple(_left(one) for one in found.drafts.left),
        yaml="" if found.too_large else found.yaml, too_large=found.too_large,
    )  # fmt: skip


def _first(found: BroughtIn) -> str:
    read = len(found.reading.questions)
    return ngettext(
        "%(word)s question was read.", "%(word)s questions were read.", read, word=sentence(count_word(read))
    )


def _rest(found: BroughtIn) -> str:
    drafts, broken = len(found.drafts.drafts), len(found.reading.problems)
    told = [
        ngettext("%(word)s became a draft.", "%(word)s became drafts.", drafts, word=sentence(count_word(drafts)))
        if drafts
        else _("None became a draft.")
    ]
    if broken:
        told.append(
            ngettext(
                "%(word)s place could not be read.",
                "%(word)s places could not be read.",
                broken,
                word=sentence(count_word(broken)),
            )
        )
    return " ".join(told)


def _unread(one: GiftProblem) -> Unread:
    return Unread(one.line, translated(one.what), translated(one.fix))


def _left(one: NotDrafted) -> Left:
    return Left(one.line, shown(one.title, 120), translated(KIND_NAMES[one.kind]), translated(one.why))
