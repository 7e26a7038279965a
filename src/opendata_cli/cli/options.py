"""Every option and argument, named once. Read after the language is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from opendata_cli.i18n import _

SourcesArg = Annotated[
    list[str],
    typer.Argument(
        help=_("Files, folders, addresses, manifests, or - for standard input."),
        metavar=_("SOURCE"),
        show_default=False,
    ),
]
FilesArg = Annotated[
    list[Path] | None,
    typer.Argument(help=_("The data files."), metavar=_("FILE"), show_default=False),
]
FromOpt = Annotated[
    str | None,
    typer.Option(
        "--from",
        help=_(
            "A dataset that is already published: its page, its address in the API,"
            " or its identifier on --portal."
        ),
        metavar="URL",
    ),
]
ManifestArg = Annotated[
    Path,
    typer.Argument(
        help=_("The manifest (datapackage.yaml or .json), or its folder."),
        metavar=_("MANIFEST"),
        show_default=False,
    ),
]
OptionalManifestArg = Annotated[
    Path | None,
    typer.Argument(
        help=_("The manifest or its folder, when it is not beside the plan."),
        metavar=_("MANIFEST"),
        show_default=False,
    ),
]
DescribeArg = Annotated[
    list[Path] | None,
    typer.Argument(
        help=_("A manifest, its folder, or data files. Default: this folder's manifest."),
        metavar=_("MANIFEST|FILE"),
        show_default=False,
    ),
]
PlanArg = Annotated[
    Path, typer.Argument(help=_("The plan written by “opendata plan -o”."), metavar=_("PLAN"))
]
SchemaOpt = Annotated[
    str | None,
    typer.Option(
        "--schema",
        "-s",
        help=_("Table Schema: a name, a path ending in .json or .yaml, or an address."),
        metavar="REF",
    ),
]
ModeOpt = Annotated[
    Literal["tolerant", "strict"],
    typer.Option(help=_("Forgive what does not harm the data, or judge exactly as Frictionless.")),
]
MaxErrorsOpt = Annotated[
    int, typer.Option(min=0, help=_("Stop after that many errors in a table; 0 for all."))
]
FailOnOpt = Annotated[
    Literal["error", "warning", "never"], typer.Option(help=_("What makes the exit code 1."))
]
EncodingOpt = Annotated[
    str | None,
    typer.Option(help=_("Encoding of the text, when the one found is wrong."), metavar=_("NAME")),
]
DelimiterOpt = Annotated[
    str | None,
    typer.Option(help=_("Separator of the CSV, when the one found is wrong."), metavar=_("CHAR")),
]
SheetOpt = Annotated[
    str | None, typer.Option(help=_("Sheet of the workbook to read."), metavar=_("NAME"))
]
HeaderRowOpt = Annotated[
    str | None,
    typer.Option(
        help=_("Row of the header, from 1; two rows of a merged header as 7,8."), metavar=_("N[,N]")
    ),
]
PortalOpt = Annotated[
    str | None,
    typer.Option(
        "--portal",
        "-p",
        help=_("A profile, an address, or a folder such as ./catalogue."),
        metavar=_("PORTAL"),
    ),
]
PruneOpt = Annotated[
    bool, typer.Option("--prune", help=_("Delete the resources that the manifest no longer has."))
]
YesOpt = Annotated[bool, typer.Option("--yes", "-y", help=_("Ask nothing."))]
CheckOpt = Annotated[
    bool, typer.Option("--check", help=_("Exit with code 1 when there is something to publish."))
]
PublishInvalidOpt = Annotated[
    bool, typer.Option("--publish-invalid", help=_("Publish although the data is invalid."))
]
ProductOpt = Annotated[
    Path | None, typer.Option("--output", "-o", help=_("The file to write."), metavar=_("FILE"))
]
NameArg = Annotated[str, typer.Argument(help=_("Name of the profile."), metavar=_("NAME"))]
OptionalNameArg = Annotated[
    str, typer.Argument(help=_("A profile, an address, or a folder."), metavar=_("PORTAL"))
]
PortalArg = Annotated[
    str,
    typer.Argument(help=_("A profile, or an address."), metavar=_("PORTAL"), show_default=False),
]
UrlArg = Annotated[
    str,
    typer.Argument(
        help=_("Address of the portal, or folder of the catalogue."),
        metavar=_("ADDRESS"),
        show_default=False,
    ),
]
KindOpt = Annotated[
    str | None, typer.Option(help=_("Kind of portal; found when not given."), metavar=_("KIND"))
]
OrganizationOpt = Annotated[
    str | None, typer.Option(help=_("Organisation that publishes."), metavar="ORG")
]
BaseUrlOpt = Annotated[
    str | None,
    typer.Option(help=_("Public address of the folder, once it is on the web."), metavar="URL"),
]
TitleOpt = Annotated[
    str | None, typer.Option(help=_("Title of the catalogue's pages."), metavar=_("TITLE"))
]
LanguageOpt = Annotated[
    Literal["fr", "en"] | None, typer.Option(help=_("Language of the catalogue's pages and feed."))
]
PortOpt = Annotated[int, typer.Option(min=0, max=65535, help=_("Port; 0 takes a free one."))]
CodeArg = Annotated[
    str | None,
    typer.Argument(help=_("Code of an issue, an error or a notice."), metavar=_("CODE")),
]
JsonSchemaOpt = Annotated[
    str | None,
    typer.Option(
        "--json-schema",
        help=_("Print the JSON Schema of a command's result."),
        metavar=_("COMMAND"),
    ),
]
LangOpt = Annotated[
    Literal["fr", "en"] | None,
    typer.Option("--lang", help=_("Language; else OPENDATA_LANG, the locale, French.")),
]
QuietOpt = Annotated[bool, typer.Option("--quiet", "-q", help=_("Say nothing but the result."))]
VerboseOpt = Annotated[bool, typer.Option("--verbose", "-v", help=_("Tell what is being done."))]


def format_option(formats: tuple[str, ...]) -> object:
    """`-f`, with the formats of the command at hand; the first is the default."""
    return Annotated[
        Literal[formats],
        typer.Option("--format", "-f", help=_("Form of the result.")),
    ]


OutputOpt = Annotated[
    Path | None,
    typer.Option("--output", "-o", help=_("Write the result to a file."), metavar=_("FILE")),
]
