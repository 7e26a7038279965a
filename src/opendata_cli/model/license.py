"""Licences, by every name the field gives them: one table.

Sources: https://spdx.org/licenses/, udata's licence list (`/datasets/licenses/`),
CKAN's default register, the EU authority table
http://publications.europa.eu/resource/authority/licence (a licence has no EU URI here
when that table was not seen to hold it).
"""

from __future__ import annotations

from dataclasses import dataclass

_EU = "http://publications.europa.eu/resource/authority/licence/"


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """A licence. `name` is the SPDX id, or the portal's own when it is not in our table.

    `url` is the page that portals recognise (for etalab-2.0 the etalab page and
    not the SPDX one: udata matches only that).
    """

    name: str
    title: str = ""
    url: str | None = None
    udata: str | None = None
    ckan: str | None = None
    eu: str | None = None


LICENSES = (
    License(
        name="etalab-2.0",
        title="Licence Ouverte / Open Licence version 2.0",
        url="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        udata="lov2",
    ),
    License(
        name="ODbL-1.0",
        title="Open Data Commons Open Database License (ODbL)",
        url="https://opendatacommons.org/licenses/odbl/1-0/",
        udata="odc-odbl",
        ckan="odc-odbl",
        eu=_EU + "ODC_BL",
    ),
    License(
        name="ODC-By-1.0",
        title="Open Data Commons Attribution License",
        url="https://opendatacommons.org/licenses/by/1-0/",
        udata="odc-by",
        ckan="odc-by",
        eu=_EU + "ODC_BY",
    ),
    License(
        name="PDDL-1.0",
        title="Open Data Commons Public Domain Dedication and Licence (PDDL)",
        url="https://opendatacommons.org/licenses/pddl/1-0/",
        udata="odc-pddl",
        ckan="odc-pddl",
    ),
    License(
        name="CC-BY-4.0",
        title="Creative Commons Attribution 4.0",
        url="https://creativecommons.org/licenses/by/4.0/",
        udata="cc-by",
        ckan="cc-by",
        eu=_EU + "CC_BY_4_0",
    ),
    License(
        name="CC-BY-SA-4.0",
        title="Creative Commons Attribution Share-Alike 4.0",
        url="https://creativecommons.org/licenses/by-sa/4.0/",
        udata="cc-by-sa",
        ckan="cc-by-sa",
        eu=_EU + "CC_BYSA_4_0",
    ),
    License(
        name="CC0-1.0",
        title="Creative Commons CCZero",
        url="https://creativecommons.org/publicdomain/zero/1.0/",
        udata="cc-zero",
        ckan="cc-zero",
        eu=_EU + "CC0",
    ),
)


def find_license(text: str) -> License | None:
    """The licence that `text` names: an SPDX id, a portal's id or a URI."""
    wanted = text.strip().rstrip("/").lower()
    for known in LICENSES:
        names = (known.name, known.udata, known.ckan, known.url, known.eu)
        if wanted in {name.rstrip("/").lower() for name in names if name}:
            return known
    return None
