"""Portals known here, and what checking one tells."""

from __future__ import annotations

from collections.abc import Sequence

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.portals import PortalCheck, PortalList, PortalLogin, PortalLogout
from opendata_cli.model.remote import Identity
from opendata_cli.views import messages
from opendata_cli.views.document import (
    Block,
    Command,
    Document,
    Facts,
    Grid,
    Mark,
    Text,
    Tone,
    Verdict,
)
from opendata_cli.views.humanize import listing, number
from opendata_cli.views.keys import key_params, place_words
from opendata_cli.views.vocabulary import field_words, role_words

_OF_RESOURCES = "resources."


def view_portals(portals: PortalList) -> Document:
    """One line a portal."""
    sources = {"built-in": _("built in"), "user": _("you"), "project": _("this project")}
    columns = {
        _("name"): [entry.name for entry in portals.entries],
        _("kind"): [entry.kind for entry in portals.entries],
        _("folder or address"): [entry.url for entry in portals.entries],
        _("organisation"): [entry.organization or "" for entry in portals.entries],
        _("known from"): [sources.get(entry.source, entry.source) for entry in portals.entries],
    }
    told = {header: cells for header, cells in columns.items() if any(cells)}
    blocks: list[Block] = [Grid(tuple(told), tuple(zip(*told.values(), strict=True)))]
    if portals.done == "added":
        blocks.insert(0, Verdict(_("Portal added."), Tone.GOOD))
    if portals.done == "removed":
        blocks.insert(0, Verdict(_("Portal forgotten; nothing on it was touched."), Tone.GOOD))
    if portals.keyless:
        purpose = _("keeps your key, without which nothing can be published there")
        blocks.append(Command(f"opendata portal login {portals.keyless}", purpose))
    return Document(tuple(blocks))


def view_portal_check(check: PortalCheck) -> Document:
    """Whether one can publish there, who we are there, and what to know."""
    name = check.portal.name
    if check.identity.may_publish:
        verdict = Verdict(_("{name} can be published to.").format(name=name), Tone.GOOD)
    else:
        verdict = Verdict(_("{name} cannot be published to.").format(name=name), Tone.BAD)
    place = _("folder") if check.portal.kind == "directory" else _("address")
    facts = [(_("kind"), check.portal.kind), (place, check.portal.url)]
    facts += _folder_facts(check) if check.portal.kind == "directory" else _key_facts(check)
    if check.datasets is not None:
        count = ngettext("{count} dataset", "{count} datasets", check.datasets)
        facts.append((_("content"), count.format(count=number(check.datasets))))
    facts += _not_kept(check.not_kept)
    return Document((verdict, Facts(tuple(facts)), *_notes(check.identity)))


def view_login(login: PortalLogin) -> Document:
    """Who the key is, and where it is kept."""
    words = _("{portal} takes this key: you are {who}.")
    text = words.format(portal=login.portal.name, who=login.identity.who)
    blocks: list[Block] = [Verdict(text, Tone.GOOD)]
    kept = _("Kept in {place}, for {origin} only.")
    place = place_words(login.kept_in)
    blocks.append(Text(kept.format(place=place, origin=login.portal.origin)))
    blocks.append(Facts(tuple(_organizations(login.identity))))
    if login.variable:
        words = _("The variable {name} is set, and goes before the key that is kept.")
        blocks.append(Mark("!", words.format(name=login.variable), tone=Tone.WARNING))
    return Document((*blocks, *_notes(login.identity)))


def view_logout(logout: PortalLogout) -> Document:
    """Where the key was removed from, and which one is left."""
    origin = logout.portal.origin
    if logout.removed_from:
        places = _(" and ").join(place_words(place) for place in logout.removed_from)
        text = _("The key of {origin} was removed from {places}.")
        verdict = Verdict(text.format(origin=origin, places=places), Tone.GOOD)
    else:
        text = _("No key was kept for {origin}.")
        verdict = Verdict(text.format(origin=origin), Tone.GOOD)
    still = _("The variable {name} still gives one: it is for you to unset.")
    revoke = _("The key itself lives on: to end it, revoke it on the portal.")
    blocks: list[Block] = [verdict]
    if logout.variable:
        blocks.append(Mark("!", still.format(name=logout.variable), tone=Tone.WARNING))
    if logout.removed_from:
        blocks.append(Text(revoke))
    return Document(tuple(blocks))


def _folder_facts(check: PortalCheck) -> list[tuple[str, str]]:
    none = _("none: the catalogue cannot be harvested yet")
    return [(_("public address"), check.base_url or none)]


def _key_facts(check: PortalCheck) -> list[tuple[str, str]]:
    if check.key_source is None:
        return [(_("key"), _("none"))]
    read = _("{who}, read in {place}")
    place = place_words(check.key_source)
    facts = [(_("key"), read.format(who=check.identity.who, place=place))]
    facts += _organizations(check.identity)
    publisher = check.identity.organization or _("none told: nothing says for whom to publish")
    return [*facts, (_("publishes for"), publisher)]


def _organizations(identity: Identity) -> list[tuple[str, str]]:
    """Every organisation of the key, with the role there."""
    label = _("organisations")
    if not identity.organizations:
        return [(label, _("none"))]
    texts = [
        _("{name} ({role})").format(name=item.name, role=role_words(item.role))
        if item.role
        else item.name
        for item in identity.organizations
    ]
    told = [item.slug for item in identity.organizations if item.slug]
    named = [(_("in the manifest"), f"publish.organization: {listing(told, most=20)}")]
    return [(label, listing(texts, most=20)), *(named if told else [])]


def _not_kept(paths: Sequence[str]) -> list[tuple[str, str]]:
    """The fields that the portal cannot store, those of the dataset, then those of resources."""
    of_dataset = [field_words(path) for path in paths if not path.startswith(_OF_RESOURCES)]
    of_resources = [
        field_words(path.removeprefix(_OF_RESOURCES))
        for path in paths
        if path.startswith(_OF_RESOURCES)
    ]
    pairs = ((_("not kept"), of_dataset), (_("not kept of resources"), of_resources))
    return [(label, listing(words, most=20)) for label, words in pairs if words]


def _notes(identity: Identity) -> list[Block]:
    blocks: list[Block] = []
    for item in identity.notes:
        params, variant = key_params(item.params), str(item.params.get("reason", ""))
        blocks.append(Text(messages.sentence(item.code, params, variant=variant), tone=Tone.DIM))
        remedy = messages.remedy(item.code, params, variant=variant)
        blocks += [Text(line) for line in remedy.split("\n") if line]
    return blocks
