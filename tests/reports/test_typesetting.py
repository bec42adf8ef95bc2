"""The PDF: one tagged sheet for archives, the words of the page, any name as data, and a clear answer where a letter is missing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.reports import holding
from tests.reports.holding import Holder, holder
from tests.reports.pdf_reading import everything, pages, text
from training.core.settings import ROOT
from training.reports import typesetting
from training.reports.certificate_pages import Certificate
from training.reports.pages import Fact
from training.reports.rules import grouped
from training.reports.typesetting import Unsettable
from training.web.pictures import tally
from training.web.square_code import square_code

pytest.importorskip("typst", reason="the PDF needs requirements-dev.txt or requirements-pdf.txt")
NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)


def sheet(**values: Any) -> Certificate:
    address = "https://training.company.example/check/7QK4-M2XD-9TPA"
    defaults: dict[str, Any] = {
        "band": "Alder & Finch, security training", "records": "This records that", "person": "Zoë Brontë",
        "sentence_before": "finished", "course": "Spot it", "sentence_after": "on Monday 23 November 2026.",
        "facts": (Fact("Edition", "3", "of Thu 1 Oct 2026"), Fact("How", "Lessons and a quiz")),
        "supports": "Supports PCI DSS 12.6.3.1.", "check_label": "Check it:", "check_address": address[8:],
        "check_href": "/check/7QK4-M2XD-9TPA", "check_url": address, "code": square_code(address), "code_label": "Square code",
        "digest_label": "Content digest", "digest": "sha256 9f3c 71e0 4b8a … d215", "note": "Nothing else.",
        "tally": tally(count=30, gold=30, columns=3),
    }  # fmt: skip
    return Certificate(**(defaults | values))


def pdf(certificate: Certificate, **values: Any) -> bytes:
    defaults: dict[str, Any] = {"title": "Certificate 7QK4-M2XD-9TPA: Spot it", "language": "en", "now": NOW}
    return typesetting.pdf(certificate, **(defaults | values))


def words(content: bytes) -> str:
    return " ".join(text(content).split())


# --- what kind of file it is ------------------------------------------------------------------------------------------


def test_it_is_one_tagged_sheet_for_archives_and_for_screen_readers() -> None:
    made = pdf(sheet())
    whole = everything(made)
    assert made.startswith(b"%PDF-1.7")
    assert pages(made) == 1
    for mark in (
        b"/StructTreeRoot", b"/MarkInfo", b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>A</pdfaid:conformance>",
        b"<pdfuaid:part>1</pdfuaid:part>", b"/Lang", b"/OutputIntents",
    ):  # fmt: skip
        assert mark in whole, mark
    assert b"Certificate 7QK4-M2XD-9TPA: Spot it" in whole
    assert b"/MediaBox[0 0 595" in whole.replace(b"/MediaBox [", b"/MediaBox["), "A4"


def test_it_is_in_the_language_of_the_reader() -> None:
    assert b"(es)" in everything(pdf(sheet(), language="es")).partition(b"/Lang")[2][:12]
    assert b"(pt)" in everything(pdf(sheet(), language="pt-BR")).partition(b"/Lang")[2][:12]


def test_the_square_code_has_a_text_beside_it() -> None:
    assert b"/Alt(Square code)" in everything(pdf(sheet())).replace(b"/Alt (", b"/Alt(")


def test_the_address_can_be_pressed() -> None:
    assert b"/URI(https://training.company.example/check/7QK4-M2XD-9TPA)" in everything(pdf(sheet())).replace(
        b"/URI (", b"/URI("
    )


def test_the_same_certificate_is_the_same_file() -> None:
    assert pdf(sheet()) == pdf(sheet())


# --- any word is data -------------------------------------------------------------------------------------------------

EVIL = '#eval("1") *x* <b> $y$ @z `w` #include("/etc/passwd") // \\u{41} #sys.inputs'


@pytest.mark.parametrize("field", ["band", "person", "course", "sentence_after", "supports", "note"])
def test_nothing_that_people_wrote_is_carried_out(field: str) -> None:
    told = words(pdf(sheet(**{field: EVIL}))).replace(" ", "")
    assert EVIL.replace(" ", "") in told


def test_the_program_holds_no_word_and_loads_nothing() -> None:
    source = typesetting.SHEET.read_text()
    code = "\n".join(line for line in source.splitlines() if not line.startswith("//"))
    assert "sys.inputs.words" in code
    for way in ("#import", "#include", "read(", "eval(", "plugin("):
        assert way not in code, way


@pytest.mark.parametrize(
    "name",
    [
        "Ελένη Παπαδοπούλου",
        "Надежда Йорданова",
        "Željko Čapek",
        "Nguyễn Thị Ánh",
        "Łucja Żółć",
        "Þórunn Ægisdóttir",
        "Ana-María O’Neill",
    ],
)
def test_names_beyond_latin_stand_in_our_own_font(name: str) -> None:
    made = pdf(sheet(person=name))
    assert name in words(made)
    assert b"Inter-SemiBold" in everything(made)
    assert b"Libertinus" not in everything(made)


@pytest.mark.parametrize("name", ["田中 花子", "ไพลิน", "Zoë 🦊"])
def test_a_letter_without_a_font_is_said_and_never_a_box(name: str) -> None:
    with pytest.raises(Unsettable):
        pdf(sheet(person=name))


def test_another_fault_of_the_program_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr(typesetting, "SHEET", broken)
    with pytest.raises(RuntimeError, match="panicked"):
        pdf(sheet())


def test_long_words_stay_on_the_sheet() -> None:
    long = sheet(
        person="Maximiliana-Theodora " * 8, course="A course of a long name " * 8, supports="PCI DSS 12.6.3.1, " * 60
    )
    assert pages(pdf(long)) == 1


def test_the_fonts_have_their_licence_beside_them() -> None:
    assert "SIL OPEN FONT LICENSE" in (ROOT / "static/fonts/LICENSE-inter.txt").read_text()
    assert {path.name for path in typesetting.FONTS.glob("*.ttf")} == {"inter-regular.ttf", "inter-semibold.ttf"}


# --- over HTTP --------------------------------------------------------------------------------------------------------


@pytest.fixture
def zoe(app: Flask, client: Client, tmp_path: Path, clock: Any) -> Holder:
    clock.set(NOW)
    found = holder(client, tmp_path)
    make.sign_in(client, found.person)
    return found


def sheet_of(page: Page) -> list[str]:
    """Every piece of text of the certificate on the page, but for the drawn ones."""
    paper = page.soup.select_one("article.certificate")
    return [" ".join(piece.split()) for piece in paper.find_all(string=True) if piece.strip()]


def test_the_file_says_what_the_page_says(zoe: Holder, client: Client) -> None:
    number = zoe.record()
    answer = client._ask("get", f"/certificates/{number}/pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{grouped(number)}.pdf"'
    told = words(answer.data).replace(" ", "")
    pieces = sheet_of(client.get(f"/certificates/{number}"))
    assert len(pieces) > 15
    for piece in pieces:
        assert piece.replace(" ", "") in told, piece


@pytest.mark.parametrize("given", ["田中", "Zoë 🦊"])
def test_a_name_that_cannot_be_set_gets_the_page_and_the_reason(
    app: Flask, client: Client, tmp_path: Path, given: str
) -> None:
    found = holder(client, tmp_path)
    other = make.person(given, "Brontë", site=make.site())
    make.sign_in(client, other)
    holding.expunge(other)
    number = Holder(other, found.client).record()
    page = client.get(f"/certificates/{number}/pdf")
    assert page.status == 422
    assert "A letter stands on it for which the PDF has no font. Print this page instead" in page.words
    assert given in page.words
