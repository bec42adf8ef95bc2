"""Every list as a file: the rights of its page, what is seen and no more, in both forms, and on record."""

import csv
import zipfile
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.browser import everything
from tests.browser.everything import Everything
from tests.client import Client
from tests.core.test_tables import sheets
from tests.seminars import making
from training.audit.models import Event
from training.completion import history_queries, outlook_queries, proof_queries
from training.core import permissions
from training.core.db import database, writing
from training.core.permissions import Permission, Role
from training.core.world import new_token
from training.people.service import NewSignIn, sign_in

LISTS = {
    "/departments/": "coverage", "/departments/{team}": "coverage", "/departments/{team}/phishing-each-year": "people",
    "/departments/everybody/phishing-each-year": "people", "/courses/": "courses", "/desk/": "coverage",
    "/desk/running-out/": "requirements", "/desk/recall/": "recall", "/desk/beliefs/": "beliefs",
    "/desk/questions/": "courses", "/desk/questions/recognising-phishing": "questions", "/desk/risks/": "risks",
    "/desk/seminars/": "dates", "/desk/seminars/retention": "dates", "/desk/seminars/consents": "sentences", "/desk/sessions/{session}": "people", "/desk/accommodations/": "accommodations",
    "/desk/sessions/{session}/move/answers": "people", "/desk/sessions/{signed}/attendance/signed": "people",
    "/desk/sessions/{session}/trainers": "people", "/desk/sessions/{session}/materials": "things",
    "/desk/sessions/{session}/costs": "costs", "/desk/seminars/costs/": "costs", "/desk/seminars/archive": "dates",
    "/desk/clauses/": "frameworks", "/desk/clauses/iso-soc": "clauses", "/desk/outbox/": "mails", "/admin/roster/": "imports",
    "/desk/requirements/": "requirements drafts people", "/record/proofs/": "proofs", "/desk/proofs/": "proofs",
    "/desk/history/": "imports", "/desk/roster/doubts/": "doubts", "/desk/reminders/": "days failed",
    "/desk/reminders/days/{day}": "people", "/departments/{team}/phishing-each-year/cuts": "cuts",
    "/departments/everybody/phishing-each-year/cuts": "cuts", "/duties/": "duties", "/people/{amara}": "duties completions mails",
    "/people/{elke}": "duties absences", "/record": "completions", "/departments/figures/": "months",
    "/desk/risks/{risk}": "ratings", "/desk/sites/": "sites", "/desk/evidence/": "packs", "/desk/auditors/": "auditors",
    "/desk/seminars/demand": "people", "/desk/sessions/{held}/feedback": "answers",
    "/seminars/approvals/": "requests", "/desk/sessions/{session}/places": "people",
    "/evidence/{engagement}": "population packs exemptions", "/evidence/{engagement}/sample": "people",
    "/desk/organisations/": "organisations", "/desk/organisations/{organisation}": "contacts blocks people",
    "{codes}": "codes",
}  # fmt: skip
"""A page with a list → what its file is called; a word more for each further list."""
ROLES = (None, Role.MANAGER, Role.AUDITOR, Role.SECURITY_TEAM, Role.CSO, Role.ADMINISTRATOR)


@pytest.fixture
def world(app: Flask) -> Everything:
    return everything.build(app)


