"""Follows every link of ours from a page on, as somebody who presses everything that can be looked at."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from tests.client import Client, Page

MOST = 800
WAY_BACK = re.compile(r"[?&]back=[^&#]*")
"""Where an action was begun: the page is the same one wherever its reader came from."""


def crawl(client: Client, *starts: str) -> Iterator[Page]:
    """Yield each page that can be reached, once. Forms are not sent; links out of the house are not followed."""
    waiting, seen = list(starts or ("/",)), set(starts or ("/",))
    while waiting:
        page = client.get(waiting.pop(0))
        yield page
        for link in page.soup.select("a[href], link[rel=stylesheet]"):
            target = WAY_BACK.sub("", urldefrag(urljoin(page.path, str(link["href"])))[0])
            if target.startswith("/") and not target.startswith("//") and target not in seen:
                seen.add(target)
                waiting.append(target)
        assert len(seen) <= MOST, "the crawl does not end"
