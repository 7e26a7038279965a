"""The rules of docs/architecture.md, read from the imports and names of the source."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "opendata_cli"
ROOT_MODULES = {"errors", "exits", "i18n", "net", "files", "__init__", "__main__"}

# What each room may import from the others (its own modules always).
ROOMS = {
    "model": set(),
    "tabular": {"model", "errors"},
    "schemas": {"model", "errors"},
    "validation": {"model", "errors", "tabular"},
    "metadata": {"model", "errors"},
    "dcat": {"model"},
    "portals": {"model", "errors", "files", "dcat", "net"},
    "publishing": {"model", "errors", "files", "portals.portal"},
    "views": {"model", "errors", "i18n"},
    "formats": {
        "model",
        "errors",
        "exits",
        "i18n",
        "views",
        "publishing.plan_file",
        "publishing.receipt_file",
        "portals.directory.pages",
    },
    "cli": {
        "model", "errors", "exits", "i18n", "net", "files", "tabular", "schemas", "validation",
        "metadata", "portals", "publishing", "views", "formats", "__init__",
    },
    "errors": {"exits"},
    "exits": set(),
    "i18n": set(),
    "files": {"errors"},
    "net": {"errors", "__init__"},
    "__init__": set(),
    "__main__": {"cli"},
}  # fmt: skip

# Where each library from outside lives.
HOMES = {
    "typer": ("cli/",),
    "rich": ("formats/text.py", "cli/progress.py", "cli/output.py"),
    "httpx": ("net.py", "portals/api.py", "portals/downloads.py", "portals/refusals.py"),
    "tenacity": ("net.py",),
    "pydantic": ("cli/config.py", "formats/json_schema.py", "portals/udata/wire.py"),
    "slugify": ("portals/udata/stored.py",),
    "tomli_w": ("cli/config.py",),
    "ruamel": ("metadata/yaml_text.py", "schemas/load.py", "formats/yaml.py"),
    "openpyxl": ("tabular/xlsx_file.py",),
    "python_calamine": ("tabular/ods_file.py",),
    "xlrd": ("tabular/xls_file.py",),
    "frictionless": ("validation/reference.py", "validation/expected.py"),
    "filelock": ("portals/directory/", "publishing/journal.py"),
    "platformdirs": ("cli/",),
    "keyring": ("cli/credentials.py",),
    "jinja2": ("formats/html.py",),
    "typing_extensions": ("formats/",),
}

ONLY_IN_SHELL = {"environ", "argv", "stdout", "stderr", "stdin", "isatty"}
CLOCKS = {"today", "now", "utcnow"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "opendata_cli":
                yield from (f"opendata_cli.{alias.name}" for alias in node.names)
            else:
                yield node.module


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def allowed(room: str, target: str) -> bool:
    if target.split(".", maxsplit=1)[0] == room:
        return True
    rooms = ROOMS[room]
    return any(target == known or target.startswith(known + ".") for known in rooms)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_room_imports_only_the_rooms_it_may(path: Path) -> None:
    room = room_of(path)
    ours = [name.removeprefix("opendata_cli.") for name in imports(path) if "opendata_cli" in name]
    ours = ["__init__" if name == "__version__" else name for name in ours]
    assert [name for name in ours if not allowed(room, name)] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_library_from_outside_stays_in_its_home(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)
    outside.discard("opendata_cli")
    name = name_of(path)
    assert [item for item in sorted(outside) if not name.startswith(HOMES.get(item, ()))] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_words_are_only_in_views_and_cli(path: Path) -> None:
    if room_of(path) in {"views", "cli", "i18n"} or name_of(path) == "formats/html.py":
        return
    called = {node.func.id for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip  # noqa: E501
    assert called.isdisjoint({"_", "N_", "ngettext"})


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_the_terminal_and_the_environment_are_only_in_cli(path: Path) -> None:
    if room_of(path) == "cli" or name_of(path) == "__main__.py":
        return
    attributes = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(tree_of(path)) if isinstance(node, ast.Name)}
    assert attributes.isdisjoint(ONLY_IN_SHELL)
    assert "print" not in names


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_the_date_and_chance_are_only_in_cli(path: Path) -> None:
    if room_of(path) == "cli":
        return
    called = {
        node.func.attr
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and "self" not in ast.unparse(node.func.value)
    }
    assert called.isdisjoint({*CLOCKS, "uuid4"})
    assert "random" not in set(imports(path))


COMMANDS = sorted((PACKAGE / "cli" / "commands").glob("*.py"))


@pytest.mark.parametrize("path", COMMANDS, ids=name_of)
def test_a_command_builds_calls_and_hands_over(path: Path) -> None:
    nodes = list(ast.walk(tree_of(path)))
    assert not [node for node in nodes if isinstance(node, ast.Try)]
    assert "print" not in {node.id for node in nodes if isinstance(node, ast.Name)}
    assert not {"httpx", "rich", "json", "sys", "os"} & {
        name.split(".")[0] for name in imports(path)
    }


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_files_and_functions_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 60]
    assert long == []
