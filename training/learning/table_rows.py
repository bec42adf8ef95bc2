"""What the files of this room's lists hold, with numbers and days as such. The head first."""

from collections.abc import Iterator, Sequence

from training.catalogue.queries import Shelf
from training.learning.accommodation_pages import arrangement_line
from training.learning.accommodation_queries import Arrangement
from training.learning.catalogue_pages import Wish, audience_label, fitting
from training.learning.figure_pages import FiguresPage
from training.learning.figure_queries import CourseRow, FigureRow
from training.learning.queries import CourseEntry
from training.web.words import _

Row = tuple[object, ...]


def courses(found: Sequence[CourseEntry], shelves: Sequence[Shelf], wish: Wish) -> Iterator[Row]:
    """Yield the catalogue by shelves, limited to the audience that the reader asked for."""
    yield (
        _("Shelf"), _("Course"), _("Summary"), _("For"), _("Minutes"), _("Lessons"), _("Asked of you"), _("Done"),
    )  # fmt: skip
    named = {shelf.slug: shelf.title for shelf in shelves}
    order = list(named)
    for one in sorted(fitting(found, wish), key=lambda one: order.index(one.track) if one.track in named else 0):
        audience = ", ".join(audience_label(slug) for slug in one.audience)
        asked = _("yes") if one.asked else ""
        shelf = named.get(one.track, one.track)
        yield shelf, one.title, one.summary, audience, one.minutes, one.lessons, asked, one.done_on


def figures(found: Sequence[CourseRow]) -> Iterator[Row]:
    """Yield how much is known of the questions of each course."""
    yield _("Course"), _("Questions counted"), _("Answers"), _("A key may go round"), _("Counted on")
    for one in found:
        yield one.title, one.questions, one.answers, _("yes") if one.alarm else "", one.counted_on


def questions(page: FiguresPage, found: Sequence[FigureRow]) -> Iterator[Row]:
    """Yield the questions of one course with their figures: shares from 0 to 1, times in seconds."""
    yield (
        _("Question"), _("Text"), _("Answers"), _("Right"), _("Separates"), _("Median time in seconds"),
        _("What may be wrong"), _("Taken out"),
    )  # fmt: skip
    counted = {one.slug: one for one in found}
    for line in page.questions:
        one = counted[line.slug]
        told = (one.answers, one.difficulty, one.discrimination, one.median_seconds)
        yield line.slug, line.stem, *told, " ".join(line.faults), _("yes") if line.voided else ""


def accommodations(found: Sequence[Arrangement]) -> Iterator[Row]:
    """Yield what is arranged for whom. Managers have no way to it."""
    yield _("Person"), _("What was arranged"), _("For the file"), _("Since"), _("Until")
    for one in found:
        line = arrangement_line(one)
        yield line.name, "; ".join(line.what), one.reason, one.since, one.until
