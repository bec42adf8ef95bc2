"""Where content may point: named sources, and places that exist only in examples."""

from collections.abc import Iterable, Iterator

from training.catalogue.content.addresses import ADDRESS, PHONE, REAL_HOST, host_of, is_safe, is_safe_phone
from training.catalogue.content.problems import Place, Problem, shown
from training.catalogue.content.wording import is_empty_link

_IN_EXAMPLES = "in examples use names that end in .example or .test (RFC 2606)"


def link_problems(
    links: Iterable[tuple[Place, str, str]], text: str, place: Place, hosts: frozenset[str]
) -> Iterator[Problem]:
    """Find what is wrong with the links of a text, and with the addresses and telephone numbers written in it."""
    for spot, target, words in links:
        yield from _link(spot, target, words, hosts)
    yield from plain_problems(text, place, hosts)


def _link(place: Place, target: str, words: str, hosts: frozenset[str]) -> Iterator[Problem]:
    host = host_of(target)
    if not target.startswith(("https://", "mailto:")):
        fix = "link to an https or mailto address; a lesson or a picture needs no link"
        yield place.error("C036", f"the link '{shown(target, 50)}' is neither https nor mailto", fix)
    elif not is_safe(host) and host not in hosts:
        fix = "name it in 'sources' with its 'url', or use an .example address"
        yield place.error("C037", f"the link leads to '{shown(host, 50)}', which is no source of this course", fix)
    if is_empty_link(words):
        yield place.warning(
            "C018", f"'{shown(words, 30)}' does not say where the link goes", "name the place it leads to"
        )


def plain_problems(text: str, place: Place, hosts: frozenset[str], *, example: bool = False) -> Iterator[Problem]:
    """Real addresses and numbers in a text. In an `example` (a message) bare host names count too."""
    for found in (*ADDRESS.finditer(text), *(REAL_HOST.finditer(text) if example else ())):
        host = host_of(found[0])
        if "." in host and not is_safe(host) and host not in hosts:
            yield _below(place, text, found.start()).warning("C030", _real(host), _IN_EXAMPLES)
    for found in PHONE.finditer(text):
        if not is_safe_phone(found[0]):
            what = f"'{found[0]}' could be somebody's telephone"
            yield _below(place, text, found.start()).warning("C031", what, "use a number like 202 555 0143")


def _below(place: Place, text: str, at: int) -> Place:
    return Place(place.path, place.line + text.count("\n", 0, at))


def _real(host: str) -> str:
    return f"'{shown(host, 60)}' is, or could become, a real address"
