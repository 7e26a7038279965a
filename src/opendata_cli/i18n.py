"""One language a run: gettext with English sources and a French catalogue.

Used by `views/` and `cli/` only; the rest of the program speaks codes.
"""

from __future__ import annotations

import gettext as _gettext
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DOMAIN = "opendata_cli"
LANGUAGES = ("fr", "en")
_LOCALES = Path(__file__).parent / "locales"
_active: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def activate(language: str) -> None:
    """Speak `language` ("fr" or "en") from now on, Typer's own help words included."""
    global _active, _language  # noqa: PLW0603 - the one setting of a run
    _language = language
    # English is the source and has no catalogue.
    _active = _gettext.translation(DOMAIN, _LOCALES, [language], fallback=True)
    # Typer reads its words through the gettext module itself.
    _gettext.bindtextdomain(DOMAIN, str(_LOCALES))
    _gettext.textdomain(DOMAIN)


def language() -> str:
    """The active language."""
    return _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` for a while: what is written for others has a language of its own."""
    before = _language
    activate(language)
    try:
        yield
    finally:
        activate(before)


def choose_language(argv: Sequence[str], environ: Mapping[str, str]) -> str:
    """`--lang`, else OPENDATA_LANG, else the locale, else French."""
    asked = _option(argv, "--lang") or environ.get("OPENDATA_LANG", "")
    wanted = [asked, *(environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    for value in wanted:
        if value[:2].lower() in LANGUAGES:
            return value[:2].lower()
    return "fr"


def _option(argv: Sequence[str], name: str) -> str:
    for index, word in enumerate(argv):
        if word == "--":
            break
        if word == name and index + 1 < len(argv):
            return argv[index + 1]
        if word.startswith(name + "="):
            return word.partition("=")[2]
    return ""


def _(message: str) -> str:
    """`message` in the active language."""
    return _active.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for `count` in the active language, with {count} left to format."""
    return _active.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark `message` for translation; it is translated where it is shown."""
    return message
