"""What lessons look like as HTML, and that nothing in a lesson can ever run."""

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogue.making import OWNER_SVG, changed, course_of
from training.catalogue.content.addresses import host_of, owner_of
from training.catalogue.content.figures import draw
from training.catalogue.content.lessons import VARIABLES, Rendered, fill, render_inline, render_text
from training.catalogue.content.problems import Place
from training.catalogue.content.sanitiser import sanitised
from training.catalogue.content.wording import reading_grade
from training.catalogue.content.written import Picture, WrittenCourse

PLACE = Place("f.md", 1)
INERT_TAGS = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "img",
    "link",
    "meta",
    "base",
    "math",
    "foreignobject",
}

ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)", "<javascript:alert(1)>",
    '[x](https://study.org/" onmouseover="alert(1))', "[x](https://study.org 'a\" onclick=\"alert(1)')", '![x" onerror="a](images/owner.svg)',
    '![x](images/owner.svg "<script>alert(1)</script>")', "![<script>alert(1)</script>](images/owner.svg)", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<a href="java\tscript:alert(1)">x</a>', "`<script>alert(1)</script>`", "```html\n<script>alert(1)</script>\n```",
    '```message\nfrom: <script>alert(1)</script>\nsubject: <img src=x onerror=alert(1)>\nbody: |\n  [<b onclick=x>](https://a.test/"onclick="x)\n```',
    "```message\nchannel: '\" onmouseover=\"alert(1)'\nfrom: a\nbody: b\n```", "::: try\n<iframe src=//a.test></iframe>\n:::",
    '::: " onclick="x\nhello\n:::', '| a" onclick="x | b |\n|---|--:|\n| <style>*{}</style> | x |', '{{ org.name }}" onclick="x', "<!-- --!><script>alert(1)</script>",
    "<details open ontoggle=alert(1)>", "<form action=javascript:alert(1)><button>", "# <svg/onload=alert(1)>", "&#60;script&#62;", '<https://study.org/" style="x>',
    '<p style="position:fixed">', "\\<script>alert(1)</script>", "<style>@import '//a.test'</style>", "<base href=//a.test>", "<x-y onfocus=alert(1) tabindex=1>",
]  # fmt: skip
EVIL_SVGS = [
    "<script>alert(1)</script>", "<g onclick='alert(1)'/>", "<a href='javascript:alert(1)'><text>x</text></a>", "<image href='https://a.test/x.png'/>",
    "<use href='#x'/>", "<style>*{fill:url(//a.test)}</style>", "<foreignObject><p>x</p></foreignObject>", "<rect fill='url(https://a.test/#x)'/>",
    "<animate attributeName='href' to='javascript:alert(1)'/>", "<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>", "<title>&lt;/title&gt;&lt;script&gt;</title>",
    "<desc>&lt;/desc&gt;&lt;script&gt;x&lt;/script&gt;</desc>", "<rect style='x'/>", "<svg onload='x'><script/></svg>", "<set attributeName='onload' to='x'/>",
    "<rect xlink:href='javascript:x' xmlns:xlink='http://www.w3.org/1999/xlink'/>", "<x:script xmlns:x='http://www.w3.org/2000/svg'>x</x:script>",
]  # fmt: skip


def rendered(course: WrittenCourse, body: str) -> Rendered:
    return render_text(replace(course.lessons[0], body=body), course.surroundings)


def assert_inert(html: str) -> None:
    assert "<script" not in html.lower()
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        assert tag not in INERT_TAGS, html
        for name, value in element.attrib.items():
            assert not str(name).lower().startswith("on"), html
            assert str(name).lower() != "style", html
            assert not (str(name).endswith("href") and not value.startswith(("https://", "mailto:"))), html


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> WrittenCourse:
    return course_of(tmp_path_factory.mktemp("courses"))


def test_the_whole_lesson_is_drawn(course: WrittenCourse):
    page = render_text(course.lessons[0], course.surroundings)
    assert page.problems == ()
    assert page.recalls == 1
    assert page.html.startswith(
        "<p>Dana reads a message. It says that it is from {{ org.name }}.</p>\n<h2>The sender</h2>"
    )
    assert (
        '<div class="remember"><p class="remember-label">Remember</p><p class="remember-text">The end counts.</p>'
        in page.html
    )
    assert (
        '<div class="try"><p class="try-label">Try it</p><p>Who sent it?</p>\n</div>\n<details class="answer">'
        in page.html
    )
    assert "<summary>Show the answer</summary><p>The owner of <code>pay-desk.test</code>.</p>" in page.html
    assert '<a href="https://study.org/paper" rel="noopener noreferrer">the study</a>' in page.html
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Table: Part"><table>' in page.html
    assert '<th scope="col">Part</th>' in page.html
    assert '<td class="number">owner</td>' in page.html


