"""What the public list shows, as frozen values in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from training.core.permissions import Viewer
from training.seminars.listing_queries import ONLINE, OWN_SITE, Choice, Wishes
from training.seminars.pages import Month, language_name, months
from training.seminars.queries import Date
from training.seminars.rules import Mode
from training.web.pictures import Tally, tally
from training.web.words import _, ngettext

EMPTY = tally(count=48, gold=31, columns=4)
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Paging:
    """What ui/pagination.html shows."""

    words: str
    previous_href: str
    previous_label: str
    next_href: str
    next_label: str


@dataclass(frozen=True)
class ListingPage:
    months: tuple[Month, ...]
    topics: Options
    places: Options
    languages: Options
    wishes: Wishes
    fit: str
    """How many dates fit what was chosen; empty where nothing was."""
    any_dates: bool
    paging: Paging | None
    calendar_href: str
    atom_href: str
    picture: Tally


def listing_page(
    viewer: Viewer, dates: Sequence[Date], after: str, choices: Sequence[Choice], wishes: Wishes
) -> ListingPage:
    """Build a page of the list. `after` is where the next page goes on, or empty."""
    fit = sum(one.dates for one in choices if _fits(viewer, one, wishes))
    return ListingPage(
        months=months(viewer, dates),
        topics=_options(_("Any topic"), {(one.topic, one.topic_title) for one in choices if one.topic_title}),
        places=_places(viewer, choices),
        languages=_options(_("Any language"), {(one.language, language_name(one.language)) for one in choices}),
        wishes=wishes,
        fit=ngettext("%(num)d date fits.", "%(num)d dates fit.", fit) if wishes.kept else "",
        any_dates=bool(choices),
        paging=_paging(len(dates), fit, after, wishes),
        calendar_href=url_for("seminars.public_calendar", **wishes.kept),
        atom_href=url_for("seminars.public_news", **wishes.kept),
        picture=EMPTY,
    )


def _fits(viewer: Viewer, one: Choice, wishes: Wishes) -> bool:
    near = {OWN_SITE} if _near(viewer, one) else set()
    place = {one.city} | near | ({ONLINE} if one.mode is not Mode.IN_PERSON else set())
    wished = ((wishes.topic, {one.topic}), (wishes.language, {one.language}), (wishes.where, place))
    return all(not wish or wish in has for wish, has in wished)


def _options(everything: str, found: Iterable[tuple[str | None, str | None]]) -> Options:
    named = sorted((title or "", value or "") for value, title in found)
    return (("", everything), *((value, title) for title, value in named))


def _near(viewer: Viewer, one: Choice) -> bool:
    return viewer.site_id is not None and viewer.site_id == one.site_id


def _places(viewer: Viewer, choices: Sequence[Choice]) -> Options:
    online = ((ONLINE, _("Online")),) if any(one.mode is not Mode.IN_PERSON for one in choices) else ()
    own = ((OWN_SITE, _("At my site")),) if any(_near(viewer, one) for one in choices) else ()
    anywhere, *cities = _options(_("Anywhere"), {(one.city, one.city) for one in choices if one.city})
    return (anywhere, *own, *cities, *online)


def _paging(shown: int, fit: int, after: str, wishes: Wishes) -> Paging | None:
    if not (after or wishes.after):
        return None
    return Paging(
        words=_("%(shown)d of %(all)d dates", shown=shown, all=fit),
        previous_href=url_for("seminars.listing", **wishes.kept) if wishes.after else "",
        previous_label=_("Back to the first dates"),
        next_href=url_for("seminars.listing", **wishes.kept, after=after) if after else "",
        next_label=_("Later dates"),
    )
