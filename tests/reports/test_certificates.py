"""One's own certificate: every word of it for every kind of record, its square code, its downloads, and whose it is."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.reports import holding
from tests.reports.holding import Holder, holder
from training.catalogue.rules import SubjectKind
from training.completion.rules import How
from training.core.permissions import Role
from training.core.signing import NO_KEYS
from training.reports import typesetting
from training.reports.rules import grouped
from training.web.square_code import square_code

UNASKED: dict[str, Any] = {"right": None, "asked": None, "needed": None}


@pytest.fixture
def zoe(app: Flask, client: Client, tmp_path: Path) -> Holder:
    found = holder(client, tmp_path)
    make.sign_in(client, found.person)
    return found


def paper(page: Page) -> str:
    return " ".join(page.soup.select_one("article.certificate").get_text(" ", strip=True).split())


def test_a_certificate_says_who_what_when_how_and_on_which_content(zoe: Holder, client: Client) -> None:
    number = zoe.record()
    page = client.get(f"/certificates/{number}")
    assert page.heading == "Passed, with 7 of 8."
    said = paper(page)
    for words in (
        "Alder & Finch, security training",
        "This records that Zoë Brontë finished Spot it on Monday 23 November 2026",
        "and answered 7 of 8 questions right. 7 were needed.",
        "Edition 1 of Mon 23 Nov 2026",
        "How Lessons and a quiz",
        "Valid until no end is set",
        "Recorded Mon 23 Nov 2026, 09:00 London",
        f"Check it: localhost/check/{grouped(number)}",
        "The check page shows this record and nothing else about the person.",
    ):
        assert words in said, words
    digest = holding.row_of(number).digest
    assert f"Content digest sha256 {digest[:4]} {digest[4:8]} {digest[8:12]} … {digest[-4:]} ." in said


@pytest.mark.parametrize(
    ("kind", "how", "heading", "sentence"),
    [
        (SubjectKind.POLICY, How.ACKNOWLEDGEMENT, "Read and agreed to.", "read and agreed to Clear policy on Monday"),
        (
            SubjectKind.POLICY,
            How.IMPORT,
            "Done elsewhere.",
            "did, as an earlier system tells, what counts as Clear policy on Monday",
        ),
        (SubjectKind.SEMINAR, How.SEMINAR, "Attended.", "attended Clear seminar on Monday"),
        (
            SubjectKind.SEMINAR,
            How.IMPORT,
            "Done elsewhere.",
            "did, as an earlier system tells, what counts as Clear seminar on Monday",
        ),
        (
            SubjectKind.COURSE,
            How.IMPORT,
            "Done elsewhere.",
            "did, as an earlier system tells, what counts as Clear course on Monday",
        ),
        (
            SubjectKind.COURSE,
            How.OUTSIDE_PROOF,
            "Done elsewhere.",
            "did elsewhere, with a proof, what counts as Clear course on Monday",
        ),
        (
            SubjectKind.PROOF,
            How.OUTSIDE_PROOF,
            "Done elsewhere.",
            "did elsewhere, with a proof, what counts as Clear proof on Monday",
        ),
        (SubjectKind.COURSE, How.TEST_OUT, "Done.", "finished Clear course on Monday"),
    ],
)
def test_every_kind_of_record_has_its_own_words(
    zoe: Holder, client: Client, kind: SubjectKind, how: How, heading: str, sentence: str
) -> None:
    page = client.get(f"/certificates/{zoe.record(holding.subject(kind), how=how, **UNASKED)}")
    assert page.heading == heading
    assert f"Zoë Brontë {sentence} 23 November 2026." in paper(page)
    assert "Edition" not in paper(page)
    assert "digest" not in paper(page)


def test_every_kind_there_is_has_words(zoe: Holder, client: Client) -> None:
    for kind in SubjectKind:
        subject = holding.subject(kind)
        for how in How:
            assert client.get(f"/certificates/{zoe.record(subject, how=how, **UNASKED)}").status == 200


# --- the square code --------------------------------------------------------------------------------------------------


def test_the_square_code_leads_to_the_check_page_and_says_so(zoe: Holder, client: Client) -> None:
    number = zoe.record()
    code = client.get(f"/certificates/{number}").soup.select_one(".square-code")
    assert code["role"] == "img"
    assert code["aria-label"] == f"Square code that leads to the check page of number {grouped(number)}"
    drawn = BeautifulSoup(str(square_code(f"http://localhost/check/{grouped(number)}")), "html.parser").svg
    assert code.svg.select("path")[1]["d"] == drawn.select("path")[1]["d"]


def test_the_square_code_is_dark_on_white_and_takes_its_size_from_the_page() -> None:
    svg = BeautifulSoup(str(square_code("https://training.company.example/check/7QK4-M2XD-9TPA")), "html.parser").svg
    ground, modules = svg.select("path")
    assert (ground["fill"], modules["stroke"]) == ("#fff", "#000")
    assert svg.has_attr("viewbox")
    assert not {"width", "height", "style", "class"} & set(svg.attrs)
    assert re.match(r"M4 4\.5h7", modules["d"]), "four modules of white stand around it"


def test_two_addresses_have_two_codes() -> None:
    assert square_code("http://localhost/check/1") != square_code("http://localhost/check/2")


# --- ways to keep it --------------------------------------------------------------------------------------------------


def ways(page: Page) -> list[str]:
    return [one.get_text(strip=True) for one in page.soup.select("main a.button")]


def test_it_can_be_downloaded_as_pdf_and_as_a_badge(zoe: Holder, client: Client) -> None:
    number = zoe.record()
    page = client.get(f"/certificates/{number}")
    assert ways(page) == ["Download as PDF", "Download as a badge"]
    for link in page.soup.select("main a.button"):
        answer = client.get(str(link["href"]))
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{grouped(number)}.')


def test_without_a_key_and_without_typst_it_stays_a_page_that_prints(
    zoe: Holder, app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "installed", lambda: False)
    house = app.extensions["muster"]
    monkeypatch.setitem(app.extensions, "muster", type(house)(**(vars(house) | {"keys": NO_KEYS})))
    number = zoe.record()
    assert ways(client.get(f"/certificates/{number}")) == []
    assert client.get(f"/certificates/{number}/credential").status == 404
    pdf = client.get(f"/certificates/{number}/pdf")
    assert pdf.status == 404
    assert "PDF files are not made here. Print this page, and save it as PDF." in pdf.words
    assert "Zoë Brontë" in pdf.words
    assert client.get("/.well-known/jwks.json").text.replace(" ", "").strip() == '{"keys":[]}'


# --- whose it is ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["", "/pdf", "/credential"])
def test_it_is_its_holders_alone(zoe: Holder, client: Client, rest: str) -> None:
    address = f"/certificates/{zoe.record()}{rest}"
    assert client.get(address).status == 200
    for role in (None, Role.MANAGER, Role.CSO, Role.ADMINISTRATOR):
        make.sign_in(client, make.person(), role=role)
        page = client.get(address)
        assert page.status == 404, role
        assert "Zoë" not in page.text


@pytest.mark.parametrize("rest", ["", "/pdf", "/credential"])
def test_what_was_taken_back_or_corrected_is_no_certificate(zoe: Holder, client: Client, rest: str) -> None:
    back, corrected = zoe.record(), zoe.record(local_date=date(2026, 11, 20))
    void, right = holding.take_back(back), holding.correct(corrected)
    for number in (back, void, corrected):
        assert client.get(f"/certificates/{number}{rest}").status == 404
    assert client.get(f"/certificates/{right}{rest}").status == 200
    assert "answered 8 of 8" in client.get(f"/certificates/{right}").words


def test_statements_of_the_page(zoe: Holder, client: Client, statements: Any) -> None:
    address = f"/certificates/{zoe.record()}"
    client.get(address)
    for rest in ("", "/pdf", "/credential"):
        with statements() as counted:
            client.get(address + rest)
        # Who looks, the certificate, and (where the sheet is drawn) how its clauses are cited.
        assert len(counted) == (2 if rest == "/credential" else 3), counted.texts
