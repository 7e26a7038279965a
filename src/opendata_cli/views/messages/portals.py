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
    "not-found:no-portal": Message(
        N_("{portal} does not answer as a portal: it has no {id}."),
        N_("The address of a portal is its origin, and not that of one of its pages."),
        N_(
            "Check its address: opendata portal list\n"
            "To correct it: opendata portal remove {portal}, then opendata portal add {portal}"
            " https://…"
        ),
    ),
    "link-not-kept": Message(
        N_("{key} is only an address, and this portal holds the files themselves."),
        N_("A folder catalogue gives what lies in it, and nothing that lives elsewhere."),
        N_("Download the file beside the manifest, and name it there under path."),
    ),
    # What HTTP portals answer
    "portal-silent": Message(
        N_("{portal} does not answer ({url}: {reason})."),
        N_("The network or the portal is down. What was done before stays done."),
        N_("Check the connection, and the proxy if there is one, then run the command again."),
    ),
    "bad-certificate": Message(
        N_("The certificate of {url} is not accepted: {reason}."),
        N_("Without it nobody knows whether this is really the portal: no key was sent."),
        N_(
            "If your network has its own authority, give its file in the variable SSL_CERT_FILE;"
            " else tell the portal's administrator."
        ),
    ),
    "portal-down": Message(
        N_("{portal} is down for now (answer {status})."),
        N_("The server in front of the portal cannot reach it. What was done stays done."),
        N_("Wait a few minutes, then run the command again."),
    ),
    "portal-broken": Message(
        N_("{portal} failed on its own side (answer {status}). {said}"),
        N_("The portal met a fault while it worked on the request."),
        N_("Run the command again; if it goes on, tell the portal's administrator."),
    ),
    "read-only": Message(
        N_("{portal} takes no changes for now: it is in maintenance."),
        N_("During a maintenance a portal can be read, and not written."),
        N_("Run the command again later: it does what is left."),
    ),
    "rate-limited": Message(
        N_("{portal} has had too many requests: it asks to come back {wait}."),
        N_("Portals limit how many requests they take in a given time."),
        N_("Wait, then run the command again: it does what is left."),
    ),
    "redirected": Message(
        N_("{portal} answers from another address: {location}"),
        N_("A key is sent to one address only, and never where that address leads."),
        N_("If that is the portal, give that address: opendata portal add NAME {there}"),
    ),
    "not-json": Message(
        N_("{url} does not answer as a portal does ({kind} instead of JSON)."),
        N_("A page of maintenance, of a proxy or of another site stands where the portal must."),
        N_("Open the address in a browser to see what it says, and check the portal's address."),
    ),
    "unexpected-answer": Message(
        N_("{portal} answered something unexpected at {where}."),
        N_("The portal may run a version that this program does not know yet."),
        N_("Update opendata; if it goes on, report it with the portal's address."),
    ),
    "unexpected-answer:nowhere": Message(
        N_("{portal} answered something unexpected."),
        N_("The portal may run a version that this program does not know yet."),
        N_("Update opendata; if it goes on, report it with the portal's address."),
    ),
    "refused:whole": Message(
        N_("{portal} refused: {said}"),
        N_("The portal understood and said no, in its own words."),
        N_("Correct what it names in the manifest, then run the command again."),
    ),
    "refused:silent": Message(
        N_("{portal} refused, and does not say why (answer {status})."),
        N_("The portal understood and said no, in its own words."),
        N_("Run the command again; if it goes on, tell the portal's administrator."),
    ),
    "refused": Message(
        N_("{portal} refused: {said} ({fields})"),
        N_("The portal understood and said no, in its own words."),
        N_("Correct what it names in the manifest, then run the command again."),
    ),
    "file-too-large": Message(
        N_("{name} is larger than {portal} accepts."),
        N_("Each portal sets a limit to the size of files, which it does not announce."),
        N_("Compress the file (zip, gz) or divide it; or ask the portal's administrator."),
    ),
    "not-a-member": Message(
        N_("Your key does not belong to a member of {organization}, on {portal}."),
        N_("Only members of an organisation publish for it."),
        N_("Ask its administrator on the portal to make you an editor, then run again."),
    ),
    "may-not-edit": Message(
        N_("Your key may not change {page}."),
        N_("Editors and administrators of the organisation change its datasets."),
        N_("Ask an administrator of the organisation to make you an editor, then run again."),
    ),
    "organization-needed": Message(
        N_("Which organisation publishes? {portal} knows you in: {known}."),
        N_(
            "A dataset belongs to an organisation, or else to a person, on whose page nobody"
            " looks for it."
        ),
        N_(
            "Write it in the manifest under publish.organization.\n"
            "For every dataset, tell it of the portal: opendata portal remove NAME, then"
            " opendata portal add NAME ADDRESS --organization ORGANISATION"
        ),
    ),
    "organization-needed:none": Message(
        N_("Your key belongs to no organisation of {portal}: it can publish for none."),
        N_("Only members of an organisation publish for it."),
        N_("Ask the administrator of an organisation, on the portal, to make you an editor."),
    ),
    "ambiguous-organization": Message(
        N_("{portal} knows several organisations “{organization}”: {known}."),
        N_("Several organisations may have one name; each has an address of its own."),
        N_("Write one of these in the manifest: publish.organization"),
    ),
    "unknown-organization": Message(
        N_("{portal} has no organisation “{organization}”. Yours: {known}."),
        N_("An organisation is named by its identifier, or by its name in the portal's addresses."),
        N_(
            "Correct publish.organization in the manifest. If it is the portal's own:"
            " opendata portal remove NAME, then opendata portal add NAME ADDRESS"
            " --organization ORGANISATION"
        ),
    ),
    "unknown-organization:none": Message(
        N_(
            "{portal} has no organisation “{organization}”, and your key belongs to no organisation"
            " there."
        ),
        N_("An organisation is named by its identifier, or by its name in the portal's addresses."),
        N_(
            "Ask the administrator of an organisation, on the portal, to make you an editor, then"
            " correct publish.organization in the manifest."
        ),
    ),
    "other-organization": Message(
        N_("The dataset belongs to {found}, and the manifest publishes for {organization}."),
        N_("A dataset changes hands on the portal itself, by a transfer that both sides accept."),
        N_("Ask for the transfer on the portal, or correct publish.organization."),
    ),
    "harvested": Message(
        N_("{page} is fed by a harvester: what you would write there would not last."),
        N_("A harvested dataset is copied again and again from its source."),
        N_("Change it at its source. Nothing was written."),
    ),
    "text-required": Message(
        N_("The portal wants a {field}, and the manifest gives none."),
        N_("Portals refuse a dataset without title or description."),
        N_("Write it in the manifest: {field}"),
    ),
    "text-too-long": Message(
        N_("The {field} is longer than the portal accepts ({most} characters)."),
        N_("Portals limit the length of texts."),
        N_("Shorten it in the manifest: {field}"),
    ),
    "license-not-listed": Message(
        N_("The portal does not offer the licence {license}. It has: {listed}."),
        N_("A licence that a portal does not know would be replaced by none, without a word."),
        N_("Choose one of these in the manifest: licenses"),
    ),
    "frequency-not-listed": Message(
        N_("The portal has no frequency {frequency}. It has: {listed}."),
        N_("Older portals know fewer frequencies."),
        N_("Choose one of these in the manifest: frequency"),
    ),
    "granularity-not-listed": Message(
        N_("The portal has no granularity {granularity}. It has: {listed}."),
        N_("The granularity is the smallest place the data speak of."),
        N_("Choose one of these in the manifest: spatial, granularity"),
    ),
    "zones-not-listed": Message(
        N_("The portal does not know these places: {zones}."),
        N_("Places are named by the portal's own identifiers, as fr:departement:35."),
        N_("Correct spatial.zones in the manifest."),
    ),
    "old-keywords-refused": Message(
        N_("The portal refuses today keywords that the dataset has there: {keywords}."),
        N_("With each change a portal of this kind wants all keywords said again."),
        N_("Write the keywords to keep in the manifest: keywords. Nothing was written."),
    ),
    "extension-refused": Message(
        N_("The portal takes no file that ends like {name}. It takes: {listed}."),
        N_("A portal only takes the kinds of files that it knows."),
        N_(
            "Give a table in CSV, XLSX or ODS, a document in PDF, ODT or DOCX; or compress the"
            " file (zip)."
        ),
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
