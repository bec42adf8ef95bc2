"""The key with which badges are signed: Ed25519, one file; the public halves of earlier keys stay beside it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jwt
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from training.core.settings import SettingsFault
from training.core.world import new_seed

ALGORITHM = "EdDSA"
RETIRED = "retired-keys"
PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Keys:
    """The key that signs, None where there is none, and the public halves of those that signed before."""

    own: OKPKey | None = None
    retired: tuple[OKPKey, ...] = ()

    @property
    def all(self) -> tuple[OKPKey, ...]:
        """Every key that a badge of this house may be signed with, the present one first."""
        return ((self.own,) if self.own else ()) + self.retired


NO_KEYS = Keys()


class _EdDSA(JWSRegistry):
    """Signs with EdDSA alone. joserfc warns of that name: RFC 9864 has a newer one, which few verifiers know yet."""

    def get_alg(self, name: str) -> Any:
        return self.algorithms[ALGORITHM]


def sign(claims: dict[str, Any], key: OKPKey, key_address: str) -> str:
    """Return the claims as a compact JWS. Its header says where the public key is; Open Badges allows no more in it."""
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": key_address}
    return jwt.encode(header, claims, key, registry=_EdDSA())


def public_jwk(key: OKPKey, key_address: str) -> dict[str, Any]:
    """Return the public half of a key as a JWK that is known by its address."""
    return {**key.as_dict(private=False), "use": "sig", "alg": ALGORITHM, "kid": key_address}


def read_keys(file: Path) -> Keys:
    """Read the signing key and the retired ones beside it. Raises SettingsFault for a file that holds no such key."""
    found = tuple(_retired(path) for path in sorted((file.parent / RETIRED).glob("*.pem")))
    return Keys(_own(file) if file.exists() else None, found)


def make_key(file: Path) -> bool:
    """Make a key, readable by its owner alone, unless there is one; return whether one was made."""
    written = _written(file)
    try:
        # A link comes whole or not at all, and never over another: several processes may start at once.
        file.hardlink_to(written)
    except FileExistsError:
        return False
    else:
        return True
    finally:
        written.unlink()


def replace_key(file: Path) -> Path:
    """Put a new key in the place of the old one, whose public half is kept; return the file that keeps it.

    Raises SettingsFault for a file that holds no key.
    """
    old = _own(file)
    kept = file.parent / RETIRED / f"{old.thumbprint()}.pem"
    kept.parent.mkdir(exist_ok=True)
    # First what was signed stays readable, then the new key counts.
    kept.write_bytes(old.as_pem(private=False))
    _written(file).replace(file)
    return kept


def _written(file: Path) -> Path:
    # An Ed25519 key is 32 bytes of chance and nothing more, so chance still comes from one place.
    key = Ed25519PrivateKey.from_private_bytes(new_seed())
    pem = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600, exist_ok=False)
    beside.write_bytes(pem)
    return beside


def _own(file: Path) -> OKPKey:
    try:
        key = serialization.load_pem_private_key(pem := file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsFault(
            [f"{file}: no Ed25519 key can be read there (PEM, without a password). See docs/operate.md"]
        )
    return OKPKey.import_key(pem)


def _retired(file: Path) -> OKPKey:
    try:
        key = serialization.load_pem_public_key(pem := file.read_bytes())
    except (OSError, ValueError):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise SettingsFault([f"{file}: no public Ed25519 key can be read there: put it back, or take the file away"])
    return OKPKey.import_key(pem)
