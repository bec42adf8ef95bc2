"""What the pages of interest show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.core.permissions import Viewer
from training.seminars.interest_queries import Known, Own, Said
from training.seminars.listing_queries import Unplanned
from training.seminars.pages import Fact, foreign, language_name
from training.web.words import _


@dataclass(frozen=True)
class Act:
    """A press that changes something; `hidden` is what it sends."""

    label: str
    href: str
    hidden: dict[str, str]


@dataclass(frozen=True)
class InterestPart:
    """What the page of a seminar says about being told. A guest gets a way to a form, an employee presses."""

    title: str
    slug: str
    told: str
    acts: tuple[Act, ...]
    form_href: str
    consent: str


def interest_part(viewer: Viewer, slug: str, title: str, own: Own | None) -> InterestPart:
    """Build the part for this viewer."""
    told = ""
    if own is not None:
        told = _("You are told when it is held in %(site)s.", site=own.site) if own.site else _(
            "You are told when it is held online."
        )  # fmt: skip
    return InterestPart(
        title=title, slug=slug, told=told,
        acts=_acts(viewer, slug, told=bool(told)) if viewer.works_here else (),
        form_href="" if viewer.signed_in else url_for("seminars.interest", slug=slug),
        consent=_("Keep my name and e-mail to tell me when this seminar is held. I can end that with one press in each"
                  " mail. After a year it ends by itself, and they are erased."),
    )  # fmt: skip


def of_known(viewer: Viewer, known: Known, own: Own | None) -> InterestPart:
    """Build the same from less."""
    return interest_part(viewer, known.slug, known.title, own)


def _acts(viewer: Viewer, slug: str, *, told: bool) -> tuple[Act, ...]:
    if told:
        return (Act(_("Tell me no longer"), url_for("seminars.end_interest", slug=slug), {}),)
    href = url_for("seminars.say_interested", slug=slug)
    here = Act(_("Tell me when it is held at my site"), href, {"where": "site"})
    online = Act(_("Tell me when it is held online"), href, {"where": "online"})
    return (here, online) if viewer.site_id is not None else (online,)


@dataclass(frozen=True)
class UnplannedLine:
    title: str
    href: str
    summary: str
    lang: str
    when: str
    """How long it takes, for want of a day."""
    facts: tuple[Fact, ...]
    told: bool
    act: Act | None
    form_href: str


def unplanned_lines(viewer: Viewer, found: Sequence[Unplanned]) -> tuple[UnplannedLine, ...]:
    """Build the seminars of which no date is to come, each with its press."""
    return tuple(_line(viewer, one) for one in found)


def _line(viewer: Viewer, one: Unplanned) -> UnplannedLine:
    where = "site" if viewer.site_id is not None else "online"
    say = Act(_("Tell me when it is held"), url_for("seminars.say_interested", slug=one.slug), {"where": where})
    return UnplannedLine(
        title=one.title, href=url_for("seminars.seminar", slug=one.slug), summary=one.summary,
        lang=foreign(one.language),
        when=_("%(n)d min", n=one.minutes), facts=(Fact(language_name(one.language), "language"),), told=one.told,
        act=say if viewer.works_here and not one.told else None,
        form_href="" if viewer.signed_in else url_for("seminars.interest", slug=one.slug),
    )  # fmt: skip


@dataclass(frozen=True)
class LinkPage:
    """What the link of a mail about interest shows."""

    title: str
    confirmed: bool
    ended: bool
    seminar_href: str


def link_page(found: Said) -> LinkPage:
    """Build the page behind a link of a mail."""
    href = url_for("seminars.seminar", slug=found.slug)
    return LinkPage(found.title, found.confirmed_at is not None, found.ended_at is not None, href)
