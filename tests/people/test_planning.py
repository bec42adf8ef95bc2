"""What a roster changes. Pure: files against plain values."""

from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.people.rosters import HEADER, SITES, TODAY, carried_out, csv, line
from training.people.planning import Plan, plan
from training.people.present import Known, Present
from training.people.roster import read
from training.people.roster_checks import Choices, circles

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def planned(present: Present, *lines: str, complete: bool = False, today: date = TODAY, header: str = HEADER) -> Plan:
    return plan(read(csv(*lines, header=header)), present, Choices(complete, today))


def after(present: Present, *lines: str, complete: bool = False, today: date = TODAY, header: str = HEADER) -> Present:
    made = planned(present, *lines, complete=complete, today=today, header=header)
    assert not made.faults, made.faults
    return carried_out(made, present, today)


def faults(made: Plan) -> list[tuple[int, str, str]]:
    assert made.empty
    return [(one.line, one.column, f"{one.what} {one.cure}") for one in made.faults]


def person(present: Present, external_id: str) -> Known:
    return next(known for known in present.people if known.external_id == external_id)


START = Present(sites={"LEEDS": 1, "OSLO": 2})


# --- newcomers, moves, changes ------------------------------------------------------------------------------------


def test_a_newcomer_begins_on_the_start_or_today() -> None:
    made = planned(
        START,
        line("1", department="Ops / Night"),
        line("2", start="2026-12-01"),
        line("3", start="2019-01-07", email=""),
    )
    assert [new.details.external_id for new in made.new] == ["1", "2", "3"]
    assert [(stay.external_id, stay.since) for stay in made.stays] == [
        ("1", TODAY),
        ("2", date(2026, 12, 1)),
        ("3", date(2019, 1, 7)),
    ]
    assert made.accounts == ["1", "2"], "an account needs an address"
    assert made.departments == ["Operations", "Ops", "Ops / Night"], "those above come first"
    assert made.new[0].details.started_on is None, "a start that nobody named is not invented"


def test_a_move_keeps_the_old_place_until_today() -> None:
    before = after(START, line("1"), today=YESTERDAY)
    made = planned(before, line("1", department="Finance"))
    (stay,) = made.stays
    assert (stay.kept, stay.since, stay.place.department) == ((YESTERDAY, TODAY), TODAY, "Finance")
    assert not made.changed


def test_a_second_move_on_one_day_leaves_no_empty_interval() -> None:
    before = after(START, line("1"))
    (stay,) = planned(before, line("1", site="OSLO")).stays
    assert (stay.kept, stay.since) == (None, TODAY)


def test_a_move_before_the_start_holds_from_the_start() -> None:
    before = after(START, line("1", start="2027-01-04"))
    (stay,) = planned(before, line("1", start="2027-01-04", department="Finance")).stays
    assert (stay.kept, stay.since) == (None, date(2027, 1, 4))


def test_a_corrected_start_moves_the_first_membership() -> None:
    before = after(START, line("1", start="2026-12-01"))
    made = planned(before, line("1", start="2026-12-15"))
    assert [(stay.kept, stay.since) for stay in made.stays] == [(None, date(2026, 12, 15))]
    assert made.changed[0].fields == ["started_on"]


def test_a_corrected_start_leaves_later_memberships_alone() -> None:
    before = after(START, line("1", start="2026-01-05"), today=date(2026, 1, 5))
    before = after(before, line("1", start="2026-01-05", department="Finance"), today=date(2026, 6, 1))
    made = planned(before, line("1", start="2026-01-12", department="Finance"))
    assert not made.stays
    assert made.changed[0].fields == ["started_on"]


def test_a_new_title_manager_or_attribute_is_a_new_interval() -> None:
    before = after(START, line("1"), line("2"), today=YESTERDAY)
    for cells in ({"title": "Head"}, {"manager": "2"}, {"attributes": "phi"}):
        (stay,) = planned(before, line("1", **cells), line("2")).stays
        assert stay.kept == (YESTERDAY, TODAY), cells


def test_columns_that_are_not_there_change_nothing() -> None:
    full = line("1", title="Head", attributes="phi", manager="2", leads="yes", start="2026-01-05", leave="2027-01-01")
    before = after(START, full, line("2"))
    narrow = "external_id,given,family,department,site"
    assert planned(before, "1,Dana,Ford1,Operations,LEEDS", header=narrow).empty
    (stay,) = planned(before, "1,Dana,Ford1,Finance,LEEDS", header=narrow).stays
    assert (stay.place.title, stay.place.attributes, stay.place.manager_id) == (
        "Head",
        ("phi",),
        person(before, "2").id,
    )


