"""Every form of one result, side by side."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.conftest import ROOT
from tests.unit.conftest import Opendata

from opendata_cli.formats.text import make_console, print_document
from opendata_cli.views.document import (
    Blank,
    Command,
    Document,
    Facts,
    Grid,
    Heading,
    Link,
    Mark,
    Text,
    Tone,
    Verdict,
)

PAGE = Document(
    (
        Verdict("tout va bien", Tone.GOOD),
        Heading("Colonne", "trois cellules"),
        Text("un texte assez long pour passer à la ligne suivante", depth=2),
        Facts((("nom", "valeur"), ("plus long", "autre"))),
        Grid(("a", "b"), (("x", "12"), ("y", "3")), numeric=frozenset({1})),
        Mark("+", "ajout", "un fichier"),
        Blank(),
        Link("https://example.org/une/adresse/tres/longue/qui/ne/se/coupe/pas"),
        Command("opendata publish", "publie"),
    )
)


def shown(width: int) -> list[str]:
    stream = io.StringIO()
    print_document(PAGE, make_console(stream, color=False, width=width))
    return stream.getvalue().splitlines()


def test_a_document_as_text() -> None:
    assert shown(40) == [
        "✓ tout va bien",
        "  Colonne",
        "    trois cellules",
        "    un texte assez long pour passer à la",
        "    ligne suivante",
        "  nom        valeur",
        "  plus long  autre",
        "  a   b",
        "  x  12",
        "  y   3",
        "  + ajout                   un fichier",
        "",
        "  https://example.org/une/adresse/tres/longue/qui/ne/se/coupe/pas",
        "  opendata publish",
        "      publie",
    ]


def test_a_heading_and_its_aside_share_a_wide_line() -> None:
    assert "  Colonne                           trois cellules" in shown(80)


def test_color_adds_and_says_nothing_of_its_own() -> None:
    stream = io.StringIO()
    console = make_console(stream, color=True, width=80)
    print_document(PAGE, console)
    assert stream.getvalue().splitlines()[0] == "✓ tout va bien"  # not a terminal: no colour


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "subventions", tmp_path / "projet"))


def test_a_description_in_yaml_is_the_json_one(opendata: Opendata, project: Path) -> None:
    data = opendata("describe", project, "-f", "json").json["data"]
    told = YAML(typ="safe").load(opendata("describe", project, "-f", "yaml").out)
    assert told == json.loads(json.dumps(data))
    (target := project / "d.yaml").touch()
    assert opendata("describe", project, "-o", target).out == ""
    assert YAML(typ="safe").load(target.read_text("utf-8")) == told


def test_a_description_in_markdown_has_its_table(opendata: Opendata, project: Path) -> None:
    out = opendata("describe", project, "-f", "markdown").out
    assert "### Subventions attribuées (exemple)" in out
    assert "| name | format | rows | columns | size | encoding | SHA-256 |" in out
    assert "| --- | --- | ---: | ---: | ---: | --- | --- |" in out


def test_a_plan_and_its_publication_in_markdown(opendata: Opendata, project: Path) -> None:
    plan = opendata("plan", project, "-f", "markdown").out
    assert "- `+` subventions — new file · 11\u00a0kB" in plan
    out = opendata("publish", project, "--yes", "-f", "markdown").out
    assert out.startswith("## Published and verified")
    assert "<file://" in out


def test_a_text_report_goes_to_a_file_without_colour(opendata: Opendata, project: Path) -> None:
    target = project / "rapport.txt"
    assert opendata("validate", project, "-o", target).out == ""
    text = target.read_text("utf-8")
    assert text.startswith("✓")
    assert "\x1b" not in text
