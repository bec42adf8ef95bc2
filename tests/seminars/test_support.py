"""Who gives a date, what goes with it, what it costs: each by those who run it, and seen by whom it is for."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.seminars import making, planned
from training.core.db import writing
from training.core.errors import NotFound, Refused
from training.core.files import Upload
from training.core.permissions import Role
from training.seminars import attendance, costs, hosting, materials, service, trainers
from training.seminars.attendance import Marked
from training.seminars.costs import NewCost
from training.seminars.material_queries import Content
from training.seminars.materials import NewMaterial
from training.seminars.plan_models import CostKind, Material, SeminarCost, SessionTrainer, TrainerRole
from training.seminars.rules import Mark
from training.seminars.service import Claim
from training.seminars.trainers import NewTrainer

NOW = making.NOW


def add(session: str, **values: Any) -> None:
    runner = planned.runner()
    with writing():
        trainers.add_trainer(runner, session, NewTrainer(**({"role": TrainerRole.TRAINER} | values)), now=NOW)


def test_a_trainer_is_found_by_name(app: Flask, client: Client) -> None:
    planned.desk(client)
    person = make.person("Mila", "Petrova")
    public_id, session = person.public_id, making.session()
    page = client.get(f"/desk/sessions/{session}/trainers?find=petro mila")
    assert "Petrova, Mila" in page.words
    assert "Nobody of ours has that name." in client.get(f"/desk/sessions/{session}/trainers?find=%25").words
    done = client.submit(page, {"person": public_id, "role": "trainer"})
    assert "One person gives it." in done.heading
    twice = client.submit(page, {"person": public_id})
    assert twice.status == 422 and "They give this date already." in twice.words
    nobody = client.submit(done, {"name": ""}, action="trainers")
    assert nobody.status == 422 and "Choose one of our people" in nobody.words
    assert "Given by Mila Petrova (Trainer)" in client.get(f"/desk/sessions/{session}").words
    (row,) = making.rows(select(SessionTrainer.public_id))
    gone = client.post(f"/desk/sessions/{session}/trainers/remove", {"row": row.public_id})
    assert "Nobody gives it yet." in gone.heading
    assert client.post(f"/desk/sessions/{session}/trainers/remove", {"row": row.public_id}).status == 404


def test_trainers_and_hosts_are_named_in_public(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug)
    add(session, person=make.person("Mila", "Petrova").public_id)
    add(session, name="Robin Quist", role=TrainerRole.HOST)
    add(session, name="Sam Helper", role=TrainerRole.HELPER)
    public = client.get(f"/seminars/{slug}/{session}")
    assert "Who gives it Mila Petrova, Robin Quist" in public.words
    assert "Sam Helper" not in public.words


def test_nobody_gives_two_dates_at_once(app: Flask) -> None:
    person = make.person()
    who = person.public_id
    first, second = making.session(making.seminar("One")), making.session(making.seminar("Two"))
    add(first, person=who)
    with pytest.raises(Refused, match="They give “One” at that time") as refused:
        add(second, person=who, anyway=True)
    assert refused.value.field == "name"


def test_who_has_a_seat_elsewhere_gives_it_only_on_purpose(app: Flask) -> None:
    person = make.person()
    who = person.public_id
    first, second = making.session(making.seminar("One")), making.session(making.seminar("Two"))
    making.register(app, first, person)
    with pytest.raises(Refused, match="They have a seat in “One”") as refused:
        add(second, person=who)
    assert refused.value.field == "anyway"
    add(second, person=who, anyway=True)
    later = making.session(making.seminar("Three"), local_start=planned.at("2026-12-15T12:00"))
    add(later, person=who)


def test_only_the_desk_finds_people(app: Flask, client: Client) -> None:
    make.employee(client)
    assert client.get(f"/desk/sessions/{making.session()}/trainers?find=a").status == 404
    plain = making.viewer(make.person())
    with pytest.raises(NotFound), writing():
        trainers.add_trainer(plain, making.session(), NewTrainer(TrainerRole.HOST, person=plain.public_id), now=NOW)


# --- materials --------------------------------------------------------------------------------------------------------

PDF = b"%PDF-1.7 slides %%EOF"


def put(session: str, **values: Any) -> str:
    given = {"title": "Slides", "after": False, "file": Upload("Slides of the Day.PDF", "text/html", PDF)}
    runner = planned.runner()
    with writing():
        return materials.add_material(runner, session, NewMaterial(**(given | values)), now=NOW)


def test_materials_are_for_those_with_a_seat(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=1)
    before = put(session)
    put(session, title="Reading", address="https://www.example.org/read", file=None, seminar=True)
    seated, waits = make.person("Amara", "Okafor"), make.person()
    making.register(app, session, seated)
    making.register(app, session, waits)
    page, file = f"/seminars/{slug}/{session}", f"/seminars/{slug}/{session}/materials/{before}"
    for who in (waits, make.person()):
        make.sign_in(client, who)
        assert "Materials" not in client.get(page).words
        assert client.get(file).status == 404
    make.sign_in(client, seated)
    words = client.get(page).words
    assert "Slides Slides of the Day.PDF" in words and "Reading" in words
    got = client._ask("get", file)
    assert (got.get_data(), got.mimetype) == (PDF, "application/pdf")
    assert got.headers["Content-Disposition"] == 'attachment; filename="slides-of-the-day.pdf"'
    assert got.headers["Cache-Control"] == "no-store"
    elsewhere = making.session(slug, local_start=planned.at("2027-01-15T09:00"))
    assert client.get(f"/seminars/{slug}/{elsewhere}/materials/{before}").status == 404


def test_what_comes_after_is_for_those_who_were_there(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    session = making.session(slug)
    after = put(session, title="Notes", after=True, file=Upload("n.bin", "", b"notes"))
    here, absent = planned.apart(make.person()), planned.apart(make.person())
    making.register(app, session, here)
    making.register(app, session, absent)
    page, file = f"/seminars/{slug}/{session}", f"/seminars/{slug}/{session}/materials/{after}"
    make.sign_in(client, here)
    assert "Notes" not in client.get(page).words and client.get(file).status == 404
    clock.set(making.begun())
    sign(session)
    make.sign_in(client, here)
    assert "Notes" in client.get(page).words
    assert client._ask("get", file).get_data() == b"notes"
    make.sign_in(client, absent)
    assert "Notes" not in client.get(page).words and client.get(file).status == 404


def sign(session: str) -> None:
    one, *others = (row.public_id for row in planned.registrations(session))
    marks = {one: Marked(Mark.HERE)} | dict.fromkeys(others, Marked(Mark.ABSENT))
    with writing():
        attendance.mark_attendance(session, marks, by_person_id=None, now=making.begun())
    with writing():
        attendance.close_attendance(session, by_person_id=None, now=making.begun())


def test_a_guest_fetches_through_their_link(app: Flask, client: Client) -> None:
    session = making.session()
    material, after = put(session), put(session, after=True)
    making.ask(app, session, making.guest())
    (row,) = planned.registrations(session)
    token = making.host(app).links.sign("seminar.manage", [row.public_id, 0])
    assert "Materials" not in client.get(f"/seminars/manage/{token}").words
    assert client.get(f"/seminars/manage/{token}/materials/{material}").status == 404
    with writing():
        service.verify_guest(Claim(row.public_id, link_version=0), host=making.host(app), now=NOW)
    assert "Slides" in client.get(f"/seminars/manage/{token}").words
    assert client._ask("get", f"/seminars/manage/{token}/materials/{material}").get_data() == PDF
    assert client.get(f"/seminars/manage/{token}/materials/{after}").status == 404
    void = making.host(app).links.sign("seminar.manage", [row.public_id, 1])
    assert client.get(f"/seminars/manage/{void}/materials/{material}").status == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"file": None}, "one of the two"), ({"address": "https://x.example/"}, "one of the two"),
        ({"file": None, "address": "http://x.example/"}, "begins with https://"),
        ({"file": None, "address": "https:///x"}, "begins with https://"),
        ({"file": None, "address": "https://a@x.example/"}, "begins with https://"),
        ({"file": Upload("a.pdf", "", b"")}, "The file is empty"),
    ],
)  # fmt: skip
def test_what_is_no_material_is_refused(app: Flask, wrong: dict[str, Any], told: str) -> None:
    session = making.session()
    with pytest.raises(Refused, match=told):
        put(session, **wrong)
    assert not making.rows(select(Material.id))


def test_the_page_of_materials(app: Flask, client: Client) -> None:
    planned.desk(client)
    slug = making.seminar()
    session, other = making.session(slug), making.session(slug, local_start=planned.at("2026-12-16T09:00"))
    page = client.get(f"/desk/sessions/{session}/materials")
    assert "Nothing goes with it yet." in page.heading
    wrong = client.submit(page, {"title": "", "address": "ftp://x"})
    assert wrong.status == 422 and "Say what it is" in wrong.words
    done = upload(client, page, {"title": "Slides", "file": (BytesIO(PDF), "slides.pdf"), "whose": "seminar"})
    assert "One thing goes with it." in done.heading
    assert "of all dates" in client.get(f"/desk/sessions/{other}/materials").words
    (row,) = making.rows(select(Material.public_id))
    assert client._ask("get", f"/seminars/{slug}/{other}/materials/{row.public_id}").get_data() == PDF, (
        "the desk may look"
    )
    stranger = making.session()
    assert client.post(f"/desk/sessions/{stranger}/materials/remove", {"row": row.public_id}).status == 404
    gone = client.post(f"/desk/sessions/{session}/materials/remove", {"row": row.public_id})
    assert "Nothing goes with it yet." in gone.heading


def upload(client: Client, page: Page, values: dict[str, Any]) -> Page:
    filled = {"when": "before", "address": ""} | values
    return client.post(page.path, filled, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("name", "saved"),
    [("../../etc/passwd", "passwd.bin"), ('a".pdf\r\nX: y', "a.bin"), ("", "material.bin"), ("Übung.docx", "bung.docx"),
     ("x.html", "x.html")],
)  # fmt: skip
def test_a_name_makes_no_header(app: Flask, name: str, saved: str) -> None:
    with app.test_request_context():
        answer = hosting.file_to_save(Content(name, b"<script>"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{saved}"'
    assert answer.mimetype == "application/octet-stream"


# --- costs ------------------------------------------------------------------------------------------------------------


def entered(app: Flask, client: Client) -> str:
    """A date with two seats taken, for which a room and a meal are paid out of two lines."""
    planned.desk(client)
    session = making.session(making.seminar("First hour of a breach"), capacity=5)
    for _ in range(2):
        making.register(app, session, make.person())
    page = client.get(f"/desk/sessions/{session}/costs")
    assert "No costs are entered." in page.heading
    first = client.submit(page, {"kind": "room", "amount": "120.50", "budget_line": "4711 Training"}, action="costs")
    assert "It costs $120.50." in first.heading
    client.submit(first, {"kind": "catering", "amount": "79,5", "budget_line": "4712 Events"}, action="costs")
    return session


def test_costs_of_a_date(app: Flask, client: Client) -> None:
    session = entered(app, client)
    page = client.get(f"/desk/sessions/{session}/costs")
    assert "In all $200.00 For each seat taken $100.00 For each who was there nobody yet" in page.words
    wrong = client.submit(page, {"amount": "1,234.5", "budget_line": ""}, action="costs")
    assert wrong.status == 422
    assert "such as 120 or 120.50" in wrong.words and "as the finance department names it" in wrong.words
    (row,) = making.rows(select(SeminarCost.public_id).where(SeminarCost.kind == CostKind.ROOM))
    struck = client.post(f"/desk/sessions/{session}/costs/remove", {"row": row.public_id})
    assert "It costs $79.50." in struck.heading
    assert client.post(f"/desk/sessions/{session}/costs/remove", {"row": row.public_id}).status == 404


def test_costs_of_a_year(app: Flask, client: Client) -> None:
    entered(app, client)
    year = client.get("/desk/seminars/costs/")
    assert "$200.00 in 2026." in year.heading
    assert "4711 Training $120.50" in year.words
    assert year.soup.select_one(".goal-bars rect.fill-count")["width"] == "100.00%"
    assert "$79.50" in year.words and "$39.75" in year.words
    table = client.get("/desk/seminars/costs/costs.csv?year=2026").text
    assert "4712 Events" in table and "79.5" in table


def test_a_year_begins_by_the_readers_clock(app: Flask, client: Client) -> None:
    runner = planned.runner()
    session = making.session(local_start=planned.at("2026-12-31T19:00"))
    with writing():
        new = NewCost(CostKind.OTHER, 5000, "4711")
        costs.add_cost(runner, session, new, now=NOW, today=NOW.date())
    planned.desk(client)  # in Leeds it is 2027 by then
    assert "No costs in 2026." in client.get("/desk/seminars/costs/").heading
    assert "$50.00 in 2027." in client.get("/desk/seminars/costs/?year=2027").heading
    assert "No costs in 2026." in client.get("/desk/seminars/costs/?year=1").heading


def test_the_currency_is_a_setting(app: Flask, client: Client) -> None:
    session = entered(app, client)
    page = client.get(f"/desk/sessions/{session}/costs")
    assert "In US dollars." in page.words and not page.soup.select("main a[href='/admin/settings']")
    administrator = Client(app)
    make.sign_in(administrator, make.person(), role=Role.ADMINISTRATOR)
    chooses = administrator.get(f"/desk/sessions/{session}/costs").soup.select_one("main a[href='/admin/settings']")
    settings = administrator.get(chooses["href"])
    wrong = administrator.submit(settings, {"currency": "francs"})
    assert wrong.status == 422 and "three letters of a currency" in wrong.words
    assert wrong.soup.select_one("[name=currency]")["value"] == "francs"
    administrator.submit(wrong, {"currency": "EUR"})
    assert "It costs €200.00." in client.get(f"/desk/sessions/{session}/costs").heading


def test_costs_are_for_the_desk_alone(app: Flask, client: Client) -> None:
    session = making.session()
    make.sign_in(client, make.person(), role=Role.MANAGER)
    assert client.get(f"/desk/sessions/{session}/costs").status == 404
    plain = making.viewer(make.person())
    with pytest.raises(NotFound), writing():
        costs.add_cost(plain, session, NewCost(CostKind.ROOM, 1, "x"), now=NOW, today=NOW.date())