def test_empty_cells_clear() -> None:
    before = after(START, line("1", title="Head", attributes="phi", start="2026-01-05", leave="2027-01-01"))
    cleared = person(after(before, line("1", email="", title="")), "1")
    assert (cleared.email, cleared.title, list(cleared.attributes), cleared.started_on, cleared.left_on) == (
        None,
        "",
        [],
        None,
        None,
    )


# --- leaving and coming back --------------------------------------------------------------------------------------


def test_whoever_is_missing_has_left_only_with_a_complete_file() -> None:
    before = after(START, line("1"), line("2"))
    assert planned(before, line("1")).empty
    (leaver,) = planned(before, line("1"), complete=True).left
    assert (leaver.known.external_id, leaver.on, leaver.line) == ("2", TODAY, 0)


def test_people_who_did_not_come_from_a_roster_do_not_leave_by_it() -> None:
    boss = Known(9, None, "Ada", "Min", "ada@alderfinch.example", "", "", None, None, has_account=True)
    assert not planned(Present(people=[boss], sites=START.sites), line("1"), complete=True).left


def test_a_day_of_leaving_counts_from_that_day_on() -> None:
    before = after(START, line("1", start="2020-01-06"), today=date(2020, 1, 6))
    ahead = after(before, line("1", start="2020-01-06", leave=str(TOMORROW)))
    assert person(ahead, "1").membership_id is not None
    assert person(ahead, "1").left_on == TOMORROW
    made = planned(ahead, line("1", start="2020-01-06", leave=str(TOMORROW)), today=TOMORROW)
    assert [(leaver.on, leaver.line) for leaver in made.left] == [(TOMORROW, 2)]


def test_someone_who_left_before_they_were_known_comes_without_a_membership() -> None:
    made = planned(START, line("1", leave=str(YESTERDAY), department="Closed long ago", leads="yes"))
    assert [new.details.left_on for new in made.new] == [YESTERDAY]
    assert not (made.stays or made.left or made.departments or made.given)


def test_whoever_comes_back_begins_anew() -> None:
    gone = after(after(START, line("1"), line("2")), line("2"), complete=True)
    made = planned(gone, line("1"), line("2"), today=TOMORROW)
    assert [(stay.external_id, stay.since, stay.kept) for stay in made.returned] == [("1", TOMORROW, None)]
    assert made.changed[0].details.left_on is None
    later = planned(gone, line("1", start="2027-03-01"), line("2"), today=TOMORROW)
    assert later.returned[0].since == date(2027, 3, 1)
    old = planned(gone, line("1", start="2020-01-06"), line("2"), today=TOMORROW)
    assert old.returned[0].since == TOMORROW, "the first start is not the day of coming back"


def test_more_than_a_tenth_is_many() -> None:
    people = [line(str(number)) for number in range(20)]
    before = after(START, *people)
    assert not planned(before, *people[2:], complete=True).many_leavers
    assert planned(before, *people[3:], complete=True).many_leavers


# --- addresses ----------------------------------------------------------------------------------------------------


def test_addresses_can_be_exchanged() -> None:
    before = after(START, line("1"), line("2"))
    swapped = [line("1", email="p2@alderfinch.example"), line("2", email="p1@alderfinch.example")]
    assert {known.external_id for known in planned(before, *swapped).released} == {"1", "2"}
    assert person(after(before, *swapped), "1").email == "p2@alderfinch.example"


def test_the_address_of_a_leaver_can_pass_on() -> None:
    before = after(START, line("1"), line("2"))
    made = planned(before, line("2"), line("3", email="p1@alderfinch.example"), complete=True)
    assert [known.external_id for known in made.released] == ["1"]
    assert person(carried_out(made, before), "3").email == "p1@alderfinch.example"


def test_the_address_of_somebody_else_is_a_fault() -> None:
    before = after(START, line("1"), line("2"))
    ((at, column, told),) = faults(planned(before, line("3", email="p1@alderfinch.example")))
    assert (at, column) == (2, "email")
    assert "belongs to Dana Ford1 (1)" in told


def test_somebody_without_an_external_id_is_known_by_the_address() -> None:
    boss = Known(9, None, "Ada", "Min", "ada@alderfinch.example", "", "", None, None, has_account=True)
    made = planned(Present(people=[boss], sites=START.sites), line("1", email="ada@alderfinch.example"))
    assert not made.new
    assert [(change.known.id, change.details.external_id) for change in made.changed] == [(9, "1")]
    assert not made.accounts


