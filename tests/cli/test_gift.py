"""The commands that bring questions in from GIFT and take them out, as a person runs them."""

from pathlib import Path

import pytest

from tests.catalogue.making import right_files, write
from tests.cli.running import Finished, Installation
from training.catalogue.content.marked import read_yaml


@pytest.fixture
def here(bare: Installation, tmp_path: Path) -> Installation:
    """An installation with a course, and without a database or any setting that is right."""
    folder = write(tmp_path / "courses", right_files())
    return Installation(
        bare.folder, {"MUSTER_COURSES": str(folder), "MUSTER_MODE": "nonsense", "MUSTER_DATABASE_URL": "nonsense://"}
    )


def bring_in(here: Installation, text: str, *arguments: str) -> Finished:
    file = here.folder / "bank.gift.txt"
    file.write_text(text, encoding="utf-8")
    return here.run("import-gift", str(file), *(arguments or ("--course", "spot-it")))


def test_drafts_go_to_standard_output_and_the_report_beside_it(here: Installation) -> None:
    done = bring_in(here, "::Doors::Löcks help.{T}\n\nHow many?{#3}\n")
    assert done.code == 0
    document, problems = read_yaml(done.out, "questions.yaml")
    assert document is not None and not problems
    assert [entry["stem"] for entry in document.data] == ["Löcks help."]
    assert done.errors == (
        "line 3: not taken over: How many? (numerical)."
        " Muster asks for a choice, never for a number. Write options for it by hand.\n"
        "Drafts: 1. Not taken over: 1. Not read: 0.\n"
    )


def test_a_line_that_cannot_be_read_is_told_and_the_others_are_drafted(here: Installation) -> None:
    done = bring_in(here, "A{T}\n\nHow many?{#3}\n\n\nWell?\n{=yes\n")
    assert done.code == 1
    assert "- id: a\n" in done.out
    first, second, count = done.errors.splitlines()
    assert first.startswith("line 3: not taken over: How many? (numerical).")
    assert second == (
        "line 7: The answers that begin here do not end before the next empty line."
        " Write } after the last answer, and leave no empty line between answers."
    )
    assert count == "Drafts: 1. Not taken over: 1. Not read: 1."


def test_nothing_is_written(here: Installation) -> None:
    before = sorted(here.folder.rglob("*"))
    bring_in(here, "A{T}\n")
    here.run("export-gift", "spot-it")
    new = {path.name for path in set(here.folder.rglob("*")) - set(before)}
    assert new <= {"bank.gift.txt", "out", "errors"}


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "The file is empty."), (b"a{T}" + b" " * 2_100_000, "larger than 2 MB"), (b"\xff\xfea\x00", "UTF-16")],
    ids=["empty", "too large", "utf-16"],
)
def test_a_file_that_is_no_bank_is_one_sentence(here: Installation, content: bytes, told: str) -> None:
    file = here.folder / "bank.gift.txt"
    file.write_bytes(content)
    done = here.run("import-gift", str(file), "--course", "spot-it")
    assert (done.code, done.out) == (1, "")
    assert told in done.errors and len(done.errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("slug", "told"),
    [("spotit", "Did you mean 'spot-it'?"), ("zebra", "The courses are spot-it."), ("../x", "The courses are")],
)
def test_a_course_that_is_not_there_is_one_sentence(here: Installation, slug: str, told: str) -> None:
    for done in (bring_in(here, "A{T}", "--course", slug), here.run("export-gift", slug)):
        assert (done.code, done.out) == (1, "")
        assert done.errors.startswith(f"There is no course '{slug}'.") and told in done.errors


def test_a_course_that_cannot_be_read_is_one_sentence(here: Installation) -> None:
    write(here.folder / "courses", {"spot-it/course.yaml": "id: ["})
    done = here.run("export-gift", "spot-it")
    assert (done.code, done.out) == (1, "")
    assert done.errors.startswith("This course cannot be read yet.")


def test_what_goes_out_comes_in_again(here: Installation) -> None:
    out = here.run("export-gift", "spot-it")
    assert (out.code, out.errors) == (0, "")
    done = bring_in(here, out.out)
    assert (done.code, done.errors) == (0, "Drafts: 4. Not taken over: 0. Not read: 0.\n")


def test_what_is_left_out_is_told(here: Installation) -> None:
    write(
        here.folder / "courses",
        {
            "spot-it/questions.yaml": right_files()["spot-it/questions.yaml"].replace(
                "  kind: one", "  status: retired\n  kind: one", 1
            )
        },
    )
    done = here.run("export-gift", "spot-it")
    assert done.code == 0
    assert done.errors == "first-note (one) is left out: it is retired: nobody is asked it any more.\n"
    assert "// Left out: first-note (one): it is retired" in done.out
