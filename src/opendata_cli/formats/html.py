"""HTML pages: one Jinja template each, everything escaped, no script and nothing from outside."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from opendata_cli.formats.escape import for_page
from opendata_cli.i18n import _, language, ngettext, speaking
from opendata_cli.portals.directory.pages import CatalogPage, DatasetPage, Page
from opendata_cli.views.humanize import date, number, period, size
from opendata_cli.views.vocabulary import frequency_words


def render_page(page: Page) -> str:
    """The HTML of a page of the folder catalogue, in the catalogue's own language."""
    with speaking(page.catalog.language):
        match page:
            case CatalogPage():
                return _render("catalog.html", catalog=page.catalog, entries=page.entries)
            case DatasetPage():
                return _render("dataset.html", catalog=page.catalog, entry=page.entry)


def _render(name: str, **values: object) -> str:
    return _environment().get_template(name).render(lang=language(), **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("opendata_cli.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "clean": for_page,
        "date": date,
        "frequency": frequency_words,
        "number": number,
        "period": period,
        "size": size,
        "web": _web,
    }
    return environment


def _web(address: str | None) -> str | None:
    """An address that a page may link to: a web one, never a script."""
    return address if address and address.startswith(("https://", "http://")) else None
