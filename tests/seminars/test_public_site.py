"""The list, its feeds, the frame for pages of others, and what search engines read."""

import json
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markupsafe import Markup
from sqlalchemy import update

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.make import NOW
from tests.seminars import making
from tests.seminars.icalendar_reader import read
from training.catalogue.models import Topic
from training.core.db import database, writing
from training.core.permissions import Role
from training.seminars import planning
from training.seminars.models import Seminar, SeminarSession
from training.seminars.rules import Audience

ATOM = "{http://www.w3.org/2005/Atom}"
CHICAGO = "America/Chicago"
EVENT = {
    "type": "object",
    "required": ["@context", "@type", "name", "startDate", "endDate", "eventStatus", "eventAttendanceMode", "location",
                 "organizer", "offers", "isAccessibleForFree", "url"],
    "properties": {
        "@context": {"const": "https://schema.org"}, "@type": {"const": "Event"}, "name": {"type": "string", "minLength": 1},
        "startDate": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d$"},
        "endDate": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d$"},
        "previousStartDate": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d$"},
        "eventStatus": {"enum": [f"https://schema.org/Event{one}" for one in ("Scheduled", "Rescheduled", "Cancelled")]},
        "eventAttendanceMode": {"enum": [f"https://schema.org/{one}EventAttendanceMode" for one in ("Offline", "Online", "Mixed")]},
        "isAccessibleForFree": {"const": True}, "url": {"pattern": "^http://localhost/seminars/"},
        "offers": {"type": "object", "required": ["@type", "price", "priceCurrency", "availability"],
                   "properties": {"@type": {"const": "Offer"}, "price": {"const": 0},
                                  "availability": {"enum": ["https://schema.org/InStock", "https://schema.org/SoldOut"]}}},
        "organizer": {"type": "object", "required": ["@type", "name", "url"], "properties": {"@type": {"const": "Organization"}}},
        "location": {"$ref": "#/$defs/where"},
    },
    "if": {"properties": {"eventStatus": {"const": "https://schema.org/EventRescheduled"}}},
    "then": {"required": ["previousStartDate"]},
    "$defs": {
        "where": {"anyOf": [{"$ref": "#/$defs/one"}, {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/one"}}]},
        "one": {"oneOf": [
            {"required": ["@type", "name", "address"], "properties": {
                "@type": {"const": "Place"}, "name": {"type": "string", "minLength": 1},
                "address": {"required": ["@type"], "properties": {"@type": {"const": "PostalAddress"}}}}},
            {"required": ["@type", "url"], "properties": {"@type": {"const": "VirtualLocation"}}},
        ]},
    },
}  # fmt: skip


def changed(public_id: str, **values: Any) -> None:
    with writing():
        database.session.execute(update(SeminarSession).where(SeminarSession.public_id == public_id).values(values))


def called_off(app: Flask, public_id: str, now: datetime = NOW) -> None:
    with writing():
        planning.cancel_session(public_id, "The trainer is ill.", by_person_id=None, host=making.host(app), now=now)


def events(page: Page) -> list[dict[str, Any]]:
    found = [json.loads(one.string) for one in page.soup.select('script[type="application/ld+json"]')]
    for one in found:
        Draft202012Validator(EVENT).validate(one)
    return found


def news(page: Page) -> Any:
    return fromstring(page.text)  # noqa: S314  we wrote it


def titles(page: Page) -> list[str]:
    return [one.get_text() for one in page.soup.select("main h3")]


# --- the list ---------------------------------------------------------------------------------------------------------


def several() -> dict[str, str]:
    """Three seminars: one in Chicago on phishing, one online in French, one in Leeds on doors."""
    with writing():
        for number, (slug, title) in enumerate((("phishing", "Phishing"), ("doors", "Doors and badges"))):
            database.session.add(Topic(slug=slug, position=number, title=title, summary=""))
    slugs = {
        "phish": making.seminar("Phish at work"), "visit": making.seminar("Visiteurs", language="fr"),
        "door": making.seminar("Doors"),
    }  # fmt: skip
    for name, topic in (("phish", "phishing"), ("door", "doors")):
        with writing():
            database.session.execute(update(Seminar).where(Seminar.slug == slugs[name]).values(topic_slug=topic))
    making.session(slugs["phish"], venue_id=making.venue())
    making.session(slugs["visit"])
    making.session(
        slugs["door"], venue_id=making.venue("Room 2", zone="Europe/London", city="Leeds", address="1 Mill Lane")
    )
    return slugs


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Phish at work", "Visiteurs", "Doors"}), ("topic=phishing", {"Phish at work"}), ("where=Leeds", {"Doors"}),
        ("where=online", {"Visiteurs"}), ("language=fr", {"Visiteurs"}), ("language=fr&where=Leeds", set()),
        ("topic=doors&where=Leeds&language=en", {"Doors"}), ("topic=%00", {"Phish at work", "Visiteurs", "Doors"}),
    ],
)  # fmt: skip
def test_the_list_is_limited_by_the_address(app: Flask, client: Client, asked: str, found: set[str]) -> None:
    several()
    page = client.get(f"/seminars/?{asked}")
    assert set(titles(page)) == found
    if not found:
        assert "No date fits all choices." in page.words
    feed = client.get(f"/seminars/feed.ics?{asked}")
    assert {one.one("SUMMARY").text for one in read(feed.text).parts} == found
    assert set(titles(client.get(f"/seminars/embed?{asked}"))) == found


def test_what_there_is_to_choose_from(app: Flask, client: Client) -> None:
    several()
    page = client.get("/seminars/?where=Leeds")
    topics, places, languages = (
        [one.get_text() for one in found.select("option")] for found in page.soup.select("main select")
    )
    assert topics == ["Any topic", "Doors and badges", "Phishing"]
    assert places == ["Anywhere", "Chicago", "Leeds", "Online"]
    assert languages == ["Any language", "English", "Français"]
    assert "1 date fits." in page.words
    assert page.soup.select_one("option[selected][value=Leeds]")


def test_a_long_list_has_pages_and_costs_what_it_shows(app: Flask, client: Client, statements: Any) -> None:
    slug = making.seminar()
    for number in range(60):
        making.session(slug, local_start=datetime.fromisoformat("2026-12-01T09:00") + timedelta(days=number % 20))
    seen: list[str] = []
    path = "/seminars/?where=online"
    client.get(path)
    for shown in (25, 25, 10):
        with statements() as counted:
            page = client.get(path)
        assert len(counted) <= 2, counted.texts
        links = [str(one["href"]) for one in page.soup.select("main h3 a")]
        assert len(links) == shown
        seen += links
        following = page.soup.select_one("a[rel=next]")
        path = str(following["href"]) if following else ""
        assert not path or "where=online" in path
    assert path == "" and len(set(seen)) == 60
    assert "10 of 60 dates" in page.words
    back = page.soup.select_one("a[rel=prev]")
    assert back and back["href"] == "/seminars/?where=online"
    assert titles(client.get("/seminars/?after=000000000000")), "an unknown place begins anew"


def test_nothing_planned_says_so(client: Client) -> None:
    page = client.get("/seminars/")
    assert page.heading.startswith("No seminar is planned.") and page.status == 200
    assert read(client.get("/seminars/feed.ics").text).parts == []
    assert news(client.get("/seminars/feed.atom")).findall(f"{ATOM}entry") == []
    assert "No seminar is planned." in client.get("/seminars/embed").words


@pytest.mark.parametrize(
    ("path", "most"), [("/seminars/", 2), ("/seminars/feed.ics", 1), ("/seminars/feed.atom", 1), ("/seminars/embed", 1)]
)
def test_whoever_has_it_is_told_that_it_is_the_same(
    app: Flask, client: Client, path: str, most: int, statements: Any
) -> None:
    one = making.session()
    first = client.get(path)
    assert first.headers["Cache-Control"].startswith("public, max-age=")
    assert "Set-Cookie" not in first.headers and "Accept-Language" in first.headers["Vary"]
    with statements() as counted:
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.text) == (304, "") and len(counted) <= most, counted.texts
    called_off(app, one)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status == 200


