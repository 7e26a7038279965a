"""What to know before saying yes, and the comments of a first manifest."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.message import Message

_FOUND = N_("What a person wrote wins; the data may show something else.")
_DRAFT = N_("A first manifest says of each value where it comes from.")

NOTICES = {
    # Plans
    "adopted": Message(
        N_("Found on the portal by its key, without datapackage.lock.json: {page}"),
        N_("datapackage.lock.json was lost or never shared; the dataset was found all the same."),
    ),
    "attached": Message(
        N_("The manifest takes over this dataset: {page}"),
        N_("publish.dataset names a dataset that exists already."),
    ),
    "changed-on-portal": Message(
        N_("Changed on the portal since your last publication. This replaces there: {fields}."),
        N_("Somebody may have corrected the dataset on the portal itself."),
        N_("To keep what stands there, copy it into the manifest first."),
    ),
    "resource-only-on-portal": Message(
        N_("The portal also has {title}, which the manifest has not; it is left alone."),
        N_("A resource that the manifest no longer names is deleted only with --prune."),
        N_("To delete it: --prune"),
    ),
    "resource-not-ours": Message(
        N_("The portal also has {title}, which was not published from here; it is left alone."),
        N_("Somebody added it on the portal itself: --prune never deletes it."),
        N_("If it must go, delete it on the portal."),
    ),
    "link-changes": Message(
        N_("The address of {key} changes: {after} instead of {before}"),
        N_("In a folder catalogue a file's address ends with its format."),
        N_("Tell those who use the old address, or add a new resource instead."),
    ),
    "name-kept": Message(
        N_("The dataset keeps the name {kept}; the manifest now says {name}."),
        N_("The name is part of addresses, which live long: that of the first publication stays."),
        N_("Put the name {kept} back in the manifest, so that both say the same."),
    ),
    "private-readable": Message(
        N_("The dataset is private for the catalogue only: whoever reads {path} reads its files."),
        N_("A folder has no accounts: what lies in it can be read by who has access to it."),
        N_("Keep confidential data elsewhere."),
    ),
    "feed-relative": Message(
        N_("The catalogue has no public address yet: no portal can harvest it."),
        N_("A harvester needs whole addresses."),
        N_("Once the folder is on the web: opendata portal add NAME FOLDER --base-url ADDRESS"),
    ),
    "fields-not-kept": Message(
        N_("The portal has no place for: {fields}."),
        N_("Each portal stores its own fields; what it cannot store is said, never lost silently."),
    ),
    "keywords-refused": Message(
        N_("The portal refuses these keywords: {keywords}."),
        N_("There, a keyword has 3 to 96 letters or digits."),
        N_("Write them otherwise in the manifest."),
    ),
    "contacts-refused": Message(
        N_("The portal takes no contact without an e-mail or an address: {names}."),
        N_("A contact point is there to be written to."),
        N_("Give them an e-mail in the manifest: contributors, email"),
    ),
    "schema-not-listed": Message(
        N_("The portal does not know the schema {schema}: {key} is published without naming it."),
        N_("A portal with a catalogue of schemas takes no other name. The file is checked here."),
    ),
    "period-without-start": Message(
        N_("The portal takes no period without a first day: the period is left as it is."),
        N_("A period without a beginning cannot be stored there."),
        N_("Give its first day in the manifest: temporal, start"),
    ),
    "places-not-cleared": Message(
        N_("The portal never forgets a place: those that the dataset has there stay."),
        N_("The portal's interface lets nobody remove places once they are given."),
    ),
    "private-files-public": Message(
        N_("The dataset is hidden, its files are not: whoever has their address can read them."),
        N_("On this portal only the page of a private dataset is hidden."),
        N_("Keep confidential data elsewhere."),
    ),
    "dataset-archived": Message(
        N_("The dataset is archived on the portal: nobody finds it in lists. {page}"),
        N_("An archived dataset can be read by who knows its address; publishing leaves it so."),
        N_("To show it again, take it out of the archives on the portal."),
    ),
    "sysadmin": Message(
        N_("This key administers the whole portal: it may write in any organisation."),
        N_("Such a key can do harm anywhere; an editor's is enough to publish."),
    ),
    # Descriptions
    "missing-title": Message(
        N_("The dataset has no title."),
        N_("The title is what people read first, and what search engines show."),
        N_("Write it in the manifest: title"),
    ),
    "missing-description": Message(
        N_("The dataset has no description."),
        N_("Without a description nobody knows how the data was made, nor its limits."),
        N_("Write it in the manifest: description"),
    ),
    "missing-license": Message(
        N_("The dataset has no licence: nobody knows whether they may use the data."),
        N_("Data without a licence may not be reused."),
        N_("Choose one in the manifest: licenses: [{{name: etalab-2.0}}]"),
    ),
    "coverage-contradiction": Message(
        N_("{of}: the manifest says {told}, the data say {found}."), _FOUND
    ),
    "temporal-not-found": Message(
        N_("No period was found in the data: the period covered is left as it is."),
        N_("The period covered is what reusers look at first to know whether data is current."),
        N_("Write it in the manifest: temporal: {{start: 2024-01-01, end: 2024-12-31}}"),
    ),
    "temporal-proposed": Message(
        N_("The period {start} → {end} is only a guess, and is not published."),
        N_("A name suggests a period which the data themselves do not prove."),
        N_("If it is right, write it in the manifest under temporal."),
    ),
    "spatial-not-found": Message(
        N_("No area was found in the data: the area covered is left as it is."),
        N_("Areas are found by codes of places."),
        N_("Write it in the manifest under spatial."),
    ),
    "unknown-key": Message(
        N_("The manifest has a key {key} that nothing reads; did you mean {close}?"),
        N_("A misspelt key is silently without effect elsewhere."),
    ),
    "unheeded-key": Message(
        N_("The manifest has a key {key} that is not heeded."),
        N_("Some ways of reading a file are not offered."),
    ),
    "second-license": Message(
        N_("Only the first licence is published."), N_("Portals keep one licence a dataset.")
    ),
    # Portals
    "missing-folder": Message(
        N_("The folder will be made by the first publication."),
        N_("A folder becomes a catalogue with its first publication."),
    ),
    # First manifests
    "draft-id": Message(
        N_("the dataset's identity: never change it, portals recognise it by this"), _DRAFT
    ),
    "draft-from-file-name": Message(N_("from the file name"), _DRAFT),
    "draft-title": Message(N_("what people will read first; say what, where and when"), _DRAFT),
    "draft-description": Message(
        N_("what the data is, how and by whom it was made, its limits: 100 characters or more"),
        _DRAFT,
    ),
    "draft-license": Message(
        N_("etalab-2.0 for most French administrations, ODbL-1.0, CC-BY-4.0…"), _DRAFT
    ),
    "draft-frequency": Message(
        N_("annual, quarterly, monthly, daily, punctual, irregular…"), _DRAFT
    ),
    "draft-organization": Message(
        N_("the organisation's name or identifier on the portal"), _DRAFT
    ),
    "draft-temporal-found": Message(
        N_("read in the data at each publication; today {start} → {end}"), _DRAFT
    ),
    "draft-temporal-proposed": Message(N_("guessed from a name: check it"), _DRAFT),
    "draft-table": Message(N_("{rows} rows, {columns} columns"), _DRAFT),
    "draft-schema": Message(N_("the known schema that looks most like this file"), _DRAFT),
    "draft-sheet": Message(N_("the sheet that looks like a table, among {sheets}"), _DRAFT),
    "draft-header": Message(N_("where the header was found"), _DRAFT),
    "draft-encoding": Message(N_("found by content"), _DRAFT),
    "draft-no-table": Message(N_("not a table"), _DRAFT),
}