def test_somebody_without_a_membership_gets_one_from_a_narrow_file() -> None:
    boss = Known(9, None, "Ada", "Min", "ada@alderfinch.example", "", "", None, None, has_account=True)
    narrow = "external_id,given,family,email,department,site"
    (stay,) = planned(
        Present(people=[boss], sites=START.sites), "1,Ada,Min,ada@alderfinch.example,Operations,LEEDS", header=narrow
    ).stays
    assert (stay.kept, stay.since, stay.place.title, stay.place.attributes) == (None, TODAY, "", ())


# --- managers -----------------------------------------------------------------------------------------------------


def test_an_unknown_manager_is_a_fault() -> None:
    ((at, column, told),) = faults(planned(START, line("1", manager="77")))
    assert (at, column) == (2, "manager")
    assert "Nobody has the external id “77”" in told
    assert "leave the cell empty" in told


def test_a_manager_may_be_known_without_being_in_the_file() -> None:
    before = after(START, line("1"))
    assert planned(before, line("2", manager="1")).new
    ((_at, _column, told),) = faults(planned(before, line("2", manager="1"), complete=True))
    assert "not in this complete file" in told


def test_circles_of_managers_are_faults() -> None:
    made = planned(
        START, line("1", manager="3"), line("2", manager="1"), line("3", manager="2"), line("4", manager="1")
    )
    ((at, column, told),) = faults(made)
    assert (at, column) == (2, "manager")
    assert all(arrow in told for arrow in ("1 → 3", "3 → 2", "2 → 1"))
    assert faults(planned(START, line("1", manager="1")))[0][:2] == (2, "manager")


def test_a_circle_through_people_outside_the_file_is_a_fault() -> None:
    before = after(START, line("1", manager="2"), line("2", manager="3"), line("3"))
    ((at, _column, _told),) = faults(planned(before, line("3", manager="1")))
    assert at == 2
    assert not planned(before, line("1", manager="3"), line("3", manager="")).faults


@given(st.dictionaries(st.integers(0, 12), st.integers(0, 12), max_size=13))
def test_circles_are_found_once_and_only_where_they_are(managers: dict[int, int]) -> None:
    named = {str(person): str(boss) for person, boss in managers.items()}
    found = list(circles(named))
    for circle in found:
        assert all(named[one] == following for one, following in zip(circle, [*circle[1:], circle[0]], strict=True))
    in_one = {person for person in named if _returns(named, person)}
    assert sorted(one for circle in found for one in circle) == sorted(in_one)


def _returns(managers: dict[str, str], person: str) -> bool:
    above = managers[person]
    for _step in managers:
        if above == person:
            return True
        above = managers.get(above, "")
    return False


# --- places and leads ---------------------------------------------------------------------------------------------


def test_an_unknown_site_is_a_fault_with_what_was_meant() -> None:
    ((at, column, told),) = faults(planned(START, line("1", site="LEDS"), line("2", site="LEDS")))
    assert (at, column) == (2, "site")
    assert "Did you mean “LEEDS”?" in told


def test_a_new_site_needs_all_three_columns() -> None:
    made = planned(START, "1,A,B,C,BERGEN,Docks,,", "2,A,B,C,BERGEN,,Europe/Oslo,Bergen", header=SITES)
    assert [(code, details.zone) for code, details in made.sites] == [("BERGEN", "Europe/Oslo")]
    ((at, _column, told),) = faults(planned(START, "1,A,B,C,BERGEN,Docks,,", header=SITES))
    assert at == 2
    assert "site_zone, site_city" in told


def test_leads_are_given_moved_and_taken_back() -> None:
    before = after(START, line("1", leads="yes", department="A"))
    assert planned(before, line("1", leads="yes", department="A")).empty
    made = planned(before, line("1", leads="yes", department="B"))
    assert [(lead.external_id, lead.department, lead.since) for lead in made.given] == [("1", "B", TODAY)]
    assert [grant.person_id for grant in made.taken] == [person(before, "1").id]
    made = planned(before, line("1", leads="no", department="A"))
    assert (len(made.given), len(made.taken)) == (0, 1)
    assert not planned(before, line("2")).taken, "nobody loses a role by not being in a part of the roster"


