"""Addresses that leave the house and tokens in them: from the configured site alone, signed for one purpose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer


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

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        now = self.now

        class Signer(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(now().timestamp())

        return URLSafeTimedSerializer(self.secret_key, salt=f"muster.{purpose}", signer=Signer)
