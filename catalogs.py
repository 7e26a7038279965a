"""The translation catalogues: gather the words to translate, compile what is translated.

Run as a script it gathers; Hatch runs it to compile at build, editable installs included.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
HEADER = """\
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def catalogs(root: Path) -> list[Path]:
    """The .po files of the project in `root`."""
    return sorted((root / "src/opendata_cli/locales").rglob("*.po"))


def compile_catalogs(root: Path) -> None:
    """Write the .mo beside each .po of the project in `root`."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for path in catalogs(root):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


def gather_messages(root: Path) -> None:
    """Bring each .po up to date: new words empty, words no longer said left out."""
    from babel.messages.extract import extract_from_dir
    from babel.messages.pofile import read_po, write_po

    options = {"**/templates/**.html": {"trimmed": "true"}}
    found = extract_from_dir(root / "src", METHODS, options, KEYWORDS)
    said = {item[2] if isinstance(item[2], str) else tuple(item[2]) for item in found}
    for path in catalogs(root):
        with path.open("rb") as file:
            catalog = read_po(file)
        known = {message.id for message in catalog if message.id}
        for message in known - said:
            catalog.delete(message)
        for message in said - known:
            catalog.add(message)
        with path.open("wb") as file:
            file.write(HEADER.encode())
            write_po(file, catalog, omit_header=True, sort_output=True, no_location=True)


class CatalogHook(BuildHookInterface[Any]):
    """Hatch calls `initialize` before it gathers the files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """See `compile_catalogs`."""
        compile_catalogs(Path(self.root))


if __name__ == "__main__":
    gather_messages(ROOT)