def test_a_feed_does_not_change_with_the_hour(app: Flask, client: Client, clock: Clock) -> None:
    making.session()
    for path in ("/seminars/feed.ics", "/seminars/feed.atom"):
        before = client.get(path)
        clock.forward(hours=7)
        assert client.get(path).text == before.text
        assert before.headers["Last-Modified"] == "Mon, 23 Nov 2026 09:00:00 GMT"


# --- feeds ------------------------------------------------------------------------------------------------------------


def test_the_calendar_can_be_subscribed_to(app: Flask, client: Client) -> None:
    making.seminar()
    session = making.session(making.seminar("First hour, for all"), venue_id=making.venue())
    making.ask(app, session, making.guest(name="Sofia Lindqvist"))
    page = client.get("/seminars/feed.ics")
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = read(page.text)
    assert "METHOD" not in calendar.names(), "a feed is no message between calendars"
    assert calendar.one("REFRESH-INTERVAL").value == "PT4H" == calendar.one("X-PUBLISHED-TTL").value
    assert calendar.one("X-WR-CALNAME").text == calendar.one("NAME").text == "Security seminars, Your organisation"
    (event,) = calendar.parts
    assert not {"ATTENDEE", "ORGANIZER"} & set(event.names())
    assert event.one("UID").value == f"{session}@localhost" and event.one("SEQUENCE").value == "0"
    assert event.one("DTSTART").instant == datetime(2026, 12, 15, 15, tzinfo=NOW.tzinfo)
    assert event.one("STATUS").value == "CONFIRMED" and "Lindqvist" not in page.text