def test_a_message_is_an_inert_picture_of_one(course: WrittenCourse):
    html = render_text(course.lessons[0], course.surroundings).html
    start = html.index('<div class="specimen"')
    message = html[start : html.index("</figure>")]
    assert 'role="group" aria-label="Example message"' in message
    assert "<span>Nothing in it can be pressed</span>" in message
    assert '<dd>Pay Team <span class="address">&lt;pay@alder.example.pay-desk.test&gt;</span></dd>' in message
    assert '<p class="dummy-button">Confirm</p>' in message
    assert (
        '<p class="dummy-target">leads to <span class="address">https://alder.example.pay-desk.test/confirm</span></p>'
        in message
    )
    assert "<a" not in message
    assert "<button" not in message


def test_pins_stand_after_their_marks_and_are_explained(course: WrittenCourse):
    body = (
        "```message\nfrom: Pay Team <pay@a.example.pay-desk.test>\nto: you\nsubject: Now\npins:\n"
        "  - mark: pay-desk.test>\n    say: '**Sender.** Not ours.'\n  - mark: /confirm\n    say: The owner again.\n"
        "body: |\n  [Confirm](https://a.example.pay-desk.test/confirm)\n```\n"
    )
    page = rendered(course, body)
    assert page.problems == ()
    assert '&lt;pay@a.example.<strong>pay-desk.test</strong>&gt;</span> <span class="pin">1</span></dd>' in page.html
    assert 'https://a.example.<strong>pay-desk.test</strong>/confirm</span> <span class="pin">2</span></p>' in page.html
    assert (
        '<ol class="pins" role="list"><li><span class="pin">1</span><span><strong>Sender.</strong> Not ours.</span></li>'
        in page.html
    )


def test_a_long_line_of_a_message_goes_on_and_a_short_one_does_not(course: WrittenCourse):
    long = "our new payroll system starts today. Please confirm your details so that"
    page = rendered(course, f"```message\nfrom: a\nbody: |\n  Hello,\n  {long}\n  you are paid.\n  Pay Team\n```\n")
    assert f"<p>Hello,</p><p>{long} you are paid.</p><p>Pay Team</p>" in page.html


def test_a_picture_is_part_of_the_page_and_has_a_name(course: WrittenCourse):
    html = render_text(course.lessons[0], course.surroundings).html
    svg = html[html.index("<svg") : html.index("</svg>")]
    assert 'class="figure"' in svg
    assert 'viewBox="0 0 300 60" width="375"' in svg
    assert 'role="img"' in svg
    assert "<title>Who owns the address</title><desc>An address with its end marked.</desc>" in svg
    assert "Old title" not in svg
    assert 'class="band"' in svg
    assert "<figcaption>The owner stands last.</figcaption>" in html


def test_headings_stay_below_the_title_of_the_page(course: WrittenCourse):
    page = rendered(course, "# One\n\n## Two\n\n### Three\n\nSetext\n===\n")
    assert re.findall(r"<(h\d)>", page.html) == ["h2", "h2", "h3", "h2"]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[x](https://pay-desk.test/a)", '<span class="address">x</span>'),
        ("[x](https://study.org/a)", '<a href="https://study.org/a" rel="noopener noreferrer">x</a>'),
        ("[x](https://other.org/a)", "x"),
        ("[x](mailto:a@pay.example)", '<span class="address">x</span>'),
        ("a & b < c", "a &amp; b &lt; c"),
        ('"quoted" isn\'t', "“quoted” isn’t"),
        ('`a "b"`', '<code>a "b"</code>'),
        ("**a** _b_ ~~c~~", "<strong>a</strong> <em>b</em> <s>c</s>"),
    ],
)
def test_inline_text_has_no_paragraph_and_only_known_links(course: WrittenCourse, markdown: str, html: str):
    assert render_inline(markdown, PLACE, course.surroundings).html == html


def test_labels_follow_the_language_of_the_course(tmp_path: Path):
    course = course_of(tmp_path, changed("spot-it/course.yaml", "language: en", "language: es"))
    html = render_text(course.lessons[0], course.surroundings).html
    assert "Mensaje de ejemplo" in html
    assert "Recuerde" in html


# ── local words ───────────────────────────────────────────────────────────────────────────────────