def addresses(world: Everything) -> list[tuple[str, str]]:
    """Each page with the beginning of its file's address."""
    team = next(
        stop.path
        for stop in world.stops
        if stop.who == "ines" and stop.path.startswith("/departments/") and len(stop.path) == 25
    )
    session = next(
        stop.path for stop in world.stops if stop.path.startswith("/desk/sessions/") and stop.path.count("/") == 3
    )
    day = next(stop.path for stop in world.stops if stop.path.startswith("/desk/reminders/days/"))
    amara, elke = (stop.path for stop in world.stops if stop.path.startswith("/people/") and stop.path.count("/") == 2)
    engagement = next(stop.path for stop in world.stops if stop.path.startswith("/evidence/") and len(stop.path) == 22)
    held = next(stop.path.removesuffix("/feedback") for stop in reversed(world.stops) if stop.path.endswith("/feedback")
                and stop.path.startswith("/desk/sessions/"))  # fmt: skip
    risk = "/desk/risks/somebody-pays-a-false-invoice"
    places = {"team": team, "session": session, "day": day, "amara": amara, "elke": elke, "risk": risk}
    desk = [stop.path for stop in world.stops if stop.path.startswith("/desk/")]
    signed = next(path for path in desk if path.endswith("/attendance/signed")).removesuffix("/attendance/signed")
    places |= {"engagement": engagement, "held": held, "signed": signed}
    places["organisation"] = next(path for path in desk if path.startswith("/desk/organisations/") and len(path) == 32)
    parts = {name: path.rsplit("/", 1)[1] for name, path in places.items()}
    parts["codes"] = next(path for path in desk if path.endswith("/codes"))
    pages = {page.format(**parts): names for page, names in LISTS.items()}
    return [(page, f"{page.rstrip('/')}/{name}") for page, names in pages.items() for name in names.split()]


def xlsx(client: Client, path: str) -> list[list[str]]:
    answer = client._ask("get", path)
    assert answer.status_code == 200 and answer.mimetype.endswith("spreadsheetml.sheet"), path
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    (sheet,) = sheets(zipfile.ZipFile(BytesIO(answer.get_data())))
    return [[value for _kind, _style, value in row] for row in sheet]


def links(page: Any) -> list[str]:
    return [one["href"] for one in page.soup.select("main a") if one.get_text() in {"CSV", "XLSX"}]


def test_every_list_is_a_file_in_both_forms_as_it_is_seen_and_on_record(app: Flask, world: Everything) -> None:
    client, stranger = Client(app), Client(app)
    make.sign_in(client, make.person(), role=Role.CSO)
    taken = 0
    for page, file in addresses(world):
        shown = [link for link in links(client.get(page)) if link.startswith(f"{file}.")]
        assert shown in ([], [f"{file}.csv", f"{file}.xlsx"]), page
        lines, sheet = client.get(f"{file}.csv").text.splitlines(), xlsx(client, f"{file}.xlsx")
        assert lines[0].split(",")[0].strip('"') == sheet[0][0], page
        assert (len(sheet) > 1) >= bool(shown), f"nothing in the list of {page}"
        assert stranger._ask("get", f"{file}.xlsx").headers["Location"].startswith("/sign-in"), file
        taken += 2
    assert len(noted()) == taken and all(noted())
    _limited(client)
    _not_led_elsewhere(client)


def noted() -> list[str]:
    database.session.rollback()
    return list(
        database.session.scalars(select(Event.subject_kind).where(Event.action == "exported").order_by(Event.id))
    )


def _limited(client: Client) -> None:
    page = client.get("/departments/everybody/phishing-each-year?part=open&after=1-0-2026-01-01-000000000000&x=%3D1")
    link = links(page)[1]
    assert link == "/departments/everybody/phishing-each-year/people.xlsx?part=open&x=%3D1"
    rows = xlsx(client, link)
    assert rows[0][2] == "State" and {row[2] for row in rows[1:]} == {"Open"}
    audience = client.get("/courses/").soup.select("select[name=for] option")[-1]["value"]
    courses = client.get(f"/courses/?for={audience}")
    file = client.get(links(courses)[0]).text.splitlines()
    assert links(courses)[0] == f"/courses/courses.csv?for={audience}"
    assert 1 <= len(file) - 1 == len(courses.soup.select("ol.roll h3"))


def _not_led_elsewhere(client: Client) -> None:
    page = client.get("/desk/clauses/?_external=1&_scheme=javascript&_anchor=x&kind=exe&endpoint=y")
    assert [link.partition("?")[0] for link in links(page)] == [
        "/desk/clauses/frameworks.csv",
        "/desk/clauses/frameworks.xlsx",
    ]


