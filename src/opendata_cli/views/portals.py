"""Portals known here, and what checking one tells."""

from __future__ import annotations

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.portals import PortalCheck, PortalList
from opendata_cli.views import messages
from opendata_cli.views.document import Block, Document, Facts, Grid, Text, Tone, Verdict
from opendata_cli.views.humanize import number


def view_portals(portals: PortalList) -> Document:
    """One line a portal."""
    headers = (_("name"), _("kind"), _("folder or address"), _("organisation"), _("known from"))
    sources = {"built-in": _("built in"), "user": _("you"), "project": _("this project")}
    rows = tuple(
        (
            entry.name,
            entry.kind,
            entry.url,
            entry.organization or "",
            sources.get(entry.source, entry.source),
        )
        for entry in portals.entries
    )
    blocks: list[Block] = [Grid(headers, rows)]
    if portals.done == "added":
        blocks.insert(0, Verdict(_("Portal added."), Tone.GOOD))
    if portals.done == "removed":
        blocks.insert(0, Verdict(_("Portal forgotten; nothing on it was touched."), Tone.GOOD))
    return Document(tuple(blocks))


def view_portal_check(check: PortalCheck) -> Document:
    """Whether one can publish there, and what to know."""
    name = check.portal.name
    if check.identity.may_publish:
        verdict = Verdict(_("{name} can be published to.").format(name=name), Tone.GOOD)
    else:
        verdict = Verdict(_("{name} cannot be published to.").format(name=name), Tone.BAD)
    count = ngettext("{count} dataset", "{count} datasets", check.datasets)
    facts = (
        (_("kind"), check.portal.kind),
        (_("folder or address"), check.portal.url),
        (_("public address"), check.base_url or _("none: the catalogue cannot be harvested yet")),
        (_("content"), count.format(count=number(check.datasets))),
    )
    notes = [
        Text(messages.sentence(item.code, item.params), tone=Tone.DIM)
        for item in check.identity.notes
    ]
    return Document((verdict, Facts(facts), *notes))
