"""Taking over a dataset that a portal already has: what stops it, what to know of it."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.message import Message

_MANIFEST = N_(
    "The manifest of a dataset that is on a portal already tells it as it is there, so that"
    " publishing changes nothing but what you change."
)
_LEFT = N_(
    "What a manifest cannot tell without altering it is left out: publishing leaves it alone."
)
_NO_FILE = N_(
    "A manifest speaks of files that are here: a resource whose file cannot be had stays on the"
    " portal as it is."
)
_MEND = N_("Mend it on the portal, or put the file beside the manifest and name it there.")
_TELL = N_("To change it, write it in the manifest.")

ADOPTING = {
    # What stops it
    "files-and-dataset": Message(
        N_("A manifest is written from data files, or from a dataset of a portal: not from both."),
        N_("With --from, the files come from the portal."),
        N_("Leave out the files, or --from."),
    ),
    "nothing-named": Message(
        N_("There is nothing to write a manifest from."),
        N_("A manifest is written from data files, or from a dataset of a portal."),
        N_("Name the files: opendata init FILE… Or the dataset: opendata init --from URL"),
    ),
    "dataset-not-found": Message(
        N_("The portal {portal} has no dataset {dataset}."),
        N_("It was deleted, or is hidden from you, or belongs to another portal."),
        N_("Copy the address of its page, or its identifier; name its portal with --portal."),
    ),
    "file-exists": Message(
        N_("{path} is there already: nothing was written."),
        N_("Files that come from a portal never take the place of yours."),
        N_("Choose an empty folder with -o FOLDER/datapackage.yaml, or move that file."),
    ),
    "unusable-key": Message(
        N_("On the portal this dataset carries a key that no manifest can have: {key}."),
        N_("The key is how a manifest and its dataset recognise one another."),
        N_("Correct the extra opendata_key of the dataset on the portal, or remove it."),
    ),
    "nothing-to-adopt": Message(
        N_("The dataset has no resource that a manifest could speak of."),
        N_("A manifest names at least one file."),
        N_(
            "Write one from your files, opendata init FILE…, and name the dataset in it:"
            " publish: {{dataset: {id}}}"
        ),
    ),
    "download-differs": Message(
        N_("The file of {key} is not the one that the portal tells of: its checksum or size."),
        N_("What is downloaded is compared with what the portal says of it."),
        N_("Run the command again; if it goes on, tell the portal's administrator."),
    ),
    "file-not-given": Message(
        N_("{url} answered {status} instead of the file."),
        N_("The server where the portal says that the file is does not give it."),
        N_("Open the address in a browser to see what it says."),
    ),
    "file-without-address": Message(
        N_("The portal says that the file is at {url}, which is no address to read from."),
        N_("Addresses begin with https:// or http://."),
        N_("Correct it on the portal."),
    ),
    # What only the portal keeps
    "left-out-field": Message(
        N_("{field}: the manifest could not tell it without altering it."), _LEFT, _TELL
    ),
    "left-out-resource-field": Message(
        N_("{field} of {key}: the manifest could not tell it without altering it."), _LEFT, _TELL
    ),
    "left-out-license": Message(
        N_("The licence {license}: it is not known here, and the portal gives no address for it."),
        _LEFT,
        _TELL,
    ),
    "left-out-schema": Message(
        N_("The schema {schema} of {key}: it cannot be read here, or not for this file."),
        _LEFT,
        N_("To check the file by it, put a copy beside the manifest and give its path."),
    ),
    "left-out-resource": Message(
        N_("The resource {title}: its address, or its key, cannot stand in a manifest."),
        _LEFT,
        N_("Correct it on the portal."),
    ),
    "left-out-gone": Message(
        N_("The resource {title}: its file is no longer there."), _NO_FILE, _MEND
    ),
    "left-out-not-given": Message(
        N_("The resource {title}: {url} answered {status} instead of its file."), _NO_FILE, _MEND
    ),
    "left-out-no-address": Message(
        N_("The resource {title}: the portal gives no address to read its file from."),
        _NO_FILE,
        _MEND,
    ),
    "left-out-silent": Message(
        N_("The resource {title}: no answer from {url} ({reason})."), _NO_FILE, _MEND
    ),
    "left-out-altered": Message(
        N_(
            "The resource {title}: its file is not the one that the portal tells of, by its"
            " checksum or size."
        ),
        _NO_FILE,
        _MEND,
    ),
    # Comments of the manifest
    "adopted-values": Message(N_("this and what follows: as it is on {page}"), _MANIFEST),
    "adopted-license": Message(N_("as the portal calls it"), _MANIFEST),
    "adopted-link": Message(N_("a file that lies elsewhere: it was not downloaded"), _MANIFEST),
    "adopted-unlike": Message(
        N_("as on the portal; without this line, what the file shows"), _MANIFEST
    ),
    "adopted-auto": Message(
        N_("read in the data at each publication: today they show what the portal says"), _MANIFEST
    ),
    "adopted-holder": Message(
        N_("the dataset belongs to a person: the organisation that takes it, or delete this line"),
        _MANIFEST,
    ),
    "adopted-owner": Message(N_("the organisation that owns it: {organization}"), _MANIFEST),
    "adopted-dataset": Message(N_("the dataset that this manifest takes over"), _MANIFEST),
    # Descriptions
    "read-as-document": Message(
        N_("{path} cannot be read as a table: it is described as a document."),
        N_("A file whose name says table may hold something else."),
        N_("To see what is wrong with it: opendata validate {path}"),
    ),
}
