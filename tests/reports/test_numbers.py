"""Numbers of certificates: written in groups of four, read as people type them, and nothing else is read."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.world import ALPHABET, new_public_id
from training.reports.rules import Later, Standing, grouped, read_number, standing


def test_a_number_stands_in_groups_of_four() -> None:
    assert grouped("7qk4m2xd9tpa") == "7QK4-M2XD-9TPA"


@pytest.mark.parametrize(
    "typed",
    [
        "7QK4-M2XD-9TPA", "7qk4m2xd9tpa", " 7qk4 m2xd 9tpa ", "7QK4–M2XD‑9TPA", "7QK4 M2XD−9TPA",
        "https://training.company.example/check/7QK4-M2XD-9TPA", "training.company.example/check/7qk4-m2xd-9tpa",
    ],
)  # fmt: skip
def test_it_is_read_as_people_type_it(typed: str) -> None:
    assert read_number(typed) == "7qk4m2xd9tpa"


def test_letters_that_look_like_digits_are_read_as_those() -> None:
    assert read_number("OOil-LIo0-1111") == "001111001111"


@pytest.mark.parametrize(
    "typed",
    ["", "-", "7QK4-M2XD-9TP", "7QK4-M2XD-9TPAA", "7UK4-M2XD-9TPA", "7QK4_M2XD_9TPA", "７QK4-M2XD-9TPA", "%00" * 4],
)
def test_what_is_no_number_is_not_read(typed: str) -> None:
    assert read_number(typed) is None


@given(st.text(alphabet=ALPHABET, min_size=12, max_size=12))
def test_every_number_is_read_back(public_id: str) -> None:
    assert read_number(grouped(public_id)) == public_id
    assert grouped(public_id).count("-") == 2


@given(st.text())
def test_nothing_that_is_typed_breaks_the_reading(typed: str) -> None:
    found = read_number(typed)
    assert found is None or (len(found) == 12 and set(found) <= set(ALPHABET))


def test_real_ones_are_read_back() -> None:
    for _ in range(200):
        made = new_public_id()
        assert read_number(grouped(made)) == made


TODAY = date(2026, 11, 23)
VOID = Later(void=True, recorded_at=datetime(2026, 11, 20, tzinfo=UTC))
CORRECTED = Later(void=False, recorded_at=datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("until", "later", "found"),
    [
        (None, None, Standing.STANDS),
        (TODAY, None, Standing.STANDS),
        (date(2026, 11, 22), None, Standing.ENDED),
        (None, VOID, Standing.TAKEN_BACK),
        (date(2026, 11, 22), VOID, Standing.TAKEN_BACK),
        (TODAY, CORRECTED, Standing.CORRECTED),
    ],
)
def test_whether_a_record_stands(until: date | None, later: Later | None, found: Standing) -> None:
    assert standing(until, later, TODAY) is found
