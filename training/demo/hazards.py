"""What may go wrong at the company, and how it was rated."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from training.core.db import writing
from training.core.permissions import Held, Role
from training.demo.scene import Scene
from training.demo.signing_in import CSO
from training.programme.risks import NewRating, add_risk, rate_risk

RATED_AGAIN = timedelta(days=98)
"""So long after the first day the false invoices were rated anew."""


class Hazard(NamedTuple):
    title: str
    rating: NewRating
    owned: bool = True


TAILGATING = Hazard(
    "Somebody walks in behind an employee",
    NewRating(3, 3, "Found open twice on a walk through the building; nothing was taken."),
)
INVOICES = Hazard(
    "Somebody pays a false invoice", NewRating(2, 4, "One attempt a year, noticed each time before it was paid.")
)
LAPTOPS = Hazard(
    "A laptop with records of customers is lost", NewRating(2, 2, "Disks are encrypted since spring."), owned=False
)
INVOICES_AGAIN = NewRating(4, 4, "Three attempts in a quarter, one of them by telephone with the voice of a director.")


def rate(scene: Scene) -> None:
    """Write the risks down as they were seen on the first day, and one of them as it was seen later."""
    first = scene.calendar.first
    later = min(first + RATED_AGAIN, scene.calendar.today)
    viewer = replace(scene.viewer(scene.staff.by_name[CSO.name]), held=(Held(Role.CSO),))
    with writing():
        slugs = {
            one.title: add_risk(
                viewer, one.title, CSO.email if one.owned else "", one.rating, now=scene.calendar.morning(first),
                today=first,
            )
            for one in (TAILGATING, INVOICES, LAPTOPS)
        }  # fmt: skip
        rate_risk(viewer, slugs[INVOICES.title], INVOICES_AGAIN, now=scene.calendar.morning(later), today=later)
