"""The reader against hostile folders: it answers with problems, never with a crash, and quickly."""

import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogue.making import COURSE, problems_of, read, right_files, write
from training.catalogue.content import marked
from training.catalogue.content.files import MOST_BYTES
from training.catalogue.content.marked import read_yaml
from training.catalogue.content.reader import read_catalogue

BOMB = "a: &a\n  - x\n" + "\n".join(
    f"{new}: &{new}\n  - *{old}\n  - *{old}" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

# Pieces that YAML gives a meaning to, so that chance finds the odd corners.
PIECES = st.sampled_from(
    ["a: ", "- ", "\n", "  ", "'", '"', "[", "]", "{", "}", "&a ", "*a", "!!python/object:os.system ", "!t ", "|\n", ">-\n",
     "# x", "---\n", "...\n", "%YAML 1.1\n", "? ", ": ", "<<: ", "\t", "\x00", "\x85", "\u2028", "é", "1e9", "0x1", "~", "2026-99-99",
     "2026-11-01", "id: spot-it", "lessons:\n", "9" * 40, "\\u0000", "@", "`", ",", "::: try\n", "```message\n", "{{ org.name }}", "<script>"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
FILES = [
    "spot-it/course.yaml",
    "spot-it/questions.yaml",
    "spot-it/lessons/look.md",
    "requirements.yaml",
    "misconceptions.yaml",
]


def test_the_right_folder_is_read_whole(tmp_path: Path):
    catalogue = read(tmp_path)
    (course,) = catalogue.courses
    assert catalogue.problems == ()
    assert (course.slug, course.course.edition, course.course.quiz.pass_percent) == ("spot-it", 1, 80)
    assert [lesson.slug for lesson in course.lessons] == ["look", "tell"]
    assert [written.question.id for written in course.questions][:2] == ["first-note", "second-note"]
    assert [change.on for change in course.changes] == [date(2026, 11, 1)]
    assert [clause.id for clause in catalogue.frameworks[0].clauses] == ["law.1", "law.2", "law.3"]
    assert {thing.slug for thing in catalogue.misconceptions} == {"padlock", "delete-is-enough"}
    assert catalogue.requirements[0].audience.as_data() == {"everyone": True}


def test_an_audience_rule_nests_and_comes_back_as_it_was_written(tmp_path: Path):
    files = right_files()
    files["requirements.yaml"] = files["requirements.yaml"].replace(
        "    everyone: true",
        "    any:\n      - departments:\n          - FIN\n      - all:\n          - sites:\n              - HQ\n"
        "          - not:\n              attributes:\n                - contractor",
    )
    (requirement,) = read(tmp_path, files).requirements
    assert requirement.audience.as_data() == {
        "any": [{"departments": ["FIN"]}, {"all": [{"sites": ["HQ"]}, {"not": {"attributes": ["contractor"]}}]}]
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "C052"),
        ("a: *b\n", "C052"),
        ("- " * 200 + "x", "C051"),
        ("a: {b: {c: 1}}", "C055"),
        ("a: !!python/object/apply:os.system [id]", "C054"),
        ("a: 1\n---\nb: 2\n", "C053"),
        ("? - a\n: b\n", "C056"),
        ("a: \x00", "C001"),
        ("a: '", "C001"),
        ("\ud800", "C001"),
        ("a: 1\n" * 3, "C002"),
        ("x" * (marked.MOST_LETTERS + 1), "C050"),
        ("- 1\n" * (marked.MOST_VALUES + 1), "C050"),
    ],
)
def test_hostile_yaml_is_refused_with_a_place(text: str, code: str):
    began = time.perf_counter()
    _, problems = read_yaml(text, "f.yaml", first_line=10)
    assert code in {problem.code for problem in problems}
    assert all(problem.path == "f.yaml" and problem.line >= 10 for problem in problems)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("1:30", "1:30"), ("0x1f", "0x1f"), ("12", 12), ('"12"', "12"), ("1.5", 1.5), ("true", True),
        ("", None), ("~", None), ("2026-11-01", date(2026, 11, 1)), ("2026-11-31", "2026-11-31"), ("9" * 99, "9" * 99),
    ],
)  # fmt: skip
def test_plain_words_stay_words(text: str, value: object):
    document, _ = read_yaml(f"key: {text}\n", "f.yaml")
    assert document is not None
    assert document.data == {"key": value}