def test_what_was_called_off_is_told_for_thirty_days(app: Flask, client: Client, clock: Clock) -> None:
    one = making.session()
    changed(one, revision=3)
    called_off(app, one, NOW + timedelta(hours=1))
    (event,) = read(client.get("/seminars/feed.ics").text).parts
    assert (event.one("STATUS").value, event.one("SEQUENCE").value) == ("CANCELLED", "4")
    assert event.one("LAST-MODIFIED").instant == NOW + timedelta(hours=1)
    (entry,) = news(client.get("/seminars/feed.atom")).findall(f"{ATOM}entry")
    assert str(entry.findtext(f"{ATOM}title")).startswith("Cancelled: ")
    assert entry.findtext(f"{ATOM}updated") == "2026-11-23T10:00:00Z"
    clock.set(datetime(2027, 1, 14, 17, tzinfo=NOW.tzinfo))
    assert len(read(client.get("/seminars/feed.ics").text).parts) == 1
    clock.forward(hours=2)
    assert read(client.get("/seminars/feed.ics").text).parts == []


def test_feeds_are_a_visitors_whoever_asks(app: Flask, client: Client) -> None:
    for audience in (Audience.STAFF, Audience.INVITED):
        making.session(audience=audience)
    making.session(audience=Audience.OUTSIDE)
    for role in (None, Role.SECURITY_TEAM):
        if role:
            make.sign_in(client, make.person(), role=role)
        assert len(read(client.get("/seminars/feed.ics").text).parts) == 1
        assert len(news(client.get("/seminars/feed.atom")).findall(f"{ATOM}entry")) == 1
        assert len(titles(client.get("/seminars/embed"))) == 1


def test_the_news_are_whole_atom(app: Flask, client: Client) -> None:
    first = making.session(making.seminar("A & B <i>"), venue_id=making.venue())
    second = making.session(now=NOW + timedelta(minutes=5))
    page = client.get("/seminars/feed.atom?language=en")
    assert page.headers["Content-Type"].startswith("application/atom+xml")
    feed = news(page)
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T09:05:00Z"
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost/seminars/feed.atom?language=en",
        "alternate": "http://localhost/seminars/?language=en",
    }
    entries = feed.findall(f"{ATOM}entry")
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert ids == [f"tag:localhost,2026:seminars/{one}" for one in (second, first)], "what was told last comes first"
    assert entries[1].findtext(f"{ATOM}title") == "A & B <i>"
    assert "09:00 to 12:00, Chicago time" in str(entries[1].findtext(f"{ATOM}summary"))


def test_a_feed_is_one_statement(app: Flask, client: Client, statements: Any) -> None:
    making.session()
    for path in ("/seminars/feed.ics", "/seminars/feed.atom"):
        client.get(path)
        with statements() as counted:
            client.get(path)
        assert len(counted) == 1, counted.texts


# --- pages of others --------------------------------------------------------------------------------------------------


def test_the_frame_holds_links_and_nothing_else(app: Flask, client: Client) -> None:
    making.session()
    page = client.get("/seminars/embed")
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "script-src" not in policy and "form-action 'none'" in policy
    assert not page.soup.select("script, form, iframe, input")
    assert page.soup.base and page.soup.base["target"] == "_top"
    assert page.headers["Cache-Control"] == "public, max-age=300" and "Set-Cookie" not in page.headers
    assert "frame-ancestors 'none'" in client.get("/seminars/").headers["Content-Security-Policy"]


