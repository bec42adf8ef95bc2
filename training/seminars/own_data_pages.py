"""What a guest sees of their own data, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from training.seminars.own_data_queries import GIVEN_UP_FIRST, Guest, Own
from training.seminars.pages import Fact
from training.web.language import day_year
from training.web.request import local
from training.web.words import _, ngettext


@dataclass(frozen=True)
class OwnDataPage:
    """What is kept, and what erasing would do."""

    facts: tuple[Fact, ...]
    given_up: str
    """How many seats and places would be given up first; empty for none."""


def own_data_page(guest: Guest, registrations: Sequence[Own], now: datetime) -> OwnDataPage:
    """Build the page."""
    ahead = sum(one.state in GIVEN_UP_FIRST and now < one.starts_at for one in registrations)
    dates = ", ".join(f"{one.seminar} ({day_year(local(one.starts_at, one.zone).date())})" for one in registrations)
    return OwnDataPage(
        facts=(
            Fact(label=_("Name"), value=guest.name),
            Fact(label=_("Mail address"), value=guest.email),
            Fact(label=_("Organisation"), value=guest.organisation or _("none")),
            Fact(label=_("Seminars"), value=dates),
        ),
        given_up=ngettext(
            "%(num)d seat or place is given up first.", "%(num)d seats or places are given up first.", ahead
        )
        if ahead
        else "",
    )