def test_departments_close_when_a_complete_file_has_nobody_in_them() -> None:
    before = after(START, line("1", department="A / B"), line("2", department="C"))
    assert not planned(before, line("1", department="C"), line("2", department="C")).closed
    made = planned(before, line("1", department="C"), line("2", department="C"), complete=True)
    assert [one.code for one in made.closed] == ["A", "A / B"]
    again = planned(carried_out(made, before), line("1", department="A / B"))
    assert [one.code for one in again.reopened] == ["A", "A / B"]
    assert not again.departments


# --- the plan as a whole ------------------------------------------------------------------------------------------


def test_a_file_with_a_fault_plans_nothing() -> None:
    before = after(START, line("1"))
    made = planned(before, line("2"), line("3", start="x"), complete=True)
    assert made.empty
    assert made.fault_count == 1


def test_the_digest_is_of_the_changes_not_of_the_day() -> None:
    before = after(START, line("1"))
    moved = [line("1", department="B"), line("2")]
    assert planned(before, *moved).digest == planned(before, *moved, today=TOMORROW).digest
    assert planned(before, *moved).digest != planned(before, line("1", department="C"), line("2")).digest
    assert planned(before, *moved).digest != planned(after(before, line("2")), *moved).digest


IDS = [str(number) for number in range(8)]
DEPARTMENTS = ["A", "A / B", "A / B / C", "D", "D / B"]
DAYS = ["", "2026-10-01", str(YESTERDAY), str(TODAY), str(TOMORROW), "2027-02-01"]
WIDTHS = [
    HEADER,
    "external_id,given,family,department,site",
    "external_id,given,family,email,department,site,leads,leave,start",
]


@st.composite
def files(draw: Any) -> tuple[list[str], bool, str]:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1))
    emails = draw(st.permutations([*(f"a{number}@alderfinch.example" for number in range(8)), *[""] * 4]))
    cells = {
        "given": st.sampled_from(["Dana", "Ravi"]), "family": st.just("Ford"), "department": st.sampled_from(DEPARTMENTS),
        "site": st.sampled_from(["LEEDS", "OSLO"]), "manager": st.sampled_from(["", *IDS[:3]]), "leads": st.sampled_from(["", "yes"]),
        "title": st.sampled_from(["", "Head"]), "attributes": st.sampled_from(["", "phi", "phi|finance"]),
        "start": st.sampled_from(DAYS), "leave": st.sampled_from(DAYS),
    }  # fmt: skip
    lines = []
    header = draw(st.sampled_from(WIDTHS))
    for external_id, email in zip(ids, emails, strict=False):
        values = draw(st.fixed_dictionaries(cells)) | {"external_id": external_id, "email": email}
        if values["leave"] and values["start"] > values["leave"]:
            values["leave"] = ""
        lines.append(",".join(values[name] for name in header.split(",")))
    return lines, draw(st.booleans()), header


@given(st.lists(st.tuples(files(), st.integers(0, 40)), min_size=1, max_size=4))
def test_what_was_applied_leaves_nothing_to_plan(history: list[tuple[tuple[list[str], bool, str], int]]) -> None:
    present, today = START, TODAY - timedelta(days=60)
    applied = 0
    for (lines, complete, header), days in history:
        today += timedelta(days=days)
        made = planned(present, *lines, complete=complete, today=today, header=header)
        if made.faults:
            continue
        present = carried_out(made, present, today)
        again = planned(present, *lines, complete=complete, today=today, header=header)
        assert not again.faults
        assert again.empty, again
        applied += 1
    assume(applied)


@given(files(), files())
def test_a_complete_file_says_who_works_here(
    first: tuple[list[str], bool, str], second: tuple[list[str], bool, str]
) -> None:
    present = START
    for lines, _complete, header in (first, second):
        made = planned(present, *lines, complete=True, header=header)
        assume(not made.faults)
        present = carried_out(made, present)
    gone = {cells.split(",")[0] for cells in second[0] if second[2] != WIDTHS[1] and _leave(cells, second[2])}
    here = {known.external_id for known in present.people if known.membership_id is not None}
    assert here == {cells.split(",")[0] for cells in second[0]} - gone
    assert all(not known.has_left(TODAY) for known in present.people if known.external_id in here)
    open_ones = {code for code, department in present.departments.items() if department.closed_on is None}
    used = {
        department.code
        for department in present.departments.values()
        for known in present.people
        if known.department_id == department.id
    }
    assert used <= open_ones
    assert all(any(code == one or one.startswith(f"{code} / ") for one in used) for code in open_ones)


def _leave(cells: str, header: str) -> bool:
    leave = cells.split(",")[header.split(",").index("leave")]
    return bool(leave) and date.fromisoformat(leave) <= TODAY
