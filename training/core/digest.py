"""Digests: canonical bytes of plain values, and the one way to keep a secret without knowing it."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Return the one JSON form of a plain value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """Return SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def token_hash(token: str) -> str:
    """Return what the database keeps of a random token of 256 bits (no salt needed at that length)."""
    return digest(token.encode())
