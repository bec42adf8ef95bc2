"""The signing key: made once, its owner's alone, replaced without breaking what was signed before."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from training.core.settings import SettingsFault
from training.core.signing import make_key, public_jwk, read_keys, replace_key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "signing-key.pem"


def test_without_a_file_there_are_no_keys(file: Path) -> None:
    keys = read_keys(file)
    assert keys.own is None
    assert keys.all == ()


def test_a_key_is_made_once_and_is_its_owners_alone(file: Path) -> None:
    assert make_key(file)
    made = file.read_bytes()
    assert not make_key(file)
    assert file.read_bytes() == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == [file.name], "nothing is left beside it"
    keys = read_keys(file)
    assert keys.own is not None
    assert keys.own.curve_name == "Ed25519"


def test_two_keys_differ(tmp_path: Path) -> None:
    prints = set()
    for name in ("one.pem", "other.pem"):
        make_key(tmp_path / name)
        key = read_keys(tmp_path / name).own
        assert key is not None
        prints.add(key.thumbprint())
    assert len(prints) == 2


def test_what_is_public_holds_no_secret(file: Path) -> None:
    make_key(file)
    key = read_keys(file).own
    assert key is not None
    shown = public_jwk(key, "https://training.company.example/keys/one")
    assert set(shown) == {"kty", "crv", "x", "use", "alg", "kid"}
    assert "d" in key.as_dict(private=True), "the secret has that name: this test could fail"


def test_a_replaced_key_stays_known_by_its_public_half(file: Path) -> None:
    make_key(file)
    old = read_keys(file).own
    assert old is not None
    kept = replace_key(file)
    keys = read_keys(file)
    assert keys.own is not None
    assert keys.own.thumbprint() != old.thumbprint()
    assert [one.thumbprint() for one in keys.retired] == [old.thumbprint()]
    assert not keys.retired[0].is_private
    assert "PRIVATE" not in kept.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def rsa_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize("held", [b"", b"not a key", rsa_key()], ids=["nothing", "words", "another kind"])
def test_what_is_no_such_key_is_a_fault(file: Path, held: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(held)
    with pytest.raises(SettingsFault, match="no Ed25519 key can be read there"):
        read_keys(file)


def test_a_private_key_among_the_retired_ones_is_a_fault(file: Path) -> None:
    make_key(file)
    (file.parent / "retired-keys").mkdir()
    (file.parent / "retired-keys" / "old.pem").write_bytes(file.read_bytes())
    with pytest.raises(SettingsFault, match="no public Ed25519 key"):
        read_keys(file)
