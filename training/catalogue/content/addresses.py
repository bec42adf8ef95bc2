"""Addresses in examples: what they are, who owns them, and whether they are safe to print."""

import re

# A host of an example must be one that nobody can ever own (RFC 2606, RFC 6761).
_SAFE_ENDS = (".example", ".test", ".invalid", ".localhost")
_SAFE_HOSTS = {"example", "test", "example.com", "example.net", "example.org", "localhost"}
_NATIONAL = len("uk")
_SECOND_LEVELS = {"co", "com", "org", "net", "ac", "gov", "edu"}

ADDRESS = re.compile(
    r"<?(?:https?://[^\s<>()\[\]\"]{1,300}"
    r"|[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}[A-Za-z0-9]"
    r"|(?:[A-Za-z0-9-]{1,63}\.){1,10}(?:test|example)\b(?:/[^\s<>()\[\]\"]{0,300})?)>?"
)
_REAL_ENDS = "com|net|org|io|co|info|biz|gov|edu|us|uk|de|eu|app|dev|me|ai|cc|xyz|online|site|shop"
REAL_HOST = re.compile(
    rf"(?<![\w.-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,10}}(?:{_REAL_ENDS})(?![\w-]|\.[A-Za-z])", re.IGNORECASE
)
# North American and international numbers; the safe ones end in 555-01xx.
PHONE = re.compile(
    r"(?<![\w.])\+?(?:1[ .-]?)?\(?[0-9]{3}\)?[ .-]?[0-9]{3}[ .-]?[0-9]{4}(?!\w)"
    r"|(?<![\w.])\+[0-9]{1,3}(?:[ .-]?[0-9]{2,4}){2,4}(?!\w)"
)
_SAFE_PHONE = re.compile(r"555[ .-]?01[0-9]{2}$")


def host_of(address: str) -> str:
    """Find the host of a URL, a mail address or a bare host, in small letters and without a port."""
    bare = address.strip("<>").lower()
    bare = bare.removeprefix("mailto:").partition("://")[2] or bare.removeprefix("mailto:")
    bare = re.split(r"[/?#]", bare, maxsplit=1)[0]
    return bare.rpartition("@")[2].partition(":")[0].strip(".")


def is_safe(host: str) -> bool:
    """Whether a host can never be a real one."""
    return host in _SAFE_HOSTS or host.endswith(_SAFE_ENDS)


def is_safe_phone(number: str) -> bool:
    """Whether a telephone number is one of those kept for fiction (555-01xx)."""
    return bool(_SAFE_PHONE.search(number))


def owner_of(host: str) -> str:
    """Name the owner of a host: the last two labels, or three as in bank.co.uk."""
    labels = host.split(".")
    national = labels[-2:-1] and labels[-2] in _SECOND_LEVELS and len(labels[-1]) == _NATIONAL
    return ".".join(labels[-3:] if national else labels[-2:])
