"""A wall-clock time and what it means: refused in a gap, the earlier one where it comes twice."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.errors import Refused
from training.seminars.times import place_name, resolve

ZONES = [
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kolkata",
    "Pacific/Apia",
    "UTC",
]


@pytest.mark.parametrize(
    ("wall", "zone", "later"),
    [
        ("2026-03-08T02:00", "America/New_York", "03:00"),
        ("2026-03-08T02:59", "America/New_York", "03:00"),
        ("2026-03-29T01:30", "Europe/London", "02:00"),
        ("2026-10-04T02:10", "Australia/Lord_Howe", "02:30"),
        ("2026-09-06T00:00", "America/Santiago", "01:00"),
        ("2011-12-30T12:00", "Pacific/Apia", "00:00"),
    ],
)
def test_a_time_that_does_not_exist_is_refused_with_the_next_that_does(wall: str, zone: str, later: str) -> None:
    with pytest.raises(Refused) as refused:
        resolve(datetime.fromisoformat(wall), zone)
    assert refused.value.field == "starts"
    assert f"Choose {later} or later" in str(refused.value)
    assert f"{datetime.fromisoformat(wall):%H:%M} does not exist" in str(refused.value)


def test_a_doubled_time_means_the_earlier_one_and_says_so() -> None:
    first = resolve(datetime.fromisoformat("2026-11-01T01:30"), "America/New_York")
    assert first.at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert first.twice
    assert not resolve(datetime.fromisoformat("2026-11-01T02:00"), "America/New_York").twice


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "America", "a\x00b"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        resolve(datetime.fromisoformat("2026-11-01T02:00"), name)
    assert refused.value.field == "zone"


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.sampled_from(ZONES))  # noqa: DTZ001  wall clocks
def test_every_other_time_comes_back_as_it_was(local: datetime, zone: str) -> None:
    local = local.replace(second=0, microsecond=0)
    try:
        found = resolve(local, zone)
    except Refused:
        return
    assert found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == local


def test_a_place_is_named_after_its_zone() -> None:
    assert [place_name(zone) for zone in ("America/New_York", "UTC", "America/Argentina/Buenos_Aires")] == [
        "New York",
        "UTC",
        "Buenos Aires",
    ]
