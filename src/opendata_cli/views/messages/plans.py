"""What stops a plan, or the publication of one."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.message import Message

_IDENTITY = N_(
    "A dataset is known by the key of its manifest, kept on the portal, and never by its title."
)
_NOTHING_WRITTEN = N_("The plan says exactly what will be written; nothing else is ever written.")

PLANS = {
    "confirmation-needed": Message(
        N_("Nobody can answer here, so nothing was written."),
        N_("A write is confirmed by a person, or by --yes."),
        N_("If this is what you want, add --yes."),
    ),
    "stale-plan": Message(
        N_("The {what} has changed since the plan was made; nothing was written."),
        _NOTHING_WRITTEN,
        N_("Make the plan again: opendata plan"),
    ),
    "stale-plan:file": Message(
        N_("The file {path} has changed since the plan was made; nothing was written."),
        _NOTHING_WRITTEN,
        N_("Make the plan again: opendata plan"),
    ),
    "stale-plan:manifest": Message(
        N_("The manifest has changed since the plan was made; nothing was written."),
        _NOTHING_WRITTEN,
        N_("Make the plan again: opendata plan"),
    ),
    "stale-plan:portal": Message(
        N_("The dataset has changed on the portal since the plan was made; nothing was written."),
        _NOTHING_WRITTEN,
        N_("Make the plan again: opendata plan"),
    ),
    "stale-plan:kept": Message(
        N_("The {what} has changed since the plan was made; nothing was written."),
        _NOTHING_WRITTEN,
        N_("Make the plan again: {again}"),
    ),
    "other-portal:kept": Message(
        N_("The plan was made for {expected}, and this is {found}; nothing was written."),
        _NOTHING_WRITTEN,
        N_("Make the plan again: {again}"),
    ),
    "other-portal": Message(
        N_("The plan was made for {expected}, and this is {found}; nothing was written."),
        _NOTHING_WRITTEN,
        N_("Make the plan again: opendata plan"),
    ),
    "invalid-plan": Message(
        N_("This is not a plan that can be applied ({reason}: {what})."),
        N_("A plan file is written by “opendata plan -o” and applied unchanged."),
        N_("Make the plan again: opendata plan -o plan.json"),
    ),
    "invalid-plan:path-outside": Message(
        N_("The plan names {what}, outside the manifest's folder; nothing was written."),
        N_("A plan may only send files of the manifest's own folder."),
        N_("Make the plan again yourself: opendata plan -o plan.json"),
    ),
    "invalid-lock": Message(
        N_("{path} cannot be read."),
        N_(
            "This file remembers what was published where; the portal tells it again, in more time."
        ),
        N_("Delete it, then run the command again."),
    ),
    "invalid-journal": Message(
        N_("{path} cannot be read."),
        N_("This file remembers what an interrupted publication had begun."),
        N_("Check on the portal that no resource stands twice, delete the file, run again."),
    ),
    "already-publishing": Message(
        N_("Another publication of {path} is under way."),
        N_("Two runs at once on one manifest could write the same thing twice."),
        N_("Wait until it ends, then run the command again."),
    ),
    "duplicate-identity": Message(
        N_("Several datasets of the portal have the key {key}: {pages}."),
        _IDENTITY,
        N_("Decide which one is right and delete the other on the portal; nothing was written."),
    ),
    "dataset-gone": Message(
        N_("The dataset {id} was deleted from the portal, or your key no longer sees it."),
        N_(
            "It was published before, datapackage.lock.json says so. Publishing would make"
            " another one, and the links to the first would stay dead."
        ),
        N_(
            "To bring it back, undo the deletion on the portal. To make another one, delete its"
            " entry in datapackage.lock.json. Nothing was written."
        ),
    ),
    "identity-lost": Message(
        N_("The dataset {page} no longer has the key {key}."),
        _IDENTITY,
        N_("If it is still yours, name it in the manifest: publish.dataset. Nothing was written."),
    ),
    "identity-changed": Message(
        N_(
            "The dataset that datapackage.lock.json names, {page}, has the key {old}, and the"
            " manifest {new}."
        ),
        _IDENTITY,
        N_(
            "Put the id {old} back in the manifest. If this is a new dataset, delete"
            " datapackage.lock.json. Nothing was written."
        ),
    ),
    "attached-not-found": Message(
        N_("The portal has no dataset {id}, which publish.dataset names."),
        _IDENTITY,
        N_("Correct publish.dataset in the manifest, or remove it to create a new dataset."),
    ),
    "attached-to-another": Message(
        N_("The dataset {page} belongs to another manifest, of key {found}."),
        _IDENTITY,
        N_("Correct publish.dataset in the manifest. Nothing was written."),
    ),
    "ambiguous-resource": Message(
        N_("Several resources of the portal could be {key}: {ids}."),
        N_("Replacing the wrong file would lose data."),
        N_("Delete or rename the superfluous one on the portal. Nothing was written."),
    ),
    "duplicate-key": Message(
        N_("Two resources of the portal have the key {key}."),
        N_("Replacing the wrong file would lose data."),
        N_("Delete the superfluous one on the portal. Nothing was written."),
    ),
    "resource-maybe-there": Message(
        N_("The portal has “{title}”, a file with the name of {key}: is it the same resource?"),
        N_(
            "Nothing tells which resource of a dataset is which before its first publication,"
            " but the datapackage.lock.json that opendata init --from writes. A twin would be made."
        ),
        N_(
            "If it is: opendata init --from {page} in an empty folder, and put your file there."
            " If it is not, give your file another name. Nothing was written."
        ),
    ),
    "resource-kind": Message(
        N_("On the portal {key} is a file where the manifest has a link, or the contrary."),
        N_("A portal never makes a file of a link, nor a link of a file."),
        N_(
            "Give the resource another name in the manifest; the old one can be deleted with"
            " --prune. Nothing was written."
        ),
    ),
    "resource-without-file": Message(
        N_("The resource {key} has no file to send."),
        N_("A resource of the manifest names a file beside it."),
        N_("Give it a path in the manifest."),
    ),
}