def test_who_may_not_open_a_page_may_not_take_its_list(app: Flask, world: Everything) -> None:
    outcomes = set()
    for role in ROLES:
        client = Client(app)
        make.sign_in(client, make.person(), role=role)
        for page, file in addresses(world):
            wanted = client.get(page).status
            assert [client._ask("get", f"{file}.{form}").status_code for form in ("csv", "xlsx")] == [
                wanted,
                wanted,
            ], (page, role)
            outcomes.add(wanted)
        assert client.get("/departments/coverage.pdf").status == 404
    assert outcomes == {200, 404}


OWN = {"/duties": "duties", "/record/proofs": "proofs", "/record": "completions"}


def test_whoever_looks_at_their_own_takes_their_own(app: Flask, world: Everything) -> None:
    taken = {}
    for who in ("amara", "ines"):
        client = signed_in(app, world, who)
        for page, name in OWN.items():
            file = f"{page}/{name}"
            taken[who, page] = xlsx(client, f"{file}.xlsx")
            some = len(taken[who, page]) > 1
            assert links(client.get(page)) == ([f"{file}.csv", f"{file}.xlsx"] if some else [])
    for page in OWN:
        assert len(taken["ines", page]) > 1
        assert taken["amara", page][0] == taken["ines", page][0] and taken["amara", page] != taken["ines", page]


def signed_in(app: Flask, world: Everything, who: str) -> Client:
    client, token = Client(app), new_token()
    with writing():
        sign_in(NewSignIn(world.people[who], token, "test browser", privileged=False), now=make.NOW)
    client.keep(_user_id=token)
    return client


def test_a_file_holds_what_the_page_leaves_to_its_next(
    app: Flask, world: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlook_queries, "PAGE", 1)
    monkeypatch.setattr(outlook_queries, "AT_ONCE", 1)
    client = signed_in(app, world, "cso")
    day, file = next(pair for pair in addresses(world) if "/days/" in pair[0])
    shown, (head, *people) = client.get(day), xlsx(client, f"{file}.xlsx?page=2")
    assert head == ["Person", "State", "Why"] and len(people) > 1
    assert len(shown.soup.select("main tbody tr")) == 1 and len({row[0] for row in people}) == len(people)
    assert shown.soup.select_one("main tbody th").get_text() == people[0][0] and all(row[2] for row in people)
    found = making.viewer(make.person(), Role.CSO)
    assert len(list(proof_queries.all_listed(found))) > len(proof_queries.listed(found, most=1)) == 1
    assert len(list(history_queries.all_imports(found))) > len(history_queries.imports_for(found, most=1)) == 1


def test_who_is_under_no_requirement_is_told_by_name(app: Flask, world: Everything) -> None:
    strangers = [make.person("Idle", f"Number{n:02}") for n in range(12)]
    client = signed_in(app, world, "cso")
    (_head, *rows) = xlsx(client, "/desk/requirements/people.xlsx")
    idle = [row[0] for row in rows if row[0].endswith(", Idle")]
    assert idle == [f"{one.family}, {one.given}" for one in strangers]
    assert len(client.get("/desk/requirements/").soup.select("section[aria-labelledby=without] li")) == 10
    lines = list(csv.DictReader(client.get("/desk/requirements/requirements.csv").text.splitlines()))
    file = [one for one in lines if one["Source"] == "File"]
    assert {one["Source"] for one in lines} == {"File", "Desk"} and all(one["Since"] for one in lines)
    for one in file:
        parts = [int(one[part]) for part in ("Done", "Done late", "Exempt", "Open", "Overdue")]
        assert int(one["People"]) == sum(parts) and not one["Ended"]
        assert ("takes in nobody" in one["What is missing"]) == (not sum(parts))
    assert any(int(one["People"]) for one in file)
    assert [one["Ended"] for one in lines if one["Ended"]] == ["2026-11-23"]


