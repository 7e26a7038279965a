"""What a portal refuses, or what is wrong with it."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.message import Message

PORTALS = {
    "name-taken": Message(
        N_("The name {name} belongs to another dataset of the catalogue."),
        N_("Each dataset has a folder of its own, called by its name."),
        N_("Choose another name in the manifest. Nothing was written."),
    ),
    "folder-not-ours": Message(
        N_("{path} exists already, and no catalogue was published there."),
        N_("A site made by other means is never overwritten."),
        N_("Choose another folder, or move that site elsewhere. Nothing was written."),
    ),
    "catalogue-missing": Message(
        N_("There is no catalogue any more in {path}."),
        N_("Something was published there before: the disk may not be mounted."),
        N_(
            "Bring the folder back. If you deleted it on purpose, delete datapackage.lock.json"
            " (and publish.dataset in the manifest, if it is there)."
        ),
    ),
    "damaged-catalogue": Message(
        N_("{path} cannot be read: the catalogue is damaged there."),
        N_("This file keeps the catalogue's title, language and address, and what it shows."),
        N_("Restore it from a backup, or delete it and give title and address again."),
    ),
    "damaged-dataset": Message(
        N_("{path} cannot be read: the catalogue is damaged there."),
        N_("Each dataset of a folder catalogue describes itself in its datapackage.json."),
        N_("Restore that file from a backup, or delete that dataset's folder and publish again."),
    ),
    "not-found": Message(
        N_("The portal no longer has {id}."),
        N_("A dataset or a resource was deleted or moved while this command was running."),
        N_("Run the command again."),
    ),
    "link-not-kept": Message(
        N_("{key} is only an address, and this portal holds the files themselves."),
        N_("A folder catalogue gives what lies in it, and nothing that lives elsewhere."),
        N_("Download the file beside the manifest, and name it there under path."),
    ),
    "already-exists": Message(
        N_("The portal already has something under the key {key}."),
        N_("Another publication made it in the meantime; nothing is ever made twice."),
        N_("Run the command again: it will find what is there."),
    ),
    "checksum-mismatch": Message(
        N_("{path} did not arrive as it was sent; the former file is untouched."),
        N_("What is received is compared with what was planned before it takes its place."),
        N_("Check that nothing is writing to the file, then run the command again."),
    ),
    "portal-busy": Message(
        N_("Another program has been writing to {path} for more than {seconds} s."),
        N_("One writer at a time, so that the catalogue is always whole."),
        N_("Wait until it ends, then run the command again."),
    ),
    "folder-unreadable": Message(
        N_("The catalogue {path} cannot be read."),
        N_("A catalogue that cannot be read whole must not be written."),
        N_("Check your rights on that folder, and that the disk answers."),
    ),
    "unsafe-path": Message(
        N_("{path} is a link that leads elsewhere: nothing was written."),
        N_("Nothing is ever written outside the folder of the catalogue."),
        N_("Replace the link by a real folder or file."),
    ),
    "verification-failed": Message(
        N_("What the portal holds is not what was sent: {fields}."),
        N_("After each publication everything is read back and compared."),
        N_("Run the command again; if it goes on, tell the portal's administrator."),
    ),
}
