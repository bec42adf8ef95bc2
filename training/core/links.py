"""Addresses that leave the house and tokens in them: from the configured site alone, signed for one purpose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, Signer, TimestampSigner, URLSafeTimedSerializer

SEAL = 16
"""Characters of a short signature: 96 bits."""


@dataclass(frozen=True)
class Links:
    """Makes and reads links. `now` is the world's clock, so that a link ages with it."""

    site_url: str
    secret_key: str
    now: Callable[[], datetime]

    def to(self, path: str) -> str:
        """Return the absolute address of a path of this site. The request's Host header plays no part."""
        return f"{self.site_url.rstrip('/')}{path}"

    def sign(self, purpose: str, payload: Any) -> str:
        """Return the payload (JSON) as a token that is good for this purpose only."""
        return str(self._serializer(purpose).dumps(payload))

    def read(self, purpose: str, token: str, *, holds: timedelta) -> Any | None:
        """Return the payload, or None if the token is forged, for another purpose or older than it holds."""
        try:
            return self._serializer(purpose).loads(token, max_age=int(holds.total_seconds()))
        except (BadSignature, SignatureExpired):
            return None

    def seal(self, purpose: str, name: str) -> str:
        """Return a name of letters and digits with a short signature: for a code that must be small and never ages."""
        return f"{name}.{self._seal(purpose, name)}"

    def unseal(self, purpose: str, token: str) -> str | None:
        """Return the name, or None if its signature is forged or for another purpose."""
        name, _dot, told = token.partition(".")
        return name if compare_digest(told.encode(), self._seal(purpose, name).encode()) else None

    def _seal(self, purpose: str, name: str) -> str:
        signer = Signer(self.secret_key, salt=f"muster.{purpose}", digest_method=sha256, key_derivation="hmac")
        return signer.get_signature(name).decode()[:SEAL]

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        now = self.now

        class WorldSigner(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(now().timestamp())

        return URLSafeTimedSerializer(self.secret_key, salt=f"muster.{purpose}", signer=WorldSigner)
