"""Questions of every kind as a learner meets them: answered rightly, wrongly, in part and badly, and seen again later."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests import make
from tests.catalogue.kinds import KINDS, nothing_but
from tests.client import Client, Page
from tests.learning import blind, making
from tests.learning.making import answers, asked, attempts, fields, onward, sending, start
from training.catalogue.content.comparing import plain_words
from training.core import site
from training.core.db import writing

every_kind = pytest.mark.parametrize("kind", KINDS)
HTMX = {"headers": {"HX-Request": "true"}}
PARTLY = {"many": 50, "order": 33, "match": 66, "inspect": 50, "room": 50}
"""For how many per cent the answer of `partly` counts."""
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


def which(page: Page) -> list[str]:
    """What the page says in words of each part of an answered question."""
    return [" ".join(one.get_text().split()) for one in page.soup.select(".verdicts .which, .verdicts .vh")]


# --- answered -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
@every_kind
def test_the_right_answer_is_right(client: Client, tmp_path: Path, kind: str) -> None:
    page = first_of(client, tmp_path, kind)
    content = asked(page)
    assert content["kind"] == ("inspect" if kind == "room" else kind)

    told = client.submit(page, fields(content))

    assert told.status == 200
    assert "Right. Here is why, and why the others are not." in told.words
    assert not told.soup.select("main form")
    assert not told.soup.select(".verdicts li:not(.right)") or kind in {"many", "inspect", "room"}
    result = onward(client, client.submit(onward(client, told), sending(onward(client, told))))
    assert result.heading.startswith("Passed, with 2 of 2.")
    assert [row.credit for row in answers()] == [100, 100]


@pytest.mark.usefixtures("app")
@every_kind
def test_a_wrong_answer_is_worth_nothing(client: Client, tmp_path: Path, kind: str) -> None:
    page = first_of(client, tmp_path, kind)
    told = client.submit(page, sending(page, right=False))
    assert "Not quite. Here is what each answer means." in told.words
    assert [row.credit for row in answers()] == [0]


@pytest.mark.usefixtures("app")
@every_kind
def test_a_part_counts_its_share_and_shares_are_added(client: Client, tmp_path: Path, kind: str) -> None:
    """Two halves are one whole; two thirds twice are one whole and a third, which is rounded down."""
    page = first_of(client, tmp_path, kind)
    told = client.submit(page, partly(asked(page)))
    assert f"Partly right: it counts for {PARTLY[kind]} %. Here is what each answer means." in told.words

    page = onward(client, told)
    result = onward(client, client.submit(page, partly(asked(page))))

    assert [row.credit for row in answers()] == [PARTLY[kind]] * 2
    right = {"order": 0}.get(kind, 1)
    assert result.heading == f"Not yet: {right} of 2. Two are needed."
    assert attempts()[0].right == right
    assert "The two you missed" in result.words, "what is right in part is among what was missed"


@pytest.mark.usefixtures("app")
@every_kind
def test_before_an_answer_the_page_says_how_parts_count(client: Client, tmp_path: Path, kind: str) -> None:
    page = first_of(client, tmp_path, kind)
    said = {
        "many": "Several are right. Each right choice counts its share; a wrong one takes one away.",
        "order": "Give each step its place. A step counts when it comes directly after the right one.",
        "match": "Each line counts its share.",
        "inspect": "Each sign counts its share; a mark elsewhere takes one away.",
        "room": "Each sign counts its share; a mark elsewhere takes one away.",
    }
    assert said[kind] in page.words
    described = page.soup.select_one("fieldset.field")["aria-describedby"].split()
    hints = [page.soup.find(id=one).get_text(strip=True) for one in described]
    assert hints == [said[kind]], "and whoever hears the page hears it with the question"


@pytest.mark.usefixtures("app")
@every_kind
@pytest.mark.parametrize("how", ["right", "partly", "wrong"])
def test_afterwards_every_part_has_its_reason(client: Client, tmp_path: Path, kind: str, how: str) -> None:
    page = first_of(client, tmp_path, kind)
    content = asked(page)
    sent = partly(content) if how == "partly" else fields(content, right=how == "right")

    told = client.submit(page, sent)

    shown = [plain_words(str(one)) for one in told.soup.select(".verdicts .why")]
    assert sorted(shown) == sorted(plain_words(one["why_html"]) for one in content["options"])
    assert len(which(told)) == len(content["options"]), "and of each part it is said in words how it stands"
    assert "Remember Look at the whole of it." in told.words


# --- said in words ------------------------------------------------------------------------------------------------


def said_of(client: Client, page: Page, sent: dict[str, Any]) -> dict[str, str]:
    """The words of each part of the answered page: what the part says → how it stands."""
    told = client.submit(page, sent)
    return {
        line.select_one(".said").get_text(" ", strip=True): " ".join(
            line.select_one(".which, .vh").get_text(" ", strip=True).split()
        )
        for line in told.soup.select(".verdicts li")
    }


def key(content: Content, words: str, part: str = "options") -> str:
    """The key of the part, or of the choice, that says so."""
    return str(next(one["key"] for one in content[part] if words in one["text_html"]))


@pytest.mark.usefixtures("app")
def test_what_was_ticked_is_said(client: Client, tmp_path: Path) -> None:
    page = first_of(client, tmp_path, "many")
    content = asked(page)
    ticks = [key(content, "asks for a code"), key(content, "has a logo")]
    assert said_of(client, page, {"choice": ticks}) == {
        "It asks for a code": "Your answer, and right",
        "It hurries you": "Right",
        "It has a logo": "Your answer",
        "It came in the morning": "Not right",
    }


@pytest.mark.usefixtures("app")
def test_where_each_step_was_put_is_said(client: Client, tmp_path: Path) -> None:
    """The steps stand in their right order; "Look" comes directly after "Stop", but one place too far on."""
    page = first_of(client, tmp_path, "order")
    content = asked(page)
    places = {"Report": "1", "Stop": "2", "Look": "3"}
    told = said_of(client, page, {f"part-{key(content, words)}": place for words, place in places.items()})
    assert list(told.items()) == [
        ("Stop", "Comes first; you put it second"),
        ("Look at the sender", "Comes second; you put it third"),
        ("Report it", "Comes third; you put it first"),
    ]
    ticks = [line["class"] for line in client.get(page.path).soup.select(".verdicts li")]
    assert ["right" in classes for classes in ticks] == [False, True, False], "what counts has the tick"
    assert [row.credit for row in answers()] == [33]


@pytest.mark.usefixtures("app")
def test_what_was_matched_is_said(client: Client, tmp_path: Path) -> None:
    page = first_of(client, tmp_path, "match")
    content = asked(page)
    sent = fields(content) | {f"part-{key(content, 'stranger')}": key(content, "Answer at once", "choices")}
    assert said_of(client, page, sent) == {
        "A message from a friend that asks for money": "Goes with: Ring them",
        "A message that you sent yourself": "Goes with: Keep it",
        "A message from a stranger with a file": "Goes with: Report it. You chose: Answer at once",
    }


@pytest.mark.usefixtures("app")
def test_a_choice_with_signs_is_said_as_it_was_offered(client: Client, tmp_path: Path) -> None:
    files = nothing_but("match")
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(
        "Ring them", "Ring `them` & *ask* for < 1 hour"
    )
    making.publish(tmp_path, files)
    make.employee(client)
    page = start(client)
    offered = {option.get_text() for option in page.soup.select("select option")}
    assert "Ring them & ask for < 1 hour" in offered

    told = said_of(client, page, sending(page))

    assert told["A message from a friend that asks for money"] == "Goes with: Ring them & ask for < 1 hour"


@pytest.mark.usefixtures("app")
def test_what_was_marked_is_said(client: Client, tmp_path: Path) -> None:
    page = first_of(client, tmp_path, "inspect")
    assert marked(client, page) == [
        ("From Pay Team pay@alder.example.pay-desk.test", "A sign, and you found it"),
        ("Subject Confirm your details", "Not right"),
        ("Hello,", "Not right"),
        ("your account closes in one hour.", "A sign"),
        ("Kind regards", "You marked it; it is no sign"),
    ]


@pytest.mark.usefixtures("app")
def test_of_a_room_the_picture_and_its_numbers_stay(client: Client, tmp_path: Path) -> None:
    page = first_of(client, tmp_path, "room")
    picture = str(page.soup.select_one(".scene-picture"))
    numbers = [one.get_text() for one in page.soup.select(".scene-part .scene-label")]
    assert marked(client, page) == [
        ("From 1 Pay Team pay@alder.example.pay-desk.test", "A sign, and you found it"),
        ("Subject 2 Confirm your details", "Not right"),
        ("3 Hello,", "Not right"),
        ("4 your account closes in one hour.", "A sign"),
        ("5 Kind regards", "You marked it; it is no sign"),
    ]
    assert numbers == ["From", "1", "Subject", "2", "3", "4", "5"]
    assert picture == str(client.get(page.path).soup.select_one(".scene-picture"))


def marked(client: Client, page: Page) -> list[tuple[str, str]]:
    content = asked(page)
    marks = [key(content, "pay-desk.test"), key(content, "Kind regards")]
    return list(said_of(client, page, {"choice": marks}).items())


# --- no answer ----------------------------------------------------------------------------------------------------


def places(content: Content, *given: str) -> dict[str, str]:
    """These places for the steps of an order, in the order of the frozen parts; "-" sends none."""
    keys = [one["key"] for one in content["options"]]
    return {f"part-{key}": place for key, place in zip(keys, given, strict=True) if place != "-"}


def lines(content: Content, *given: str) -> dict[str, str]:
    """The first choice for each line marked "+", what stands here for the others; "-" sends none."""
    choice = content["choices"][0]["key"]
    return {name: choice if value == "+" else value for name, value in places(content, *given).items()}


SENTENCES = {
    "many": "Choose at least one answer",
    "order": "Give each step a place of its own",
    "match": "Choose something for each line",
    "inspect": "Mark at least one part",
    "room": "Mark at least one part",
}
NO_KEY = "0123456789ab"
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


# --- sent again, and without more than a form -----------------------------------------------------------------------


@pytest.mark.usefixtures("app")
@every_kind
def test_sent_again_the_first_answer_stands(client: Client, tmp_path: Path, kind: str) -> None:
    page = first_of(client, tmp_path, kind)
    first = client.submit(page, partly(asked(page)))
    stored = answers()

    for sent in (sending(page), sending(page, right=False), {}, {"choice": NO_KEY}):
        again = client.post(page.path, sent)
        assert (again.status, again.path, main(again)) == (200, first.path, main(first))

    assert answers() == stored
    assert attempts()[0].right is None


@pytest.mark.usefixtures("app")
@every_kind
def test_htmx_is_given_the_same_part_as_the_whole_page_holds(client: Client, tmp_path: Path, kind: str) -> None:
    page = first_of(client, tmp_path, kind)
    content = asked(page)

    wrong = client.post(page.path, {}, **HTMX)
    assert wrong.status == 422
    assert [tag.name for tag in wrong.soup.find_all(recursive=False)] == ["title", "div"]
    assert wrong.title.startswith("Error: ")
    assert SENTENCES[kind] in wrong.soup.select_one("#quiz .summary").get_text()
    part = client.post(page.path, fields(content), **HTMX)

    assert part.status == 200
    assert [tag.name for tag in part.soup.find_all(recursive=False)] == ["title", "div"]
    whole = client.get(page.path)
    assert part.title == whole.title
    assert main(part).endswith(str(whole.soup.select_one("#quiz")))
    assert [row.credit for row in answers()] == [100]


# --- nothing is given away ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("kind", blind.RIGHT)
def test_the_page_of_no_kind_gives_anything_away(client: Client, kind: str) -> None:
    """The bytes before an answer are the same, whatever is right; only addresses and tokens differ."""
    person_id = make.employee(client).id
    seen: dict[str, set[str]] = {"page": set(), "part": set(), "sent back": set()}
    for number, right in enumerate(blind.RIGHT[kind]):
        slug, public_id = f"blind-{number}", f"bbbbbbbbbbb{number}"
        content = blind.content(kind, right)
        made = blind.course(slug, content)
        blind.attempt(person_id, made, blind.sealed(kind, made[-1]), public_id)
        path = f"/learn/{slug}/quiz/{public_id}/1"

        page = client.get(path)
        bytes_of = {"page": page, "part": client.get(path, **HTMX), "sent back": client.post(path)}
        for name, one in bytes_of.items():
            tokenless = re.sub(r'name="csrf_token" value="[^"]+"', "", one.text)
            seen[name].add(tokenless.replace(slug, "blind").replace(public_id, "attempt"))

        shown = [str(tag["for"]) for tag in page.soup.select("fieldset label")]
        assert len(shown) == len(blind.SHOWN[kind])
        parts = [str(one).index(f"Part {part}") for one in page.soup.select("fieldset") for part in blind.SHOWN[kind]]
        assert parts == sorted(parts), "the parts stand in their sealed order"
        assert "Right." in client.submit(page, fields(content)).words, "and it is the database that decides"
    assert {name: len(found) for name, found in seen.items()} == {"page": 1, "part": 1, "sent back": 1}


# --- seen again later -------------------------------------------------------------------------------------------------

OLD_AND_NEW = {
    "What would make you stop?": "What stops {{ report.button }}?",
    "Put what you do in order.": "In which order, with {{ report.button }}?",
    "What goes with what?": "Which go together at {{ report.button }}?",
    "Mark the signs in this": "Point at {{ report.button }} in this",
    "It hurries you": "It is in a hurry",
    "Report it": "Tell us of it",
    "Keep it": "Hold on to it",
    "Hello,": "Good day,",
    "Haste keeps you from looking.": "Hurry blinds.",
    "We look after the rest.": "The rest is ours.",
    "It is yours.": "You wrote it.",
    "A greeting is no sign.": "Everybody greets.",
    "Look at the whole of it.": "See all of it.",
}
"""Words of the questions of tests/catalogue/kinds.py, and what stands there in the edition after."""
MENTIONS = {
    "It asks for a code": "It asks for a code of {{ org.name }}",
    "Look at the sender": "Look at the sender, says {{ org.name }}",
    "Ring them": "Ring them on {{ report.phone }}",
    "Confirm your details": "Confirm your details at {{ org.name }}",
}
"""Words in which local words are put, from the first edition on."""


def worded(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    files = nothing_but(kind)
    for old, new in words.items():
        files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(old, new)
    return files


def called(app: Flask, **settings: str) -> None:
    with writing():
        site.change(settings, by_person_id=None, now=make.NOW)
    app.extensions["muster"].memory.forget()


@every_kind
def test_an_old_attempt_is_shown_as_it_was_seen(app: Flask, client: Client, tmp_path: Path, kind: str) -> None:
    """Other words, other local words, another order of the parts, one question retired: what was seen stays."""
    called(app, name="Alder & Finch", report_button="Old button", report_phone="+1 555 0101")
    making.publish(tmp_path, worded(kind, MENTIONS))
    make.employee(client, site=make.site(report_phone=""))
    result, open_one = taken(client), start(client)
    paths = [result.path.replace("result", "1"), result.path.replace("result", "2"), result.path, open_one.path]
    before = [main(client.get(path)) for path in paths]
    mentioned = {"match": "Ring them on +1 555 0101"}.get(kind, "Alder &amp; Finch")
    assert all(mentioned in page for page in (before[0], before[1], before[3]))

    published_again(app, tmp_path, kind)

    assert [main(client.get(path)) for path in paths] == before
    told = client.submit(open_one, partly(asked(open_one)))
    assert mentioned in main(told), "and what is answered only now is what was asked"
    taken(client)
    again = start(client)
    assert "New button" in again.words, "a new attempt has the new words"
    assert mentioned not in main(again)


def taken(client: Client) -> Page:
    """Answer all that is left of an attempt in part; the page of its result."""
    page = start(client)
    while page.soup.select("main form"):
        page = onward(client, client.submit(page, partly(asked(page))))
        if page.path.endswith("result"):
            return page
    raise AssertionError("the attempt has no end")


def published_again(app: Flask, folder: Path, kind: str) -> None:
    """The same course with other words in everything, its parts the other way round, and a question less."""
    files = worded(kind, MENTIONS | OLD_AND_NEW)
    text = files["spot-it/questions.yaml"]
    questions = [turned(one) for one in text.split("- id: ")[1:]]
    questions[1] = questions[1].replace("  kind:", "  status: retired\n  kind:")
    files["spot-it/questions.yaml"] = "".join(f"- id: {one}" for one in questions)
    making.publish(folder, files)
    called(app, name="Beech", report_button="New button", report_phone="+1 555 0202")


def turned(question: str) -> str:
    """A question with its parts in the opposite order (an order then asks for another order)."""
    mark = next(mark for mark in ("  options:\n", "  steps:\n", "  pairs:\n") if mark in question)
    head, _mark, rest = question.partition(mark)
    parts, decoys, after = rest.partition("  decoys:\n")
    pieces = [f"    - {piece}" for piece in parts.split("    - ")[1:]]
    return head + mark + "".join(reversed(pieces)) + decoys + after
