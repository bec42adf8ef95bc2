"""What moves along with a date keeps its distance by the clock, whatever the clocks of both places do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from training.seminars.terms import AT_LEAST, Shift, Terms

ZONES = st.sampled_from(["America/Chicago", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
FIRST, LAST = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2030-01-01")
MOMENTS = st.datetimes(FIRST, LAST).map(lambda one: one.replace(second=0, microsecond=0))
STEPS = st.integers(-400, 400).map(lambda hours: timedelta(hours=hours))


@given(MOMENTS, STEPS, ZONES, ZONES)
def test_the_clock_there_shows_the_same_distance(shown: datetime, by: timedelta, old: str, new: str) -> None:
    before = shown.replace(tzinfo=ZoneInfo(old)).astimezone(UTC)
    assume(before.astimezone(ZoneInfo(old)).replace(tzinfo=None) == shown)
    after = Shift(by, old, new).of(before).astimezone(ZoneInfo(new)).replace(tzinfo=None)
    # Only in a gap of the clocks is it later, and never by more than the gap.
    assert shown + by <= after <= shown + by + timedelta(hours=1)
    real = (shown + by).replace(tzinfo=ZoneInfo(new)).astimezone(UTC).astimezone(ZoneInfo(new)).replace(tzinfo=None)
    assert after == real


@given(MOMENTS, STEPS, st.integers(0, 1000), ZONES)
def test_a_deadline_is_never_past_nor_after_the_start(shown: datetime, by: timedelta, ahead: int, zone: str) -> None:
    now = datetime(2028, 1, 1, tzinfo=UTC)
    starts = now + timedelta(hours=ahead)
    found = Shift(by, zone, zone).ahead(shown.replace(tzinfo=UTC), starts, now)
    assert min(now + AT_LEAST, starts) <= found <= starts


@given(MOMENTS, STEPS)
def test_the_terms_of_a_later_date_are_later(shown: datetime, by: timedelta) -> None:
    later = Terms(shown, None, shown, arrival="x").later(by)
    assert (later.opens, later.closes, later.cancel_until, later.arrival) == (shown + by, None, shown + by, "x")
