"""The rail of the desk: it names pages that exist, stands on all pages of the desk, and shows what one may open."""

from flask import Flask

from tests import make
from tests.client import Client
from tests.reports.company import Company
from tests.reports.test_desk import company, cso
from training.core.permissions import Role
from training.rooms import RAIL

__all__ = ["company"]


def test_every_place_of_the_rail_is_a_page(app: Flask) -> None:
    pages = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    named = {place.path for _label, places in RAIL for place in places}
    assert named <= pages


def test_the_rail_stands_on_desk_pages_and_knows_where_one_is(company: Company, client: Client) -> None:
    cso(company, client)
    for path, here in (("/desk/", "This week"), ("/desk/recall/", "Recall"), ("/desk/outbox/", "Outbox"), ("/desk/kits/", "Seminars"),
                       ("/desk/seminars/new", "Seminars"), ("/admin/roster/", "Roster"), ("/admin/settings", "Settings")):  # fmt: skip
        page = client.get(path)
        assert [one.get_text() for one in page.soup.select("nav.rail a[aria-current]")] == [here], path
        main, rail = page.soup.select_one("main"), page.soup.select_one("nav.rail")
        assert rail in main.find_all_next("nav"), "the page comes first, also on a phone"
        assert page.soup.select_one("main a[href='#rail']")
    assert not client.get("/departments/").soup.select("nav.rail")
    assert [one.get_text() for one in client.get("/desk/").soup.select("nav.rail h2")] == [
        "Measure",
        "Run",
        "Prove",
        "Look after",
    ]


def test_the_rail_shows_what_the_viewer_may_open(company: Company, client: Client) -> None:
    make.sign_in(client, make.person(department=company.get(company.legal_id)), role=Role.SECURITY_TEAM)
    page = client.get("/desk/")
    links = [one["href"] for one in page.soup.select("nav.rail a")]
    assert "/admin/settings" not in links and "/desk/recall/" in links
    for path in links:
        assert client.get(path).status == 200
