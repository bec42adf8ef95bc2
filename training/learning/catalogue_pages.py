"""What the list of courses and its search show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.catalogue.queries import Shelf
from training.catalogue.rules import SubjectKind
from training.catalogue.search_queries import FOUND_AT_ONCE, Found
from training.learning.parts import Entry, lessons_words, minutes_words, sentence
from training.learning.queries import CourseEntry
from training.web.language import day_year
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class Track:
    label: str
    summary: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Hit:
    """A passage that was found."""

    title: str
    href: str
    within: str
    excerpt: str


@dataclass(frozen=True)
class CoursesPage:
    statement: str
    rest: str
    tracks: tuple[Track, ...]
    audiences: tuple[tuple[str, str], ...]
    audience: str
    find: str
    hits: tuple[Hit, ...]
    found: str


@dataclass(frozen=True)
class Wish:
    """What a reader of the catalogue looks for: words, and for whom the courses are."""

    find: str = ""
    audience: str = ""


def courses_page(
    courses: Sequence[CourseEntry], shelves: Sequence[Shelf], wish: Wish, hits: Sequence[Found] = ()
) -> CoursesPage:
    """Build the list of all courses by shelves, or of those for one audience, or what a search has found."""
    done = sum(_finished(one) for one in courses)
    number = ngettext("%(word)s course.", "%(word)s courses.", len(courses), word=count_word(len(courses)))
    return CoursesPage(
        statement=sentence(number),
        rest=_("You have finished %(word)s.", word=count_word(done)) if done else "",
        tracks=() if wish.find else _tracks(shelves, fitting(courses, wish)),
        audiences=(("", _("Everybody")), *_audiences(courses)), audience=wish.audience, find=wish.find,
        hits=tuple(_hit(one) for one in hits), found=_found(wish.find, len(hits)) if wish.find else "",
    )  # fmt: skip


def _tracks(shelves: Sequence[Shelf], courses: Sequence[CourseEntry]) -> tuple[Track, ...]:
    return tuple(track for shelf in shelves if (track := _track(shelf, courses)).entries)


def fitting(courses: Sequence[CourseEntry], wish: Wish) -> list[CourseEntry]:
    """Return the courses for the audience that was asked for; all of them where none was."""
    return [one for one in courses if not wish.audience or wish.audience in one.audience]


def _track(shelf: Shelf, courses: Sequence[CourseEntry]) -> Track:
    entries = tuple(_entry(one) for one in courses if one.track == shelf.slug)
    return Track(shelf.title, shelf.summary, f"track-{shelf.slug}", entries)


def _audiences(courses: Sequence[CourseEntry]) -> list[tuple[str, str]]:
    named = {slug for one in courses for slug in one.audience}
    return sorted(((slug, audience_label(slug)) for slug in named - {"everyone"}), key=lambda pair: pair[1])


def audience_label(slug: str) -> str:
    """Say for whom a course is."""
    known = {
        "administrators": _("Administrators"), "cardholder": _("People who handle cards"),
        "contractors": _("Contractors and suppliers"), "control-owners": _("Owners of controls"),
        "developers": _("Developers"), "everyone": _("Everybody"), "executives": _("Executives and directors"),
        "finance": _("Finance and purchasing"), "help-desk": _("Help desk"),
        "listed-company": _("Staff of a listed company"), "managers": _("Managers"),
        "on-site": _("People on site"), "outside": _("People from outside"),
        "phi": _("People who see health information"), "remote": _("People who work elsewhere"),
        "responders": _("Incident responders"),
    }  # fmt: skip
    return known.get(slug, sentence(slug.replace("-", " ")))


def _finished(one: CourseEntry) -> bool:
    return one.done_on is not None and not one.asked


def _entry(one: CourseEntry) -> Entry:
    facts = [_("Asked of you again")] if one.asked and one.done_on else [_("Asked of you")] if one.asked else []
    if one.read and not _finished(one):
        facts.append(_("%(read)d of %(lessons)d lessons read", read=one.read, lessons=one.lessons))
    if one.done_on is not None:
        facts.append(_("Done on %(day)s", day=day_year(one.done_on)))
    act = _("Continue") if one.read else _("Start")
    return Entry(
        title=one.title, href=url_for("learning.course", slug=one.slug), summary=one.summary,
        when=minutes_words(one.minutes), distance=lessons_words(one.lessons), facts=tuple(facts),
        act="" if _finished(one) else act,
    )  # fmt: skip


def _found(find: str, number: int) -> str:
    if not number:
        return _("Nothing holds all the words of “%(find)s”. Try fewer words, or the beginning of one.", find=find)
    if number >= FOUND_AT_ONCE:
        return _("The first %(n)d places with “%(find)s”. More words find fewer.", n=number, find=find)
    return ngettext("%(num)d place with “%(find)s”.", "%(num)d places with “%(find)s”.", number, find=find)


def _hit(one: Found) -> Hit:
    if one.kind is SubjectKind.POLICY:
        return Hit(one.subject, url_for("learning.policy", slug=one.slug), _("Policy"), one.excerpt)
    if one.lesson_slug:
        href = url_for("learning.lesson", slug=one.slug, lesson=one.lesson_slug)
        return Hit(one.title, href, _("Lesson of %(course)s", course=one.subject), one.excerpt)
    return Hit(one.subject, url_for("learning.course", slug=one.slug), _("Course"), one.excerpt)


def wish_from(find: str, audience: str) -> Wish:
    """Read what an address asks for."""
    return Wish(" ".join(find.split())[:100], audience[:40])
