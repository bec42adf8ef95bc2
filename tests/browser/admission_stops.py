"""Stops at the pages of coming in: a request that waits, a manager's list, an offer, two dates at once, the desk's hand."""

from datetime import timedelta

from flask import Flask

from tests.browser.desk_stops import Stop
from tests.browser.house import House
from tests.make import NOW
from tests.seminars import admitting, making
from training.core.db import writing
from training.seminars import service
from training.seminars.service import Claim


def stops(app: Flask, found: House) -> list[Stop]:
    """Make what the pages need and return them with the button to press."""
    slug = making.seminar("A call at the wrong time")
    admitting.works_for(found.amara.id, found.ines.id)
    asks = admitting.on_terms(_date(slug, 30, 5), needs_approval=True)
    request = making.register(app, asks, found.amara).registration
    waits = making.register(app, asks, found.mila).registration
    offers = admitting.on_terms(_date(slug, 31, 1), offer_hours=6, cancel_until=NOW - timedelta(days=1))
    first = making.register(app, offers, found.jonas)
    offered = making.register(app, offers, found.amara).registration
    with writing():
        mine = Claim(first.registration, person_id=found.jonas.id)
        service.cancel_registration(mine, host=making.host(app), now=NOW)
    late = admitting.on_terms(_date(slug, 32, 2), cancel_until=NOW - timedelta(days=1))
    making.register(app, late, found.jonas)
    at_once, early = _date(slug, 32, 2), admitting.on_terms(_date(slug, 33, 2), opens_at=NOW + timedelta(days=1))
    place, register = "/desk/registrations/{}/place", f"/desk/sessions/{offers}/register"
    return [
        Stop("amara", f"/seminars/{slug}/{asks}"), Stop("amara", f"/seminars/{slug}/{offers}"),
        Stop("jonas", f"/seminars/{slug}/{at_once}"), Stop("jonas", f"/seminars/{slug}/{late}"),
        Stop("jonas", f"/seminars/{slug}/{early}"), Stop("", f"/seminars/{slug}/{early}"),
        Stop("ines", "/seminars/approvals/"), Stop("ines", f"/seminars/approvals/{request}", "Decline it"),
        Stop("jonas", "/seminars/approvals/"), Stop("cso", "/seminars/approvals/"),
        Stop("cso", f"/desk/sessions/{offers}/places"), Stop("cso", place.format(waits), "Do it"),
        Stop("cso", place.format(offered), "Do it"), Stop("cso", place.format(first.registration)),
        Stop("cso", register, "Ask for this guest"), Stop("cso", f"{register}?find=petrova", "Register this person"),
        Stop("cso", f"{register}?find=zebra"),
    ]  # fmt: skip


def _date(slug: str, days: int, capacity: int) -> str:
    return making.session(slug, capacity=capacity, local_start=admitting.another_day(days))