def test_local_words_are_put_in_escaped():
    html = fill("<p>Call {{ report.phone }} at {{org.name}}.</p>", {"report.phone": "<b>1</b>", "org.name": "A & B's"})
    assert html == "<p>Call &lt;b&gt;1&lt;/b&gt; at A &amp; B&#x27;s.</p>"


def test_a_local_word_that_nobody_entered_becomes_plain_words():
    assert fill("{{ report.phone }}", {"report.phone": "  "}) == "the security team&#x27;s telephone number"
    assert fill("{{ report.phone }}", {}) == fill("{{ report.phone }}", {"report.phone": ""})


def test_a_value_is_not_filled_again_and_strangers_stay():
    assert (
        fill("{{ org.name }} {{ no.name }}", {"org.name": "{{ report.phone }}"}) == "{{ report.phone }} {{ no.name }}"
    )


def test_every_local_word_survives_rendering(course: WrittenCourse):
    for name in VARIABLES:
        page = rendered(course, f"Word **{{{{ {name} }}}}** and `{{{{{name}}}}}`.\n\n| {{{{ {name} }}}} |\n|---|\n")
        assert page.problems == ()
        assert fill(page.html, {name: "VALUE"}).count("VALUE") == 4


# ── nothing runs ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_lesson_comes_out_inert(course: WrittenCourse, attack: str):
    for body in (
        attack,
        f"> {attack}",
        f"- {attack}",
        f"::: note\n{attack}\n:::\n",
        f"**{attack}**",
        f"## {attack}",
    ):
        html = rendered(course, body).html
        assert_inert(html)
        assert_inert(fill(html, dict.fromkeys(VARIABLES, attack)))
        assert sanitised(html) == html


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_question_comes_out_inert(course: WrittenCourse, attack: str):
    assert_inert(render_inline(attack, PLACE, course.surroundings).html)


@pytest.mark.parametrize("attack", EVIL_SVGS)
def test_an_attack_in_a_picture_comes_out_inert(course: WrittenCourse, attack: str):
    text = OWNER_SVG.replace("</svg>", f"{attack}</svg>")
    assert_inert(draw(Picture(PLACE, text), 'x" onload="y').svg)
    evil = replace(course, pictures={"images/owner.svg": Picture(PLACE, text)})
    page = render_text(course.lessons[0], evil.surroundings)
    assert_inert(page.html)
    assert sanitised(page.html) == page.html


def test_entities_of_a_picture_are_not_expanded():
    bomb = (
        '<!DOCTYPE svg [<!ENTITY a "'
        + "x" * 100
        + '"><!ENTITY b "&a;&a;">]><svg viewBox="0 0 1 1"><text>&b;</text></svg>'
    )
    drawn = draw(Picture(PLACE, bomb), "name")
    assert drawn.svg == ""
    assert drawn.problems[0].code == "C043"


PARTS = st.sampled_from(
    [*ATTACKS, "\n\n", "\n", "> ", "- ", "**", "`", "```message\nfrom: a\nbody: |\n  ", "\n```\n", "::: note\n", "::: answer\n", ":::\n", "## ",
     "[a](", ")", "![a](images/owner.svg)", "<", ">", '"', "'", "|", "\\", "&", "{{ ", " }}", "a", " "]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARTS, max_size=15).map("".join))
def test_whatever_is_written_nothing_runs(course: WrittenCourse, body: str):
    html = rendered(course, body).html
    assert_inert(html)
    assert_inert(render_inline(body, PLACE, course.surroundings).html)


# ── small measures ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "host", "owner"),
    [
        ("https://a.example.pay-desk.test/confirm", "a.example.pay-desk.test", "pay-desk.test"),
        ("<pay@Alder.Example>", "alder.example", "alder.example"),
        ("https://www.bank.co.uk:8443/x", "www.bank.co.uk", "bank.co.uk"),
        ("https://user@bank.example@evil.test/", "evil.test", "evil.test"),
        ("mailto:a@b.example?subject=x", "b.example", "b.example"),
        ("false-check.test", "false-check.test", "false-check.test"),
    ],
)
def test_the_owner_of_an_address(address: str, host: str, owner: str):
    assert host_of(address) == host
    assert owner_of(host) == owner


def test_reading_grade_tells_easy_from_hard():
    easy = "The cat sat on the mat. The dog ran to the door. We go home now. " * 8
    hard = (
        "Organisational susceptibility necessitates comprehensive verification procedures notwithstanding inconvenience. "
        * 10
    )
    easy_grade, hard_grade = reading_grade(easy), reading_grade(hard)
    assert easy_grade is not None
    assert hard_grade is not None
    assert easy_grade < 3
    assert hard_grade > 15
    assert reading_grade("Too short to say.") is None
