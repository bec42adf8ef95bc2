"""Stops at the pages of requirements: the list, one of each kind, the form, drafts in each state, ends and calls."""

from flask import Flask
from sqlalchemy import select

from tests.browser import house
from tests.browser.house import House
from tests.completion.desk import CONTENT
from tests.make import NOW
from tests.seminars import making
from tests.small_world import TODAY
from training.completion import drafting
from training.completion.drafting import Asked, At
from training.completion.models import RequirementDraft
from training.core.db import database, writing
from training.core.permissions import Role, Viewer

LIST = "/desk/requirements/"
PHONES = CONTENT | {"satisfied_by": [{"course": "signing-in-safely"}, {"proof": "A letter of your own manager"}]}
EVENT = {"title": "After an incident", "due": {"kind": "on-event", "event": "incident", "days": 5}}
AT = At(NOW, TODAY)


def stops(app: Flask, found: House) -> list[tuple[str, str]]:
    """Return (address, button to press) of every page, with what it needs made."""
    viewer = making.viewer(found.rafael, Role.SECURITY_TEAM)
    phones, called = _in_force(app, viewer, PHONES), _in_force(app, viewer, PHONES | EVENT)
    with writing():
        drafting.end(viewer, phones, "The tables are gone", at=AT)
    changed = _draft(
        viewer, Asked("phishing-each-year", PHONES | {"title": "Recognising phishing"}, "", "A try", everybody=True)
    )
    house.work_off(app)
    show = "Show what it would bring about"
    return [
        (LIST, ""), (LIST + phones, ""), (LIST + called, ""), (f"{LIST}phishing-each-year", ""),
        (f"{LIST}new", show), (f"{LIST}phishing-each-year/edit", show), (f"{LIST}new?draft={changed}", ""),
        (f"{LIST}drafts/{changed}", ""),
        (f"{LIST}phishing-each-year/end", "End it today"), (f"{LIST}{phones}/bring-back", "Bring it back today"),
        (f"{LIST}{called}/call", "Call it now"),
    ]  # fmt: skip


def being_reckoned(found: House) -> str:
    """Return the address of a draft whose job has not run; to be made when no more jobs are worked off."""
    viewer = making.viewer(found.rafael, Role.SECURITY_TEAM)
    content = PHONES | {"title": "Not yet reckoned"}
    return f"{LIST}drafts/{_draft(viewer, Asked('', content, '', 'A try', everybody=True))}"


def _draft(viewer: Viewer, new: Asked) -> str:
    with writing():
        return drafting.draft(viewer, new, at=AT)


def _in_force(app: Flask, viewer: Viewer, content: dict[str, object]) -> str:
    public_id = _draft(viewer, Asked("", content, "", "We found three in a week", everybody=True))
    house.work_off(app)
    with writing():
        slug = drafting.put_into_force(viewer, public_id, at=AT)
    assert slug, database.session.scalars(select(RequirementDraft.state)).all()
    return slug
