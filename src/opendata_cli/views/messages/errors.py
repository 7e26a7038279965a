"""What stops the work: an entry a code, `code:reason` where a reason has its own words."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.keys import KEYS
from opendata_cli.views.messages.manifests import MANIFEST as _MANIFEST
from opendata_cli.views.messages.manifests import MANIFEST_LINES, SCHEMAS
from opendata_cli.views.messages.message import Message
from opendata_cli.views.messages.portals import PORTALS

_PATH = N_("Check the path; quotes are needed around a name with spaces.")
_IDENTITY = N_(
    "A dataset is known by the key of its manifest, kept on the portal, and never by its title."
)
_NOTHING_WRITTEN = N_("The plan says exactly what will be written; nothing else is ever written.")

ERRORS = {
    # Files
    "file-not-found": Message(
        N_("There is no file {path}."), N_("The path does not lead to a file."), _PATH
    ),
    "not-a-file": Message(
        N_("{path} is not a file."),
        N_("A folder or a device stands where a file must be."),
        _PATH,
    ),
    "excel-lock": Message(
        N_("{path} is not your workbook, but the mark that Excel leaves while it is open."),
        N_("Excel writes a hidden file beside an open workbook, with the name of its user."),
        N_("Name the workbook itself, without ~$."),
    ),
    "output-is-input": Message(
        N_("{path} is a file that this command reads: it was left as it is."),
        N_("A result is never written over the data, the manifest or the schema."),
        N_("Choose another name with -o."),
    ),
    "not-readable": Message(
        N_("You may not read {path}."),
        N_("The system refuses to open the file."),
        N_("Ask the owner of the file for the right to read it, or copy it elsewhere."),
    ),
    "file-unreadable": Message(
        N_("{path} could not be read to the end."),
        N_("The file became unreadable while it was being sent."),
        N_("Check the disk or the network folder, then run the command again."),
    ),
    "no-table": Message(
        N_("There is no table in the folder {path}."),
        N_("Tables are CSV, TSV, XLSX, XLS and ODS files, or a gzip or zip of one."),
        N_("Name the folder that holds the data files."),
    ),
    "no-such-sheet": Message(
        N_("The workbook has no sheet {sheet}. Its sheets: {sheets}."),
        N_("The name given with --sheet is not that of a sheet."),
        N_("Give one of those names, exactly, or leave --sheet out."),
    ),
    "unknown-encoding": Message(
        N_("{encoding} is not the name of an encoding."),
        N_("The name given with --encoding is not known."),
        N_("Common names: utf-8, cp1252, latin-1, utf-16. Left out, it is found by content."),
    ),
    "not-writable:ENOENT": Message(
        N_("{path} cannot be written: its folder does not exist."),
        N_("A file is written in a folder that exists already."),
        N_("Make the folder first, or choose another place."),
    ),
    "not-writable:EISDIR": Message(
        N_("{path} cannot be written: it is a folder."),
        N_("A result is one file."),
        N_("Give the name of a file."),
    ),
    "disk-full": Message(
        N_("There is no room left on the disk to write {path}."),
        N_("The disk is full. The files that were there are as they were."),
        N_("Free some room, then run the command again."),
    ),
    "not-writable": Message(
        N_("{path} cannot be written ({reason})."),
        N_("The system refuses to write there. The files that were there are as they were."),
        N_("Choose another place, or ask for the right to write in that folder."),
    ),
    "machine-refused": Message(
        N_("The system refuses to go on at {path}: {reason}."),
        N_("A file or a folder cannot be read or written as it stands."),
        N_("Check that path and your rights on it, then run the command again."),
    ),
    "port-taken": Message(
        N_("Port {port} is already used on this machine."),
        N_("Another program listens on that port."),
        N_("Choose another one with --port, or --port 0 for any free one."),
    ),
    # Addresses
    "bad-address": Message(
        N_("{url} is not an address that can be read."),
        N_("Addresses begin with https:// or http://."),
        N_("Check the address."),
    ),
    "bad-answer": Message(
        N_("{url} answered {status} instead of a file."),
        N_("The server has no such file, or does not give it."),
        N_("Open the address in a browser to see what it says."),
    ),
    "too-large": Message(
        N_("What {url} sends is too large."),
        N_("A schema over 20 MB or a file over 2 GB is not read from an address."),
        N_("Download it, then name the file."),
    ),
    "unreachable": Message(
        N_("No answer from {url} ({reason})."),
        N_("The network or the server does not answer."),
        N_("Check the connection, and the proxy if there is one, then try again."),
    ),
    # Schemas
    "schema-not-found": Message(
        N_("There is no schema {ref}. Known: {known}."),
        N_("A schema is named by its name, by a path ending in .json or .yaml, or by an address."),
        N_("Use one of the known names, or give the path of the schema."),
    ),
    **SCHEMAS,
    # Manifests
    "manifest-not-found": Message(
        N_("There is no manifest in {path}."),
        _MANIFEST,
        N_("Write one from your files: opendata init FILE…"),
    ),
    "manifest-not-found:here": Message(
        N_("There is no manifest in this folder."),
        _MANIFEST,
        N_("Write one from your files: opendata init FILE…"),
    ),
    "resource-file-missing": Message(
        N_("{path}, which the manifest gives for {key}, is not there."),
        N_("The file was renamed, moved or deleted since the manifest was written."),
        N_("Put the file back, or correct “path:” of {key} in {manifest}."),
    ),
    "manifest-unreadable": Message(N_("{path} cannot be read: {reason}."), _MANIFEST, _PATH),
    "not-a-manifest": Message(
        N_("{path} is a data file, and {folder} has a manifest."),
        _MANIFEST,
        N_("Publish the manifest: opendata publish FOLDER"),
    ),
    "two-manifests": Message(
        N_("{path} holds several manifests: {names}."),
        N_("Which one to use cannot be guessed."),
        N_("Name the one you mean."),
    ),
    "manifest-exists": Message(
        N_("{path} exists already and was left as it is."),
        N_("A manifest written by a person is never overwritten."),
        N_("Edit it, or choose another name with -o."),
    ),
    "draft-is-yaml": Message(
        N_("{path}: a first manifest is written in YAML, where comments can stand."),
        N_("The comments say where each value comes from; JSON has none."),
        N_("Choose a name that ends with .yaml."),
    ),
    "unsupported-format": Message(
        N_("This command has no result in {format}. It has: {known}."),
        N_("The extension of -o tells the format, unless -f does."),
        N_("Choose another extension, or give -f."),
    ),
    "outside-manifest": Message(
        N_("{path} is outside {folder}, the manifest's folder."),
        N_("A manifest speaks only of files in its own folder, so that it can be moved with them."),
        N_("Copy the file into that folder, or choose the manifest's place with -o."),
    ),
    "invalid-manifest": Message(
        N_("The manifest {path} cannot be used:"), _MANIFEST, N_("Correct these lines.")
    ),
    "manifest-todo": Message(
        N_("The manifest {path} still has values to decide, marked TODO:"),
        N_("Some things only a person can decide: title, description, licence…"),
        N_("Replace each TODO by its value, or delete the line."),
    ),
    # Configuration
    "invalid-config": Message(
        N_("The configuration {path} cannot be used: {reason}"),
        N_("Profiles of portals are kept in a TOML file."),
        N_("Correct the file."),
    ),
    "profile-redefined": Message(
        N_("{path} gives another address to the portal {name} ({url})."),
        N_("A project must not send your data, nor your key, elsewhere under a known name."),
        N_("Give the project's portal a name of its own."),
    ),
    "profile-exists": Message(
        N_("There is already a portal named {name}: {url}."),
        N_("A name stands for one portal."),
        N_("Choose another name, or first: opendata portal remove NAME"),
    ),
    "bad-profile-name": Message(
        N_("{name} cannot name a portal."),
        N_("A portal is called by its name on the command line."),
        N_("Choose a name of lower-case letters without accents, digits, - and _."),
    ),
    "unknown-portal": Message(
        N_("There is no portal {name}. Known: {known}."),
        N_("A portal is a profile's name, an address, or a folder such as ./catalogue."),
        N_("Add it: opendata portal add NAME ADDRESS"),
    ),
    "unknown-portal-kind": Message(
        N_("Portals of the kind {kind} are not known. Known: {known}."),
        N_("The kind says how to speak with a portal."),
    ),
    "bad-delimiter": Message(
        N_("A separator is one character, or tab."),
        N_("The separator stands between the cells of a CSV."),
        N_("Common ones: --delimiter ';' and --delimiter tab."),
    ),
    "bad-header-row": Message(
        N_("These cannot be the rows of a header: {header_rows}."),
        N_("A header is one row, or several from top to bottom; rows are counted from 1."),
        N_("Give them in the order of the file: --header-row 3, or --header-row 7,8."),
    ),
    "several-portals": Message(
        N_("The manifest names several portals: {names}."),
        N_("A run publishes to one portal."),
        N_("Choose with --portal."),
    ),
    "no-catalogue": Message(
        N_("There is no catalogue in {path}."),
        N_("A folder becomes a catalogue with its first publication."),
        N_("Publish something there first: opendata publish"),
    ),
    # Plans
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
            "To bring it back, undo the deletion on the portal. To make another one, delete"
            " datapackage.lock.json. Nothing was written."
        ),
    ),
    "identity-lost": Message(
        N_("The dataset {page} no longer has the key {key}."),
        _IDENTITY,
        N_("If it is still yours, name it in the manifest: publish.dataset. Nothing was written."),
    ),
    "identity-changed": Message(
        N_("The dataset of the lock file, {page}, has the key {old}, and the manifest {new}."),
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
            " but the lock file that opendata init --from writes. A twin would be made."
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
    **PORTALS,
    **KEYS,
    "interrupted": Message(
        N_("Interrupted. What was done stays done; run the command again to go on."),
        N_("The command was stopped by Ctrl-C, or by the system."),
        N_("Run the command again."),
    ),
    "invalid-data": Message(
        N_("Nothing was published: the data is not valid."),
        N_("Invalid data is published only when someone says so."),
        N_("Mend the file. If you must publish it as it is: --publish-invalid"),
    ),
    "declined": Message(
        N_("Nothing was published, as you asked."), N_("The question was answered with no.")
    ),
    # Help
    "unknown-code": Message(
        N_("There is no code {name}. Close ones: {close}."),
        N_("Codes are those of issues, errors and notices."),
    ),
    "unknown-command": Message(
        N_("No JSON Schema for {name}. Commands that have one: {known}."),
        N_("Each command with a result has a JSON Schema."),
    ),
    **MANIFEST_LINES,
}
