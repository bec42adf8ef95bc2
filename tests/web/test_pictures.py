"""The drawn parts: geometry that adds up, states that are told apart, strokes that are the same each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.web.pictures import CoverageInput, coverage_rows, five_part_bar, recall_cell, tally

COUNTS = st.integers(min_value=0, max_value=5000)


def number(text: str) -> float:
    """Read an SVG length in per cent."""
    return float(text.removesuffix("%"))


def test_the_bar_of_the_picture_in_the_style_guide() -> None:
    bar = five_part_bar(36, 3, 2, 5, 2)

    assert bar.total == 48
    assert [(part.kind, part.count) for part in bar.parts] == [
        ("done", 36), ("late", 3), ("exempt", 2), ("open", 5), ("overdue", 2),
    ]  # fmt: skip
    assert [segment.width for segment in bar.segments] == ["75.000%", "6.250%", "4.167%", "10.417%", "4.167%"]
    assert bar.segments[0].x == "0.000%"
    assert bar.segments[4].x == "95.833%"


def test_overdue_stands_proud_of_the_calm_parts() -> None:
    bar = five_part_bar(1, 1, 1, 1, 1)

    assert {segment.height for segment in bar.segments[:4]} == {"82%"}
    assert (bar.segments[4].y, bar.segments[4].height) == ("0", "100%")
    assert [outline.kind for outline in bar.outlines] == ["edge", "over"]


def test_a_part_of_nought_is_not_drawn_but_is_counted() -> None:
    bar = five_part_bar(4, 0, 0, 0, 0)

    assert [segment.kind for segment in bar.segments] == ["done"]
    assert len(bar.parts) == 5
    assert bar.borders == ()
    assert [outline.kind for outline in bar.outlines] == ["edge"]


def test_a_bar_of_nobody_is_an_empty_outline() -> None:
    bar = five_part_bar(0, 0, 0, 0, 0)

    assert bar.total == 0
    assert bar.segments == ()
    assert [outline.width for outline in bar.outlines] == ["100%"]


def test_a_bar_where_everybody_is_overdue_has_no_calm_outline() -> None:
    assert [outline.kind for outline in five_part_bar(0, 0, 0, 0, 7).outlines] == ["over"]


def test_borders_are_cuts_between_dark_parts_and_edges_beside_pale_ones() -> None:
    assert [border.kind for border in five_part_bar(1, 1, 1, 1, 1).borders] == ["cut", "edge", "edge"]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        five_part_bar(1, -1, 0, 0, 0)


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_segments_fill_the_bar_without_gaps(done: int, late: int, exempt: int, still_open: int, overdue: int) -> None:
    bar = five_part_bar(done, late, exempt, still_open, overdue)

    reached = 0.0
    for segment in bar.segments:
        assert number(segment.x) == pytest.approx(reached, abs=0.01)
        reached += number(segment.width)
    assert reached == pytest.approx(100 if bar.total else 0, abs=0.01)


def test_a_goal_is_reached_by_people_and_not_by_rounding() -> None:
    chart = coverage_rows([CoverageInput("Finance", 799, 1000), CoverageInput("Legal", 4, 5)], goal=80)

    assert [row.reached for row in chart.rows] == [False, True]
    assert chart.goal_x == "80.000%"
    assert chart.rows[0].share == 79


def test_all_but_one_is_not_a_hundred_per_cent() -> None:
    assert coverage_rows([CoverageInput("Operations", 387, 388)]).rows[0].share == 99


def test_a_row_of_nobody_has_no_width_and_reaches_nothing() -> None:
    row = coverage_rows([CoverageInput("Empty", 0, 0)], goal=80).rows[0]

    assert (row.width, row.share, row.reached) == ("0%", 0, False)


@pytest.mark.parametrize(
    ("low", "high", "side"),
    [(80, 97, "above"), (79, 97, ""), (53, 68, "below"), (66, 80, ""), (66, 79, "below")],
)
def test_a_cell_is_coloured_only_when_its_whole_interval_is_on_one_side(low: int, high: int, side: str) -> None:
    assert recall_cell((low + high) // 2, low, high, 100, target=80).side == side


def test_what_lies_outside_the_scale_stands_at_its_end() -> None:
    cell = recall_cell(30, 12, 100, 8)

    assert (cell.low_x, cell.share_x, cell.high_x) == ("1.0", "1.0", "71.0")


def test_a_tally_is_the_same_each_time() -> None:
    assert tally(33, gold=33) == tally(33, gold=33)


def test_one_stroke_is_gold_and_the_others_are_not() -> None:
    strokes = tally(60, gold=58).strokes

    assert len(strokes) == 60
    assert [index for index, stroke in enumerate(strokes, start=1) if stroke.gold] == [58]


def test_the_frame_grows_with_the_groups() -> None:
    assert tally(3, columns=4).view_box == "0 0 68 62"
    assert tally(21, columns=4).view_box == "0 0 272 124"


@given(st.integers(min_value=0, max_value=400), st.integers(min_value=1, max_value=12))
def test_no_stroke_leaves_the_frame(count: int, columns: int) -> None:
    picture = tally(count, columns=columns)

    width, height = (float(value) for value in picture.view_box.split()[2:])
    for stroke in picture.strokes:
        points = stroke.path.removeprefix("M").replace("L", " ").split()
        assert all(0 <= float(x) <= width for x in points[::2])
        assert all(0 <= float(y) <= height for y in points[1::2])


@pytest.mark.parametrize(("count", "columns"), [(-1, 8), (5, 0)])
def test_a_tally_that_cannot_be_drawn_is_refused(count: int, columns: int) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        tally(count, columns=columns)