def test_the_frame_needs_no_sign_in_and_knows_none(app: Flask, client: Client) -> None:
    making.session()
    visitors = client.get("/seminars/embed").text
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    assert client.get("/seminars/embed").text == visitors


def test_the_desk_shows_the_line_to_copy(app: Flask, client: Client) -> None:
    several()
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    page = client.get("/desk/seminars/embed?where=Leeds&language=en")
    line = page.soup.select_one("pre code")
    assert line and 'src="http://localhost/seminars/embed?where=Leeds&amp;language=en"' in line.get_text()


def test_no_seminar_can_hide_behind_the_frame() -> None:
    assert {"embed", "manage", "verify"} <= planning.RESERVED


# --- what search engines read -----------------------------------------------------------------------------------------


def test_a_date_tells_what_it_is(app: Flask, client: Client) -> None:
    slug = making.seminar("First hour")
    one = making.session(slug, venue_id=making.venue(), join_url="https://meet.alderfinch.example/secret")
    page = client.get(f"/seminars/{slug}/{one}")
    (event,) = events(page)
    assert event["startDate"] == "2026-12-15T09:00-06:00" and event["endDate"] == "2026-12-15T12:00-06:00"
    assert event["eventStatus"].endswith("/EventScheduled") and event["eventAttendanceMode"].endswith(
        "/MixedEventAttendanceMode"
    )
    assert event["location"][0]["address"]["streetAddress"] == "400 Canal Street"
    assert "secret" not in page.text, "the link to join is for those with a seat"
    assert event["url"] == f"http://localhost/seminars/{slug}/{one}"
    assert (event["maximumAttendeeCapacity"], event["remainingAttendeeCapacity"]) == (2, 2)
    head = {str(one.get("property")): one.get("content") for one in page.soup.select("meta[property]")}
    assert (head["og:title"], head["og:url"], head["og:type"]) == ("First hour", event["url"], "website")
    canonical = page.soup.select_one("link[rel=canonical]")
    assert canonical and canonical["href"] == event["url"]
    assert [one["url"] for one in events(client.get(f"/seminars/{slug}/"))] == [event["url"]]


def test_a_moved_date_tells_when_it_was_and_a_cancelled_one_that_it_is(app: Flask, client: Client) -> None:
    slug = making.seminar()
    one = making.session(slug, capacity=1)
    changed(one, previous_starts_at=datetime(2026, 12, 8, 15, tzinfo=NOW.tzinfo), taken=1)
    (event,) = events(client.get(f"/seminars/{slug}/{one}"))
    assert event["eventStatus"].endswith("/EventRescheduled") and event["previousStartDate"] == "2026-12-08T09:00-06:00"
    assert event["offers"]["availability"].endswith("/SoldOut") and event["location"]["@type"] == "VirtualLocation"
    changed(one, taken=0)
    called_off(app, one)
    (event,) = events(client.get(f"/seminars/{slug}/{one}"))
    assert event["eventStatus"].endswith("/EventCancelled")


def test_what_is_not_for_everybody_is_not_told_to_search_engines(app: Flask, client: Client) -> None:
    slug = making.seminar()
    staff, both = making.session(slug, audience=Audience.STAFF), making.session(slug)
    make.sign_in(client, make.person())
    for one in (staff, both):
        assert events(client.get(f"/seminars/{slug}/{one}")) == []


HOSTILE = ["</script><script>alert(1)</script>", "<!--<script>", '"]}', "a\u2028b", "&lt;/script&gt;", "'--></SCRIPT >"]


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_breaks_out_of_the_data(app: Flask, client: Client, title: str) -> None:
    slug = making.seminar(title, summary=title)
    one = making.session(slug, venue_id=making.venue(title[:40]))
    page = client.get(f"/seminars/{slug}/{one}")
    (event,) = events(page)
    assert event["name"] == event["description"] == title
    assert len(page.soup.select("head script:not([src])")) == 1 and "alert(1)</script>" not in page.text


@given(st.text(max_size=60))
def test_no_text_ends_the_data(title: str) -> None:
    from jinja2.utils import htmlsafe_json_dumps

    written = htmlsafe_json_dumps({"name": title})
    assert isinstance(written, Markup) and not set("<>&") & set(written)
    assert json.loads(written) == {"name": title}
