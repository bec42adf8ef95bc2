"""What was seen is shown as it was seen, whatever the course, its words and the local words are by then."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from tests import make
from tests.catalogue.kinds import nothing_but
from tests.client import Client, Page
from tests.learning import making
from tests.learning.asking import every_kind, main, partly
from tests.learning.making import asked, onward, start
from training.core import site
from training.core.db import writing

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
