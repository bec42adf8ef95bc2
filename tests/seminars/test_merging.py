"""Scans and ticks give the same marks in any order, however often they are sent and however they are cut up."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from training.seminars.credits import credit_hours
from training.seminars.merging import Scan, Tick, clock_error, merged, put_right
from training.seminars.rules import Mark

START = datetime(2026, 12, 15, 9, 0, tzinfo=UTC)
moments = st.integers(0, 240).map(lambda minute: START + timedelta(minutes=minute))
people = st.integers(1, 4)
scans = st.lists(st.builds(Scan, people, moments), max_size=12)
ticks = st.dictionaries(people, st.builds(Tick, st.sampled_from(Mark), moments), max_size=4)


def apply(ticks: dict[int, Tick], batches: Sequence[Sequence[Scan]]) -> dict[int, Tick]:
    found = dict(ticks)
    for batch in batches:
        found |= merged(found, batch)
    return found


@given(ticks, scans, st.randoms(use_true_random=False))
def test_any_order_any_repetition_any_split(ticks: dict[int, Tick], scans: list[Scan], random: object) -> None:
    at_once = apply(ticks, [scans])
    again = [*scans, *scans]
    random.shuffle(again)  # type: ignore[attr-defined]
    cut = random.randint(0, len(again))  # type: ignore[attr-defined]
    assert apply(ticks, [again[:cut], again[cut:]]) == at_once
    assert apply(ticks, [[one] for one in again]) == at_once


@given(ticks, scans)
def test_whoever_was_scanned_after_the_last_word_is_here(ticks: dict[int, Tick], scans: list[Scan]) -> None:
    found = apply(ticks, [scans])
    for who in {one.registration_id for one in scans}:
        last, tick = max(one.at for one in scans if one.registration_id == who), ticks.get(who)
        here = tick is None or (tick.mark is not Mark.PARTLY and tick.at < last)
        assert found[who].mark is (Mark.HERE if here else tick.mark if tick else None)
    assert {who: tick for who, tick in found.items() if who not in {one.registration_id for one in scans}} == {
        who: tick for who, tick in ticks.items() if who not in {one.registration_id for one in scans}
    }


def test_a_clock_that_is_hours_off_is_put_right() -> None:
    received = START + timedelta(hours=1)
    for error in (timedelta(hours=3), timedelta(hours=-5)):
        sent = received - error
        scanned = sent - timedelta(minutes=10)
        assert put_right(scanned, clock_error(sent, received), received) == received - timedelta(minutes=10)
    assert put_right(received + timedelta(days=9), timedelta(0), received) == received, "nothing happens in the future"
    assert put_right(datetime.max.replace(tzinfo=UTC), timedelta(days=1), received) == received


def test_hours_are_whole_quarters_of_the_minutes_present() -> None:
    told = [0, 14, 15, 59, 60, 95, 180]
    assert [str(credit_hours(minutes)) for minutes in told] == ["0", "0", "0.25", "0.75", "1", "1.5", "3"]
    assert credit_hours(-5) == 0
