"""Follows every link of ours from a page on, as somebody who presses everything that can be looked at."""

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from tests.client import Client, Page

MOST = 400


def crawl(client: Client, *starts: str) -> Iterator[Page]:
    """Yield each page that can be reached, once. Forms are not sent; links out of the house are not followed."""
    waiting, seen = list(starts or ("/",)), set(starts or ("/",))
    while waiting:
        page = client.get(waiting.pop(0))
        yield page
        for link in page.soup.select("a[href], link[rel=stylesheet]"):
            target = urldefrag(urljoin(page.path, str(link["href"])))[0]
            if target.startswith("/") and not target.startswith("//") and target not in seen:
                seen.add(target)
                waiting.append(target)
        assert len(seen) <= MOST, "the crawl does not end"
