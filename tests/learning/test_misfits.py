"""What is no answer to a question: it is sent back with its sentence and all that was entered, and nothing is stored."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.kinds import KINDS
from tests.client import Client, Page
from tests.learning.asking import NO_KEY, SENTENCES, Content, first_of
from tests.learning.making import answers, asked, attempts, fields, onward, sending


def places(content: Content, *given: str) -> dict[str, str]:
    """These places for the steps of an order, in the order of the frozen parts; "-" sends none."""
    keys = [one["key"] for one in content["options"]]
    return {f"part-{key}": place for key, place in zip(keys, given, strict=True) if place != "-"}


def lines(content: Content, *given: str) -> dict[str, str]:
    """The first choice for each line marked "+", what stands here for the others; "-" sends none."""
    choice = content["choices"][0]["key"]
    return {name: choice if value == "+" else value for name, value in places(content, *given).items()}


BAD = [
    *((kind, what, lambda _content: {}) for kind in KINDS for what in ("nothing",)),
    *((kind, "a key of no option", lambda _content: {"choice": NO_KEY}) for kind in ("many", "inspect", "room")),
    *((kind, "one tick of its own and a forged one", lambda content: {"choice": [content["options"][0]["key"], NO_KEY]})
      for kind in ("many", "inspect", "room")),
    *((kind, "ticks under the names of parts", lambda content: {f"part-{one['key']}": one["key"] for one in content["options"]})
      for kind in ("many", "inspect", "room")),
    ("order", "a place twice", lambda content: places(content, "1", "2", "2")),
    ("order", "a place left open", lambda content: places(content, "2", "", "1")),
    ("order", "a part left out", lambda content: places(content, "1", "3", "-")),
    ("order", "place 0", lambda content: places(content, "1", "2", "0")),
    ("order", "a place too far", lambda content: places(content, "1", "2", "4")),
    ("order", "a forged part beside all others", lambda content: places(content, "1", "2", "3") | {f"part-{NO_KEY}": "1"}),
    ("order", "ticks", lambda content: {"choice": [one["key"] for one in content["options"]]}),
    ("order", "something huge", lambda content: places(content, "1", "2", "3" * 100_000)),
    ("match", "a line left open", lambda content: lines(content, "+", "", "+")),
    ("match", "a line left out", lambda content: lines(content, "+", "+", "-")),
    ("match", "a choice that is not offered", lambda content: lines(content, "+", NO_KEY, "+")),
    ("match", "a part as a choice", lambda content: lines(content, "+", "+", content["options"][0]["key"])),
    ("match", "a forged line beside all others", lambda content: lines(content, "+", "+", "+") | {f"part-{NO_KEY}": "+"}),
    ("match", "something huge", lambda content: lines(content, "+", "+", "x" * 100_000)),
]  # fmt: skip


def kept(page: Page) -> dict[str, set[str]]:
    """What stands filled in on the page: what is ticked, what is selected in each line."""
    ticks = {str(box["value"]) for box in page.soup.select("input[name=choice][checked]")}
    selects = {str(box["name"]): box.select_one("option[selected]") for box in page.soup.select("select")}
    chosen = {name: {str(option["value"])} for name, option in selects.items() if option and option["value"]}
    return {**chosen, "choice": ticks} if ticks else chosen


def can_be_kept(page: Page, sent: Mapping[str, Any]) -> dict[str, set[str]]:
    """Of what was sent, all that the page offers."""
    offered = {str(box["name"]): {str(one["value"]) for one in box.select("option")} for box in page.soup.select("select")}  # fmt: skip
    boxes = {str(box["value"]) for box in page.soup.select("input[name=choice]")}
    offered |= {"choice": boxes} if boxes else {}
    given = {name: {value} if isinstance(value, str) else set(value) for name, value in sent.items()}
    found = {name: (values & offered.get(name, set())) - {""} for name, values in given.items()}
    return {name: values for name, values in found.items() if values}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("kind", "what", "made"), BAD, ids=[f"{kind}: {what}" for kind, what, _made in BAD])
def test_what_is_no_answer_is_sent_back_with_all_that_was_entered(
    client: Client, tmp_path: Path, kind: str, what: str, made: Any
) -> None:
    first = first_of(client, tmp_path, kind)
    content = asked(first)
    sent = made(content)

    page = client.post(first.path, sent)

    assert page.status == 422
    assert page.title.startswith("Error: Question 1 of 2 · ")
    assert page.errors == [f"Error: {SENTENCES[kind]}"]
    summary = page.soup.select_one(".summary[role=alert]")
    assert SENTENCES[kind] in summary.get_text()
    target = str(summary.select_one("a")["href"]).removeprefix("#")
    assert page.soup.find(id=target), "its link leads to what is to be put right"
    described = page.soup.select_one("fieldset.field")["aria-describedby"].split()
    assert "choice-error" in described
    assert kept(page) == can_be_kept(page, sent)
    assert not answers()
    assert [row.state for row in attempts()] == ["open"]
    assert client.submit(page, fields(content)).status == 200, "and it can be put right"
    assert [row.credit for row in answers()] == [100]


@pytest.mark.usefixtures("app")
def test_parts_of_the_question_before_are_none_of_this_one(client: Client, tmp_path: Path) -> None:
    """Two questions of the same words have keys of their own."""
    for kind in KINDS:
        first = first_of(client, tmp_path / kind, kind)
        sent = sending(first)
        second = onward(client, client.submit(first, sent))
        before = len(answers())
        page = client.post(second.path, sent)
        assert (page.status, page.errors) == (422, [f"Error: {SENTENCES[kind]}"])
        assert len(answers()) == before


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("kind", ["many", "order"])
def test_a_flood_of_fields_stores_nothing(client: Client, tmp_path: Path, kind: str) -> None:
    page = first_of(client, tmp_path, kind)
    flood = {f"part-{number}": "1" for number in range(2_000)} | {"choice": [str(number) for number in range(2_000)]}
    assert client.post(page.path, flood).status in {413, 422}
    assert client.post(page.path, {"choice": "x" * 5_000_000}).status in {413, 422}
    assert not answers()
    assert client.submit(page, sending(page)).status == 200
