"""The search of the catalogue: one answer on both databases."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.catalogue.making import TODAY, changed, whole_files, write
from tests.make import NOW
from training.catalogue.rules import SubjectKind, excerpt, folded, question_words
from training.catalogue.search_queries import Found, search
from training.catalogue.work import publish_folder
from training.core.db import database


@pytest.fixture
def published(app: Flask, tmp_path: Path) -> Path:
    publish_folder(write(tmp_path, whole_files()), NOW, TODAY)
    return tmp_path


def places(question: str, language: str = "en") -> list[tuple[str, str]]:
    database.session.rollback()
    return [(one.slug, one.lesson_slug) for one in search(question, language)]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Dana", [("spot-it", "look")]),
        ("dana reads", [("spot-it", "look")]),
        ("senders", [("spot-it", "look"), ("spot-it", "")]),
        ("drawer", [("clear-desk", "")]),
        ("forw", [("spot-it", "tell")]),
        ("dana drawer", []),
        ("", []),
        ("?!*\"'()", []),
        ("AND OR NOT NEAR", []),
        ("lure", [("spot-it", "")]),
        ("button", [("spot-it", "tell")]),
        ("seminar kit screen", []),
    ],
)
def test_all_words_must_stand_there(published: Path, question: str, wanted: list[tuple[str, str]]) -> None:
    assert sorted(places(question)) == sorted(wanted)


def test_titles_weigh_more_than_text(published: Path) -> None:
    assert places("tell")[0] == ("spot-it", "tell")
    assert places("desk")[0] == ("clear-desk", "")


def test_what_is_found_says_where_and_shows_the_words(published: Path) -> None:
    database.session.rollback()
    (hit,) = search("dana", "en")
    assert hit == Found(SubjectKind.COURSE, "spot-it", "Spot it", "look", "Take a look", hit.excerpt)
    assert hit.excerpt.startswith("Dana reads a message. It says that it is from our organisation.")


def test_a_translation_is_searched_by_those_who_read_it(published: Path) -> None:
    assert places("mensaje", "en") == []
    assert ("spot-it", "look") in places("mensaje", "es")
    assert places("ladron", "es") == [("spot-it", "")], "accents do not matter"
    assert places("ladrón", "es") == [("spot-it", "")]
    assert places("drawer", "es") == [("clear-desk", "")], "what is not translated is found in its own language"
    assert places("dana", "fr") == [("spot-it", "look")]


def test_the_index_follows_what_is_published(published: Path) -> None:
    files = changed("spot-it/lessons/look.md", "Dana reads", "Bo reads", whole=True)
    publish_folder(write(published, files), NOW, TODAY)
    assert (places("dana"), places("bo")) == ([], [("spot-it", "look")])


def test_what_is_retired_is_not_found(published: Path) -> None:
    files = {name: text for name, text in whole_files().items() if not name.startswith("policies/")}
    for name in whole_files().keys() - files.keys():
        (published / name).unlink()
    (published / "policies/clear-desk").rmdir()
    publish_folder(published, NOW, TODAY)
    assert places("drawer") == []


def test_a_search_is_one_statement(published: Path, statements: Any) -> None:
    with statements() as counted:
        search("dana", "en")
    assert len(counted) == 1


def test_words_are_folded_alike_everywhere() -> None:
    assert folded("Zwölf Übungen—co-op’s PIN_code") == "zwolf ubungen co op s pin code"
    assert question_words("passwords, glass & bus") == ["password", "glass", "bus"]
    assert len(question_words("a " * 50)) == 8


def test_an_excerpt_is_cut_between_words() -> None:
    passage = f"{'before ' * 30}needle {'after ' * 60}"
    found = excerpt(passage, ["needl"])
    assert found.startswith("… before")
    assert "needle after" in found
    assert found.endswith("after …")
    assert excerpt("short", ["x"]) == "short"


def test_an_excerpt_finds_a_word_with_accents() -> None:
    assert excerpt(f"{'antes ' * 30}Contraseña nueva", ["contrasena"]).endswith("Contraseña nueva")
