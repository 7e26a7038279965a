"""Where keys are kept: one origin each, and nobody else may read them."""

from __future__ import annotations

import json
import stat
import sys
import traceback
from pathlib import Path

import keyring.core
import pytest
from keyring.backends import null
from tests.unit.cli.key_kit import MemoryRing

from opendata_cli.cli.credentials import Vault, checked_key, key_of_environment
from opendata_cli.errors import CredentialsError, OpendataError
from opendata_cli.model.secret import Secret

ORIGIN = "https://www.data.gouv.fr"
KEY = Secret(value="s3cret-key", source="typed")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "config" / "credentials.json")


def value(vault: Vault, origin: str = ORIGIN) -> str | None:
    found = vault.read(origin)
    return None if found is None else found.value


def test_a_key_is_kept_in_the_key_ring_under_its_origin(vault: Vault, key_ring: MemoryRing) -> None:
    assert vault.keep(ORIGIN, KEY) == "keyring"
    assert key_ring.keys == {("opendata", ORIGIN): "s3cret-key"}
    assert not vault.file.exists()
    assert vault.read(ORIGIN) == Secret(value="s3cret-key", source="keyring")


def test_without_a_key_ring_a_key_is_kept_in_a_file(vault: Vault) -> None:
    assert vault.keep(ORIGIN, KEY) == str(vault.file)
    assert vault.read(ORIGIN) == Secret(value="s3cret-key", source=str(vault.file))


@pytest.mark.parametrize("other", ["http://www.data.gouv.fr", "https://www.data.gouv.fr:8443"])
def test_the_key_of_an_origin_is_no_other_ones(vault: Vault, other: str) -> None:
    vault.keep(ORIGIN, KEY)
    assert vault.read(other) is None


def test_a_key_ring_that_keeps_nothing_counts_as_none(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = null.Keyring()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(keyring.core, "_keyring_backend", ring)
    assert vault.keep(ORIGIN, KEY) == str(vault.file)


def test_a_key_ring_that_breaks_counts_as_none(vault: Vault, key_ring: MemoryRing) -> None:
    key_ring.broken = True
    assert vault.keep(ORIGIN, KEY) == str(vault.file)
    assert value(vault) == "s3cret-key"


def test_a_key_ring_that_cannot_even_be_made_counts_as_none(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Ring")
    assert value(vault) is None


def test_a_closed_key_ring_is_told_and_nothing_is_kept_elsewhere(
    vault: Vault, key_ring: MemoryRing
) -> None:
    """The older key in the ring would win over the newer one in the file, once it is open."""
    key_ring.locked = True
    for act in (
        lambda: vault.read(ORIGIN),
        lambda: vault.keep(ORIGIN, KEY),
        lambda: vault.forget(ORIGIN),
    ):
        with pytest.raises(CredentialsError, match="key-ring-locked"):
            act()
    assert not vault.file.exists()


def test_a_closed_key_ring_does_not_hide_the_key_of_the_file(
    vault: Vault, key_ring: MemoryRing
) -> None:
    key_ring.broken = True
    vault.keep(ORIGIN, KEY)
    key_ring.broken, key_ring.locked = False, True
    assert value(vault) == "s3cret-key"


def test_a_key_that_moves_to_the_key_ring_leaves_the_file(
    vault: Vault, key_ring: MemoryRing
) -> None:
    key_ring.broken = True
    vault.keep(ORIGIN, KEY)
    vault.keep("https://x.org", KEY)
    key_ring.broken = False
    vault.keep(ORIGIN, KEY)
    assert list(json.loads(vault.file.read_text("utf-8"))["keys"]) == ["https://x.org"]


def test_a_forgotten_key_is_gone_from_everywhere(vault: Vault, key_ring: MemoryRing) -> None:
    key_ring.broken = True
    vault.keep(ORIGIN, KEY)
    key_ring.broken = False
    key_ring.keys["opendata", ORIGIN] = "older"
    assert vault.forget(ORIGIN) == ("keyring", str(vault.file))
    assert (vault.read(ORIGIN), key_ring.keys, vault.file.exists()) == (None, {}, False)


def test_forgetting_what_is_not_kept_is_no_fault(vault: Vault) -> None:
    assert vault.forget(ORIGIN) == ()


def test_forgetting_one_key_leaves_the_others(vault: Vault) -> None:
    vault.keep(ORIGIN, KEY)
    vault.keep("https://x.org", KEY)
    vault.forget(ORIGIN)
    assert value(vault, "https://x.org") == "s3cret-key"


@POSIX
def test_the_file_is_its_owners_only_from_the_first_byte(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    replace = Path.replace

    def seen(path: Path, target: Path) -> Path:
        modes.append(stat.S_IMODE(path.stat().st_mode))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", seen)
    vault.keep(ORIGIN, KEY)
    assert [*modes, stat.S_IMODE(vault.file.stat().st_mode)] == [0o600, 0o600]


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_can_reach_is_refused_not_mended(vault: Vault, mode: int) -> None:
    vault.keep(ORIGIN, KEY)
    vault.file.chmod(mode)
    for act in (lambda: vault.read(ORIGIN), lambda: vault.keep(ORIGIN, KEY)):
        with pytest.raises(CredentialsError, match="open-credentials"):
            act()
    assert stat.S_IMODE(vault.file.stat().st_mode) == mode


@pytest.mark.parametrize("text", ["", "{", "[]", '{"keys": ["s3cret"]}', '{"keys": {"x": 1}}'])
def test_a_damaged_file_is_told_without_its_content(vault: Vault, text: str) -> None:
    vault.keep(ORIGIN, KEY)
    vault.file.write_text(text + '"s3cret' * bool(text), "utf-8")
    with pytest.raises(OpendataError, match="damaged-credentials") as caught:
        vault.read(ORIGIN)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None


def test_a_file_that_cannot_be_read_is_told(vault: Vault) -> None:
    vault.file.mkdir(parents=True)
    with pytest.raises(OpendataError, match="damaged-credentials"):
        vault.read(ORIGIN)


@pytest.mark.parametrize("told", ["", "  ", "\n"])
def test_a_blank_value_is_no_key(told: str) -> None:
    assert key_of_environment("OPENDATA_TOKEN_X", {"OPENDATA_TOKEN_X": told}) is None


def test_what_surrounds_a_key_is_none_of_it() -> None:
    key = checked_key("  abc\r\n", "typed")
    assert key is not None
    assert key.value == "abc"


@pytest.mark.parametrize(
    "told", ["s3cret key", "s3cret\r\nX-Admin: 1", "s3cret\x00", "s3cr\u00e9t", "s3cret\tx"]
)
def test_what_could_not_be_a_header_is_refused_unsaid(told: str) -> None:
    with pytest.raises(CredentialsError, match="bad-key") as caught:
        key_of_environment("OPENDATA_TOKEN_X", {"OPENDATA_TOKEN_X": told})
    assert caught.value.params == {"source": "OPENDATA_TOKEN_X", "reason": "variable"}


def test_a_secret_never_shows() -> None:
    assert "s3cret" not in f"{KEY} {KEY!r} {[KEY]}"


def test_the_mark_at_the_head_of_a_windows_file_is_no_part_of_a_key() -> None:
    key = checked_key("\ufeffabc123\r\n", "typed")
    assert key is not None
    assert key.value == "abc123"
