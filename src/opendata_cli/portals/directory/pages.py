"""What the pages of the catalogue show; a `render` function given by the cli makes the HTML.

Every link of a page is relative, so that a page works from a disk and on any server.
"""

from __future__ import annotations

from dataclasses import dataclass

from opendata_cli.dcat.catalog import Catalog, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogPage:
    """`index.html` of the catalogue; a dataset's page is at `<entry.dataset.name>/index.html`."""

    catalog: Catalog
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPage:
    """`index.html` of a dataset; a resource's file is at `<resource.path>`, the list at `../`."""

    catalog: Catalog
    entry: Entry


Page = CatalogPage | DatasetPage
