"""Journey of an employee: home, a course lesson by lesson and on two devices, its questions, the certificate."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests import answers, make
from tests.browser import house
from tests.browser.conftest import Open, Visitor, in_all_modes
from tests.browser.house import House
from training.learning.attempt_queries import AttemptPlace

LESSONS, ASKED = 6, 8


@pytest.fixture
def filled(app: Flask) -> House:
    return house.build(app)


def fields(page: Page) -> list[tuple[str, str]]:
    """Return the parts of the question that a page shows, each as (part with a field of its own or "", key)."""
    page.wait_for_load_state()
    boxes = page.locator("input[name=choice]").evaluate_all("boxes => boxes.map(box => box.value)")
    selects = page.locator("select[name^=part-]").evaluate_all("boxes => boxes.map(box => box.name)")
    return [("", str(key)) for key in boxes] + [(str(name), str(name).removeprefix("part-")) for name in selects]


def choose(page: Page, *, right: bool) -> list[tuple[str, str]]:
    """Answer rightly, or so that it is worth nothing, whatever kind of question it is; return what will be sent."""
    chosen = answers.sent(answers.content_of([key for _, key in fields(page)]), right=right)
    for part, value in chosen:
        if part:
            page.locator(f"select[name='part-{part}']").select_option(value)
        else:
            page.locator(f"input[value='{value}']").check()
    return chosen


def answer(page: Page, *, right: bool) -> str:
    choose(page, right=right)
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".verdict")).to_be_visible()
    return page.locator(".verdicts").inner_text()


def onward(page: Page) -> None:
    page.locator("main a.button.primary").click()


def sheets(page: Page) -> int:
    """How many A4 sheets the page prints on."""
    printed = page.pdf(format="A4", print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@in_all_modes
def test_a_course_from_home_to_certificate(app: Flask, filled: House, visitor: Open, javascript: bool) -> None:
    window, elsewhere = visitor(javascript=javascript), visitor(javascript=javascript)
    password = make.password(filled.amara)
    window.sign_in(filled.amara.email or "", password)
    begin_a_course(window)
    elsewhere.sign_in(filled.amara.email or "", password)
    go_on_where_it_was_left(elsewhere)
    take_the_questions(elsewhere, filled)
    see_the_certificate(elsewhere)


def begin_a_course(window: Visitor) -> None:
    assert re.fullmatch(r"Two things, \d+ minutes\. The first is due .*", window.heading), window.heading
    window.page.get_by_role("link", name="Start Recognising phishing").click()
    assert window.heading == "Recognising phishing"
    window.page.get_by_role("link", name="Start with lesson 1").click()
    expect(window.page.locator(".over")).to_contain_text(f"Lesson 1 of {LESSONS}")
    read_on(window.page, 2, 3)


def go_on_where_it_was_left(window: Visitor) -> None:
    expect(window.page.locator("li.next")).to_contain_text(f"Lesson 3 of {LESSONS}")
    window.page.get_by_role("link", name="Continue Recognising phishing").click()
    window.page.get_by_role("link", name="Continue with lesson 3").click()
    read_on(window.page, 4, 5, 6)
    window.page.get_by_role("button", name="Next: the questions").click()
    assert window.heading == "Eight questions. Seven right passes."


def read_on(page: Page, *numbers: int) -> None:
    for number in numbers:
        page.get_by_role("button", name="Next:").click()
        expect(page.locator(".over")).to_contain_text(f"Lesson {number} of {LESSONS}")


def take_the_questions(window: Visitor, filled: House) -> None:
    page = window.page
    page.get_by_role("button", name="Begin").click()
    answer_for_good(window)
    onward(page)
    answer_on_another_device(page, filled)
    answer(page, right=False)
    onward(page)
    read_what_to_read_again(window)
    page.get_by_role("button", name="Take it again").click()
    for number in range(1, ASKED + 1):
        expect(page.get_by_text(f"Question {number} of {ASKED}")).to_be_visible()
        answer(page, right=True)
        onward(page)
    assert window.heading == "Passed, with 8 of 8. Valid until Tuesday 23 November 2027."


def answer_on_another_device(page: Page, filled: House) -> None:
    """All but the last are answered elsewhere meanwhile: this page shows it, and leads on to the one that is left."""
    place = AttemptPlace(house.PHISHING, page.url.split("/")[-2])
    for position in range(2, ASKED):
        house.answer_by_verb(filled.amara, place, position, right=False)
    page.reload()
    expect(page.locator(".verdict")).to_contain_text("Not quite.")
    onward(page)
    expect(page.get_by_text(f"Question {ASKED} of {ASKED}")).to_be_visible()


def answer_for_good(window: Visitor) -> None:
    """Nothing chosen is told; every option is explained; a second press, back and a second answer change nothing."""
    page = window.page
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing to put right")
    token = page.locator("form[method=post] input[name=csrf_token]").last.input_value()
    parts = fields(page)
    choose(page, right=False)
    page.get_by_role("button", name="Answer").dblclick()
    expect(page.locator(".verdict")).to_contain_text("Not quite.")
    expect(page.locator(".verdicts .why")).to_have_count(len(parts))
    said = page.locator(".verdicts").inner_text()
    stays(page, said)
    send_another(page, token, [key for _, key in parts])
    stays(page, said)
    onward(page)
    expect(page.get_by_text("Question 2 of 8")).to_be_visible()
    page.go_back()
    stays(page, said)


def send_another(page: Page, token: str, keys: list[str]) -> None:
    """Send the right answer after all, as a page from before would."""
    other = answers.sent(answers.content_of(keys))
    form = {"csrf_token": token} | {f"part-{part}" if part else "choice": value for part, value in other}
    sent = page.request.post(page.url, form=form, headers={"Referer": page.url})
    assert sent.status == 200
    page.reload()


def stays(page: Page, said: str) -> None:
    expect(page.locator(".verdicts")).to_have_text(said, use_inner_text=True)
    assert not fields(page)


def read_what_to_read_again(window: Visitor) -> None:
    page = window.page
    assert window.heading == "Not yet: 0 of 8. Seven are needed."
    expect(page.get_by_role("region", name="The eight you missed").get_by_role("listitem")).to_have_count(ASKED)
    page.wait_for_load_state()
    again = page.get_by_role("region", name="Read again")
    assert again.get_by_role("listitem").count() >= 3
    again.get_by_role("link").first.click()
    expect(page.locator(".over")).to_contain_text(f"of {LESSONS}")
    page.go_back()


def see_the_certificate(window: Visitor) -> None:
    page = window.page
    page.get_by_role("link", name="See the certificate").click()
    paper = page.locator(".certificate")
    expect(paper).to_contain_text("Amara Okafor")
    expect(paper).to_contain_text("answered 8 of 8 questions right. 7 were needed.")
    assert sheets(page) == 1
    window.open("/")
    assert window.heading.startswith("One thing, ")
    expect(page.get_by_role("region", name="Done")).to_contain_text("Recognising phishing")


def test_an_answer_swaps_one_part(app: Flask, filled: House, visitor: Open) -> None:
    """With JavaScript nothing else of the page is loaded anew, and the verdict is read first."""
    window = visitor()
    window.known_as(filled.amara.id, app)
    page = window.open("/learn/recognising-phishing/quiz")
    page.get_by_role("button", name="Begin").click()
    page.locator("main fieldset").wait_for()
    page.evaluate("document.body.dataset.same = 'yes'")
    answer(page, right=True)
    assert page.evaluate("document.body.dataset.same") == "yes"
    assert page.evaluate("document.activeElement.innerText").startswith("Right.")
    assert page.title().startswith("Question 1 of 8, answered")
