"""What stands behind the question mark of addresses, and the way back.

An action that was begun on one page leads back to that very page, and nowhere else.
"""

import re
from urllib.parse import urlencode

_WAY = re.compile(r"/(?:departments|people|duties)/[a-z0-9/-]*(?:\?[A-Za-z0-9=&%+._~-]*)?")
LONGEST = 600


def way_back(asked: str) -> str:
    """Return the address if it is one of the pages that actions are begun on, else "". It never leaves the house."""
    return asked if len(asked) <= LONGEST and _WAY.fullmatch(asked) and "//" not in asked else ""


def query(**asked: str) -> str:
    """Write what an address asks for, from its question mark on; nothing where nothing is asked."""
    pairs = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(pairs)}" if pairs else ""
