"""Questions of every kind as a learner meets them: answered rightly, wrongly and in part, and said in words."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests import make
from tests.catalogue.kinds import nothing_but
from tests.client import Client, Page
from tests.learning import blind, making
from tests.learning.asking import HTMX, NO_KEY, PARTLY, SENTENCES, Content, every_kind, first_of, main, partly
from tests.learning.making import answers, asked, attempts, fields, onward, sending, start
from training.catalogue.content.comparing import plain_words


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
        ("Look at the sender", "Comes second; you put it third, after the right one"),
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
        ("Subject Confirm your details", "No sign"),
        ("Hello,", "No sign"),
        ("your account closes in one hour.", "A sign that you did not mark"),
        ("Kind regards", "You marked it; it is no sign"),
    ]


@pytest.mark.usefixtures("app")
def test_of_a_room_the_picture_and_its_numbers_stay(client: Client, tmp_path: Path) -> None:
    page = first_of(client, tmp_path, "room")
    picture = str(page.soup.select_one(".scene-picture"))
    numbers = [one.get_text() for one in page.soup.select(".scene-part .scene-label")]
    assert marked(client, page) == [
        ("From 1 Pay Team pay@alder.example.pay-desk.test", "A sign, and you found it"),
        ("Subject 2 Confirm your details", "No sign"),
        ("3 Hello,", "No sign"),
        ("4 your account closes in one hour.", "A sign that you did not mark"),
        ("5 Kind regards", "You marked it; it is no sign"),
    ]
    assert numbers == ["From", "1", "Subject", "2", "3", "4", "5"]
    assert picture == str(client.get(page.path).soup.select_one(".scene-picture"))


def marked(client: Client, page: Page) -> list[tuple[str, str]]:
    content = asked(page)
    marks = [key(content, "pay-desk.test"), key(content, "Kind regards")]
    return list(said_of(client, page, {"choice": marks}).items())


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
