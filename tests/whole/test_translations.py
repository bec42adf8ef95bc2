"""The words of the interface: collected from the code as it is, translated all, and compiled from what is written."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.shape.sources import ROOT
from training.web.language import LANGUAGES

WORDS = ROOT / "training" / "translations"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
METHODS = [("training/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "text": None, "_l": None, "lazy_gettext": None}
OTHERS = [language for language in LANGUAGES if language != "en"]


def read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_mo(stream) if path.suffix == ".mo" else read_po(stream)


def said(catalogue: Catalog) -> dict[object, object]:
    return {_key(message.id): _key(message.string) for message in catalogue if message.id}


def _key(words: object) -> object:
    """Compiled catalogues give the forms of a plural as a list."""
    return tuple(words) if isinstance(words, list) else words


def collected() -> set[object]:
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found if message}


def test_the_list_of_messages_is_that_of_the_code() -> None:
    assert {message.id for message in read(WORDS / "messages.pot") if message.id} == collected(), "run: make messages"


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_with_its_placeholders(language: str) -> None:
    catalogue = read(WORDS / language / "LC_MESSAGES" / "messages.po")
    assert set(said(catalogue)) == {message.id for message in read(WORDS / "messages.pot") if message.id}
    for message in (message for message in catalogue if message.id):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        assert all(strings) and not message.fuzzy, message.id
        wanted = {name for one in ids for name in PLACEHOLDER.findall(one)}
        for string in strings:
            assert set(PLACEHOLDER.findall(string)) <= wanted, f"{message.id}: {string}"
        assert {name for one in strings for name in PLACEHOLDER.findall(one)} == wanted, message.id


@pytest.mark.parametrize("language", OTHERS)
def test_what_runs_is_compiled_from_what_is_written(language: str) -> None:
    folder = WORDS / language / "LC_MESSAGES"
    assert said(read(folder / "messages.mo")) == said(read(folder / "messages.po")), "run: make messages"


def test_the_checks_can_fail() -> None:
    broken = read_po(BytesIO(b'msgid "Hello %(name)s"\nmsgstr ""\n'))
    assert [message.string for message in broken if message.id] == [""]