def test_an_auditor_is_not_shown_a_calendar_and_a_manager_finds_the_summary(app: Flask, world: Everything) -> None:
    shown = {who: signed_in(app, world, who).get("/account").soup for who in ("robin", "amara")}
    assert not shown["robin"].select('a[href="/account/calendar"]') and shown["amara"].select(
        'a[href="/account/calendar"]'
    )
    team = next(
        page
        for page, _file in addresses(world)
        if page.startswith("/departments/") and page.count("/") == 2 and len(page) > 13
    )
    (link,) = signed_in(app, world, "ines").get(team).soup.select(f'main a[href="{team}/summary"]')
    assert link.get_text(strip=True) == "Monthly summary by mail"


# --- no more than the page says ---------------------------------------------------------------------------------------


def rows_of(client: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(client.get(path).text.splitlines()))


def test_why_somebody_is_on_leave_is_told_only_to_those_who_may_act(
    app: Flask, world: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, file = next(pair for pair in addresses(world) if pair[1].endswith("/absences"))
    ines = signed_in(app, world, "ines")
    (told,) = rows_of(ines, f"{file}.csv")
    assert "Parental leave" in ines.get(page).words
    assert told == {
        "What": "On leave", "Since": "2026-11-23", "Last day": "2027-01-21", "Reason": "Parental leave",
        "Approved by": "Ines Duarte",
    }  # fmt: skip
    held = permissions.ROLES
    monkeypatch.setitem(held, Role.MANAGER, held[Role.MANAGER] - {Permission.TEAM_ACT})
    assert rows_of(ines, f"{file}.csv") == [told | {"Reason": ""}]
    assert "Parental leave" not in ines.get(page).words


def test_an_auditor_takes_the_sample_the_packs_and_who_was_excused(app: Flask, world: Everything) -> None:
    robin = signed_in(app, world, "robin")
    (here,) = {page for page, _file in addresses(world) if page.startswith("/evidence/") and page.count("/") == 2}
    page, drawn = robin.get(here), robin.get(f"{here}/sample").soup.select("main tbody tr")
    sample = rows_of(robin, f"{here}/sample/people.csv")
    assert [one["sha256"] for one in sample] == [row.select_one("span.address").get_text() for row in drawn]
    assert [f"{one['place']}. {one['name']}" for one in sample] == [row.select_one("th a").get_text() for row in drawn]
    for section in ("packs", "excused"):
        name = {"packs": "packs", "excused": "exemptions"}[section]
        found = rows_of(robin, f"{here}/{name}.csv")
        assert len(found) == len(page.soup.select(f"section[aria-labelledby={section}] tbody tr")) >= 1
    cells = page.soup.select("section[aria-labelledby=packs] thead th")
    assert list(rows_of(robin, f"{here}/packs.csv")[0]) == ["Since", "Until", "As known at", "Size"] and len(cells) == 3


def test_the_days_ahead_are_those_of_the_page(app: Flask, world: Everything) -> None:
    client = signed_in(app, world, "cso")
    shown = client.get("/desk/reminders/").soup.select("section[aria-labelledby=days] ol.roll h3")
    days = rows_of(client, "/desk/reminders/days.csv")
    assert [int(one["Together"]) for one in days] == [int(title.get_text().split()[0]) for title in shown]
    assert days[0]["Managers"] == "" and int(days[0]["Held"]) > 0 and days[0]["Note"] == ""
    for one in days:
        assert int(one["Together"]) == sum(int(one[state]) for state in ("Went out", "To come", "Held"))
        assert one["Day"] == days[0]["Day"] or (int(one["Together"]) > 1) == ("brake" in one["Note"])


def test_drafts_are_for_those_who_manage_requirements_everywhere(app: Flask, world: Everything) -> None:
    client, team = Client(app), make.department()
    some = make.person(department=team)
    make.sign_in(client, some)
    make.grant(some, Role.SECURITY_TEAM, department=team)
    assert client.get("/desk/requirements/").status == 200
    assert client.get("/desk/requirements/drafts.csv").status == 404
    assert client.get("/desk/reminders/days.csv").status == client.get("/desk/reminders/").status == 404
