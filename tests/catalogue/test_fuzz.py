"""Hostile content: whatever stands in the folder, the checker answers with places and never raises."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogue.making import TODAY, whole_files, write
from training.catalogue.content.checker import check
from training.catalogue.content.freezing import frozen, translations_of
from training.catalogue.content.freezing_beside import frozen_kit, frozen_policy
from training.catalogue.content.problems import has_errors, report
from training.catalogue.content.reader import read_catalogue

FILES = whole_files()
NAMES = sorted(FILES)
HOSTILE = st.one_of(
    st.sampled_from(
        [
            "", "---", "---\n---\n", "- " * 5000, "a: " * 400, "[" * 2000, "{" * 2000, "&a *a", "!!python/object:os.system x",
            "<<: *x", "? complex\n: key", "\x00", "﻿", "\u202e", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
            "a: |\n" + "  x\n" * 2000, "::: " * 500, "```message\nbody: x", "![x](images/owner.svg)", "<script>alert(1)</script>",
            "{{ org.name }}", "{{", "9" * 400, "-", "null", "true", "2026-99-99", "%YAML 9", "\t\tx: y", "# " * 900,
        ]
    ),
    st.text(max_size=60),
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
)  # fmt: skip
QUICK = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def freeze_everything(folder: Path) -> bool:
    """Read, check and, whatever was found, freeze what could be read; tell whether the checker was content."""
    catalogue = read_catalogue(folder)
    problems = check(catalogue, today=TODAY)
    report(problems)
    assert all(problem.line >= 1 and problem.path and problem.fix for problem in problems)
    for course in catalogue.courses:
        translations_of(course, frozen(course))
    for policy in catalogue.policies:
        frozen_policy(policy)
    for kit in catalogue.kits:
        frozen_kit(kit)
    return not has_errors(problems)


@QUICK
@given(name=st.sampled_from(NAMES), at=st.floats(0, 1), length=st.integers(0, 40), hostile=HOSTILE)
def test_a_piece_of_any_file_replaced(name: str, at: float, length: int, hostile: str) -> None:
    text = FILES[name]
    start = int(at * len(text))
    with TemporaryDirectory() as folder:
        freeze_everything(write(Path(folder), FILES | {name: f"{text[:start]}{hostile}{text[start + length :]}"}))


@QUICK
@given(name=st.sampled_from(NAMES), lines=st.lists(st.integers(0, 60), max_size=6))
def test_lines_of_any_file_dropped_and_doubled(name: str, lines: list[int]) -> None:
    text = FILES[name].split("\n")
    for number, line in enumerate(lines):
        place = line % len(text)
        text = text[:place] + (text[place : place + 1] * 2 if number % 2 else []) + text[place + 1 :] or [""]
    with TemporaryDirectory() as folder:
        freeze_everything(write(Path(folder), FILES | {name: "\n".join(text)}))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "raw",
    [b"", "é\0".encode("utf-16"), b"a: b\r\nc: d\r", b"x" * 600_000, b"- " * 90_000],
    ids=["empty", "utf-16", "carriage-returns", "huge", "deep"],
)
def test_any_file_of_bytes_that_are_no_text(tmp_path: Path, name: str, raw: bytes) -> None:
    write(tmp_path, FILES)
    (tmp_path / name).write_bytes(raw)
    content_with_it = freeze_everything(tmp_path)
    assert not content_with_it or raw == b"" or name.endswith(("text.md", ".md", "CHANGES.md"))


@pytest.mark.parametrize("name", NAMES)
def test_any_file_that_is_a_folder_or_a_link(tmp_path: Path, name: str) -> None:
    write(tmp_path, FILES)
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    freeze_everything(tmp_path)
    (tmp_path / name).rmdir()
    (tmp_path / name).symlink_to("/etc/passwd")
    catalogue = read_catalogue(tmp_path)
    assert "root:" not in repr(catalogue)
    freeze_everything(tmp_path)
