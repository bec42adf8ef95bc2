"""A learner before questions of every kind: the first of a course that has one kind alone, and ways to answer it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests import make
from tests.catalogue.kinds import KINDS, nothing_but
from tests.client import Client, Page
from tests.learning import making
from tests.learning.making import fields, start

every_kind = pytest.mark.parametrize("kind", KINDS)
HTMX = {"headers": {"HX-Request": "true"}}
PARTLY = {"many": 50, "order": 33, "match": 66, "inspect": 50, "room": 50}
"""For how many per cent the answer of `partly` counts."""
SENTENCES = {
    "many": "Choose at least one answer",
    "order": "Give each step a place of its own",
    "match": "Choose something for each line",
    "inspect": "Mark at least one part",
    "room": "Mark at least one part",
}
"""What is said of each kind where what was sent is no answer."""
NO_KEY = "0123456789ab"
"""Of no question."""
Content = Mapping[str, Any]


def partly(content: Content) -> dict[str, Any]:
    """An answer that is right in part: one of two ticks, the first step alone in its place, two of three lines."""
    sent = fields(content)
    if content["kind"] == "order":
        by_place = {one["place"]: f"part-{one['key']}" for one in content["options"]}
        return sent | {by_place[2]: "3", by_place[3]: "2"}
    if content["kind"] == "match":
        last = f"part-{content['options'][-1]['key']}"
        return sent | {last: fields(content, right=False)[last]}
    return {"choice": sent["choice"][:1]}


def first_of(client: Client, folder: Path, kind: str) -> Page:
    """The first question of an attempt at a course that has this kind alone, for a new employee."""
    making.publish(folder, nothing_but(kind))
    make.employee(client)
    return start(client)


def main(page: Page) -> str:
    """What the main part of a page shows, without the tokens of its forms."""
    found = BeautifulSoup(str(page.soup.select_one("main") or page.soup), "html.parser")
    for field in found.select("input[name=csrf_token]"):
        field.decompose()
    return str(found)
