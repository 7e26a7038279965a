"""What stops the work: an entry a code, `code:reason` where a reason has its own words."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.message import Message

_PATH = N_("Check the path; quotes are needed around a name with spaces.")
_MANIFEST = N_("The manifest (datapackage.yaml) describes the dataset and names its files.")
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
    "disk-full": Message(
        N_("There is no room left on the disk to write {path}."),
        N_("The disk is full. The files that were there are as they were."),
        N_("Free some room, then run the command again."),
    ),
    "not-writable": Message(
        N_("{path} cannot be written."),
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
    "invalid-schema": Message(
        N_("The schema {ref} is refused:"),
        N_("The schema itself is faulty, so nothing can be judged by it."),
        N_("Tell its author, or correct your copy and give its path with --schema."),
    ),
    # Manifests
    "manifest-not-found": Message(
        N_("There is no manifest in {path}."),
        _MANIFEST,
        N_("Write one from your files: opendata init FILE…"),
    ),
    "manifest-unreadable": Message(N_("{path} cannot be read: {reason}."), _MANIFEST, _PATH),
    "no-manifest-yet": Message(
        N_("{path} is a data file; publishing needs a manifest beside it."),
        _MANIFEST,
        N_("Write it, then complete it: opendata init FILE…"),
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
        N_("Names are made of lower-case letters, digits, - and _."),
        N_("Choose another name."),
    ),
    "unknown-portal": Message(
        N_("There is no portal {name}. Known: {known}."),
        N_("A portal is a profile's name, or a folder such as ./catalogue."),
        N_("Add it: opendata portal add NAME FOLDER"),
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
    "unsupported-portal": Message(
        N_("{url} cannot be published to: this version publishes to folders."),
        N_("A folder catalogue can be put on any web server and harvested by any portal."),
        N_("Give a folder, such as ./catalogue."),
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
        N_("This file remembers what was published where; without it nothing but time is lost."),
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
    "identity-lost": Message(
        N_("The dataset {page} no longer has the key {key}."),
        _IDENTITY,
        N_("If it is still yours, name it in the manifest: publish.dataset. Nothing was written."),
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
    "resource-without-file": Message(
        N_("The resource {key} has no file to send."),
        N_("A resource of the manifest names a file beside it."),
        N_("Give it a path in the manifest."),
    ),
    "name-taken": Message(
        N_("The name {name} belongs to another dataset of the catalogue."),
        N_("Each dataset has a folder of its own, called by its name."),
        N_("Choose another name in the manifest. Nothing was written."),
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
    # One line of a manifest
    "manifest:syntax": Message(N_("syntax: {detail}"), _MANIFEST),
    "manifest:too-complex": Message(N_("too deep or too large to be a manifest"), _MANIFEST),
    "manifest:not-utf8": Message(N_("the file is not in UTF-8"), _MANIFEST),
    "manifest:missing": Message(N_("is missing"), _MANIFEST),
    "manifest:type": Message(N_("is not of the kind expected: {expected}"), _MANIFEST),
    "manifest:unknown-frequency": Message(
        N_("{value} is not a known frequency. Close ones: {close}"), _MANIFEST
    ),
    "manifest:unknown-value": Message(N_("{value} is not among {allowed}"), _MANIFEST),
    "manifest:unknown-encoding": Message(N_("{value} is not the name of an encoding"), _MANIFEST),
    "manifest:bad-date": Message(N_("{value} is not a date; write it as 2024-03-01"), _MANIFEST),
    "manifest:start-after-end": Message(N_("the start {start} is after the end {end}"), _MANIFEST),
    "manifest:duplicate-resource": Message(N_("two resources are named {value}"), _MANIFEST),
    "manifest:duplicate-key": Message(N_("is written twice"), _MANIFEST),
    "manifest:several-paths": Message(N_("only one file a resource is read"), _MANIFEST),
    "manifest:unsafe-path": Message(N_("{value} leads outside the manifest's folder"), _MANIFEST),
    "manifest:bad-name": Message(
        N_("{value} cannot be a name; write for instance {expected}"), _MANIFEST
    ),
}