@pytest.mark.parametrize("name", sorted(right_files()))
@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"\xef\xbb\xbf", b"", b"\x00" * 50, b"a: \xc3\x28\n", b"\n" * 9, b"- - -"]
)
def test_odd_bytes_in_any_file_are_problems_at_most(tmp_path: Path, name: str, data: bytes):
    write(tmp_path, right_files())
    (tmp_path / name).write_bytes(data)
    problems = problems_of(tmp_path, {"README": ""})
    assert all(str(problem).startswith(tmp_path.as_posix()) for problem in problems)


def test_a_broken_encoding_names_its_line(tmp_path: Path):
    write(tmp_path, right_files())
    (tmp_path / "spot-it/course.yaml").write_bytes(COURSE.encode().replace(b"Spot it", b"Sp\xf6t it"))
    (problem,) = [problem for problem in read_catalogue(tmp_path).problems if problem.code == "C049"]
    assert problem.line == 4


def test_a_hidden_letter_that_turns_the_text_is_an_error(tmp_path: Path):
    files = right_files()
    files["spot-it/lessons/tell.md"] += "\nPay\u202etset.elpmaxe\n"
    assert [problem.code for problem in problems_of(tmp_path, files)] == ["C057"]


def test_a_byte_order_mark_and_foreign_line_ends_are_read(tmp_path: Path):
    files = {name: text.replace("\n", "\r\n") for name, text in right_files().items()}
    files["spot-it/course.yaml"] = "\ufeff" + files["spot-it/course.yaml"]
    assert problems_of(tmp_path, files) == ()


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path):
    outside = tmp_path / "secret.md"
    outside.write_text("secret", encoding="utf-8")
    root = write(tmp_path / "courses", right_files())
    (root / "spot-it/lessons/look.md").unlink()
    (root / "spot-it/lessons/look.md").symlink_to(outside)
    (root / "other").symlink_to(tmp_path)
    codes = [problem.code for problem in read_catalogue(root).problems]
    assert codes.count("C048") == 1
    assert "secret" not in "".join(str(problem.what) for problem in read_catalogue(root).problems)


def test_devices_giants_and_strangers_are_refused(tmp_path: Path):
    root = write(
        tmp_path,
        right_files() | {"spot-it/misc.txt": "x", "spot-it/lessons/x.txt": "x", "spot-it/images/x.png": "x"},
    )
    os.mkfifo(root / "spot-it/lessons/pipe.md")
    (root / "spot-it/glossary.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    codes = sorted(problem.code for problem in read_catalogue(root).problems)
    assert codes == ["C041", "C045", "C045", "C048", "C050"]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path):
    (problem,) = read_catalogue(tmp_path / "nowhere").problems
    assert problem.code == "C047"


def test_an_empty_folder_is_an_empty_catalogue(tmp_path: Path):
    catalogue = read_catalogue(tmp_path)
    assert (catalogue.courses, catalogue.problems) == ((), ())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FILES), text=TEXTS, data=st.binary(max_size=60), cut=st.integers(0, 2_000))
def test_no_text_makes_the_reader_or_the_checker_fall_over(tmp_path: Path, name: str, text: str, data: bytes, cut: int):
    files = right_files()
    whole = files[name].encode()
    write(tmp_path, files)
    (tmp_path / name).write_bytes(whole[:cut] + text.encode("utf-8", "replace") + data + whole[cut:])
    for problem in problems_of(tmp_path, {"README": ""}):
        assert problem.line >= 1
        assert problem.fix
        assert "\n" not in str(problem)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_value_of_a_document_has_a_line(text: str):
    document, _ = read_yaml(text, "f.yaml")
    if document is not None and isinstance(document.data, dict):
        assert all((key,) in document.lines for key in document.data)
