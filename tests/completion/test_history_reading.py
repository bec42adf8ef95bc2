"""Files of history, read and compared: every fault by its line and all at once; the same line is never two facts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.completion.history_lines import COLUMNS, Row, read
from training.completion.history_planning import Against, Someone, plan

HEADER = "person,course,date,right,asked,valid_until,note"
TODAY = date(2026, 11, 23)
DANA = Someone(1, date(2025, 1, 6), "Dana Ford")


def against(**values: object) -> Against:
    defaults: dict[str, object] = {
        "system": "Old LMS", "people": {"1001": DANA, "dana@company.example": DANA}, "slugs": {"phishing": 7},
        "titles": {"phishing basics": 7}, "answers": {}, "present": frozenset(), "today": TODAY,
    }  # fmt: skip
    return Against(**(defaults | values))  # type: ignore[arg-type]


def content(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines]).encode()


def told(history: object) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in history.faults.kept]  # type: ignore[attr-defined]


@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_reads_commas_and_semicolons_with_and_without_a_mark(sign: str, bom: bytes) -> None:
    lines = content("1001,phishing,2025-03-14,7,8,2026-03-14,Held in Leeds").decode().replace(",", sign)
    history = read(bom + lines.encode())
    assert not history.broken
    assert history.rows == [
        Row(2, "1001", "phishing", date(2025, 3, 14), 7, 8, date(2026, 3, 14), "Held in Leeds")
    ]  # fmt: skip


def test_only_three_columns_are_needed_and_others_are_named() -> None:
    history = read(content("1001,phishing,2025-03-14 16:20:00,x", header="person,course,date,grade_band"))
    assert history.rows == [Row(2, "1001", "phishing", date(2025, 3, 14), None, None, None, "")]
    assert history.unused == ("grade_band",)
    asked = read(content("a,b,c", header="employee_id,title,completion_date"))
    assert [str(fault.cure) for fault in asked.broken.kept] == [
        f"Did you mean “{name}”? Name that column “{column}”."
        for name, column in (("employee_id", "person"), ("title", "course"), ("completion_date", "date"))
    ]


WRONG = {
    "no date": (",,,", "date", "The cell is empty."),
    "no such date": ("2025-02-30,,,", "date", "“2025-02-30” is not a date."),
    "an order that can be read in two ways": ("03/04/2025,,,", "date", "is not a date"),
    "too old": ("1989-12-31,,,", "date", "1989-12-31 is before 1990."),
    "to come": ("2026-11-24,,,", "date", "2026-11-24 is still to come."),
    "before the start": ("2025-01-05,,,", "date", "The person started on 2025-01-06, after 2025-01-05."),
    "more right than asked": ("2025-03-14,9,8,", "right", "A score of 9 of 8 cannot be."),
    "none asked": ("2025-03-14,0,0,", "right", "A score of 0 of 0 cannot be."),
    "half a score": ("2025-03-14,7,,", "asked", "Half of the score is missing."),
    "a share": ("2025-03-14,85 %,,", "right", "“85 %” is not a number of answers."),
    "ends before it began": ("2025-03-14,,,2025-03-13", "valid_until", "It ends, 2025-03-13, before it was done"),
}


@pytest.mark.parametrize("what", WRONG)
def test_says_what_is_wrong_with_a_line_and_reads_the_others(what: str) -> None:
    cells, column, says = WRONG[what]
    history = read(content(f"1001,phishing,{cells},", "1001,phishing,2025-06-01,,,,"))
    made = plan(history, against())
    assert not history.broken
    assert told(history) == [(2, column)]
    assert says in str(history.faults.kept[0].what)
    assert str(history.faults.kept[0].cure)
    assert history.faulty == {2}
    assert [fact.line for fact in made.facts] == [3]


def test_all_faults_are_told_at_once() -> None:
    history = read(content(*(f"1001,phishing,{cells}," for cells, *_ in WRONG.values()), ",,,,,,x"))
    plan(history, against())
    assert {line for line, _column in told(history)} == set(range(2, len(WRONG) + 3))
    assert told(history).count((len(WRONG) + 2, "person")) == 1


@pytest.mark.parametrize(
    "bytes_", [b"", b"PK\x03\x04", HEADER.encode(), b"person,course\n1,2", content("1001,phishing"), content('"1001')]
)
def test_a_file_that_is_no_such_file_is_refused_as_a_whole(bytes_: bytes) -> None:
    assert read(bytes_).broken


def test_what_nobody_knows_is_listed_and_not_recorded() -> None:
    history = read(
        content("1001,Old course,2025-03-14,,,,", "2002,phishing,2025-03-14,,,,", "1001,Phishing Basics,2025-03-14,,,,")
    )
    made = plan(history, against())
    assert made.unmatched == ["Old course"]
    assert dict(made.strangers) == {"2002": 1}
    assert [fact.line for fact in made.facts] == [4], "our own title is known, in capitals too"
    left = plan(history, against(answers={"Old course": None}))
    assert (left.unmatched, left.left_out, len(left.facts)) == ([], 1, 1)
    matched = plan(history, against(answers={"Old course": 9}))
    assert [fact.subject_id for fact in matched.facts] == [9, 7]


def test_a_fact_keeps_the_words_of_the_line_without_the_person() -> None:
    history = read(content("dana@company.example,Phishing basics,2025-03-14,7,8,2026-03-14,Held in Leeds"))
    (fact,) = plan(history, against()).facts
    assert fact.origin == "Old LMS: Phishing basics · 2025-03-14 · 7/8 · valid_until 2026-03-14 · Held in Leeds"


LINES = st.lists(
    st.tuples(
        st.sampled_from(["1001", "dana@company.example", "DANA@company.example", "9999"]),
        st.sampled_from(["phishing", "Phishing basics", "Other"]),
        st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.sampled_from(["", "n"]),
    ),
    max_size=30,
)  # fmt: skip


@given(LINES, LINES)
def test_the_same_line_is_never_two_facts(first: list[tuple[str, ...]], second: list[tuple[str, ...]]) -> None:
    written = [f"{person},{course},{day},,,,{note}" for person, course, day, note in first]
    more = [f"{person},{course},{day},,,,{note}" for person, course, day, note in second]
    whole = plan(read(content(*written, *more)), against())
    keys = [fact.key for fact in whole.facts]
    assert len(keys) == len(set(keys))
    known = plan(read(content(*written)), against())
    rest = plan(read(content(*written, *more)), against(present={fact.key for fact in known.facts}))
    assert {fact.key for fact in known.facts} | {fact.key for fact in rest.facts} == set(keys)
    assert not {fact.key for fact in known.facts} & {fact.key for fact in rest.facts}
    again = plan(read(content(*written, *more)), against(present=set(keys)))
    assert again.facts == []
    assert again.present + again.doubled == whole.doubled + len(keys)


def test_every_column_is_read() -> None:
    assert {*Row._fields} - {"line"} == {"person", "course", "day", "right", "asked", "until", "note"}
    assert COLUMNS.names == ("person", "course", "date", "right", "asked", "valid_until", "note")
