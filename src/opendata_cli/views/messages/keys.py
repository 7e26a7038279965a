"""Keys and addresses of portals: what is missing, refused, or unsafe."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.message import Message

_OWN = N_("A key says who you are; it belongs to one portal, and is sent to no other.")
_AGAIN = N_("Make one at {page}, then {next}")
_REFUSED = N_("A portal stops taking a key that was revoked, that expired or was mistyped.")
_ROLES = N_("A portal lets the members of an organisation publish, each according to a role.")
_KEPT_SAFE = N_("Keys are kept in the key ring, or in a file that only its owner can read.")
_KNOWN_BY = N_("A portal is known by what it says of itself; only a few kinds can be published to.")
_BARE = N_("Without https:// an address would be taken for the name of a folder.")
_LOG_IN_AGAIN = N_("Give the key again, whole: opendata portal login {login}")

KEYS = {
    # Keys
    "missing-token": Message(
        N_("There is no key for {name} ({origin}): nothing can be published there without one."),
        _OWN,
        N_(
            "Make a key at {page}, then: opendata portal login {login}\n"
            "In an automatic job, give it in the variable {variable}."
        ),
    ),
    "key-refused": Message(N_("{portal} does not accept the key."), _REFUSED, _AGAIN),
    "key-refused:invalid": Message(
        N_("{portal} does not know this key (mistyped, or revoked)."), _REFUSED, _AGAIN
    ),
    "key-refused:revoked": Message(
        N_("The key of {portal} is no longer accepted: it was revoked."), _REFUSED, _AGAIN
    ),
    "key-refused:expired": Message(
        N_("The key of {portal} is no longer accepted: it has expired."), _REFUSED, _AGAIN
    ),
    "key-refused:inactive": Message(
        N_("The account to which the key of {portal} belongs is no longer active."),
        _REFUSED,
        N_("Ask the portal's administrators to open it again."),
    ),
    "not-allowed": Message(
        N_("Your key does not give you the right to do this on {portal}: {what}."),
        _ROLES,
        N_("See what you may do: opendata portal check {login}"),
    ),
    "not-allowed:silent": Message(
        N_("{portal} refuses, and does not say why: your key lacks a right, or a proxy refuses."),
        _ROLES,
        N_(
            "See what you may do: opendata portal check {login}\n"
            "If that is refused too, a proxy may stand in between: ask your computer service."
        ),
    ),
    "bad-key": Message(
        N_("This cannot be a key: it holds spaces, line breaks or accents. Nothing was sent."),
        N_("A key is one word of plain letters, digits and signs."),
        _LOG_IN_AGAIN,
    ),
    "bad-key:variable": Message(
        N_("This cannot be a key: it holds spaces, line breaks or accents. Nothing was sent."),
        N_("A key is one word of plain letters, digits and signs."),
        N_("Correct the variable {source}, or unset it."),
    ),
    "no-right": Message(
        N_("This key may not publish for {organization} on {portal}."),
        _ROLES,
        N_(
            "Ask an administrator of the organisation to make you an editor, or give another key:"
            " opendata portal login {login}"
        ),
    ),
    "no-right:no-organization": Message(
        N_("This key may publish for no organisation of {portal}."),
        _ROLES,
        N_("Ask the administrator of an organisation, on the portal, to make you an editor."),
    ),
    "no-key-given": Message(
        N_("No key was given for {origin}."),
        N_("A key is typed at the question, or is the first line of the standard input."),
        N_("Give the command again, and paste the key when it is asked for."),
    ),
    "no-key-needed": Message(
        N_("{name} is a folder: nobody needs a key for it."),
        N_("Whoever may write in the folder may publish there."),
        N_("Publish: opendata publish"),
    ),
    "key-ring-locked": Message(
        N_("The key ring is locked: the key of {origin} could not be reached."),
        _KEPT_SAFE,
        N_(
            "Unlock it, then run the command again. Where no one can, keep keys in a file:"
            " PYTHON_KEYRING_BACKEND=keyring.backends.fail.Keyring"
        ),
    ),
    "open-credentials": Message(
        N_("{path} can be read by others on this machine: its keys are not used."),
        _KEPT_SAFE,
        N_(
            "Someone may have copied them: make new ones on the portals, delete the file, then:"
            " opendata portal login NAME. If you are sure that nobody has: chmod 600 {path}"
        ),
    ),
    "damaged-credentials": Message(
        N_("{path}, where keys are kept, cannot be read ({reason})."),
        _KEPT_SAFE,
        N_("Delete it, then give your keys again: opendata portal login NAME"),
    ),
    # Where a key may go
    "origin-unconfirmed": Message(
        N_(
            "This project would send the key of {variable} to {origin}, and nobody has said that"
            " it may."
        ),
        N_("Whoever writes a project chooses its portals; only you decide where your keys go."),
        N_(
            "If it may: run the command in a terminal and answer yes, once; or add --yes; or keep"
            " a key for that portal alone: opendata portal login {login}"
        ),
    ),
    "profile-redefined:variable": Message(
        N_("{path}: the portal {asked} would take the key of {name} ({variable})."),
        N_("A project must not send your data, nor your key, elsewhere under a known name."),
        N_("Give the project's portal a name of its own."),
    ),
    "insecure-address": Message(
        N_("{url} is not protected: a key sent there could be read on its way."),
        N_("With http:// all that is sent crosses the network in clear."),
        N_("Give the portal's address in https://."),
    ),
    "unsupported-portal": Message(
        N_("No portal that can be published to was recognised at {url}."),
        _KNOWN_BY,
        N_("If it is a udata all the same: opendata portal add {name} {url} --kind udata"),
    ),
    "unsupported-portal:in-between": Message(
        N_("{url} gives a page, or refuses, where a portal would tell what it is."),
        _KNOWN_BY,
        N_(
            "A proxy of your network may stand in between: open the address in a browser to see"
            " what it says, and ask your computer service. If it is no portal, correct the address."
        ),
    ),
    "page-not-portal": Message(
        N_("{url} is the address of a page, not of a portal."),
        _KNOWN_BY,
        N_("The portal: {origin}"),
    ),
    "page-not-portal:add": Message(
        N_("{url} is the address of a page, not of a portal."),
        _KNOWN_BY,
        N_("The portal: opendata portal add {name} {origin}"),
    ),
    "missing-kind": Message(
        N_("{path} gives the portal {name} an address, {url}, but not its kind."),
        N_("The kind says how to speak with a portal."),
        N_('Add a line under [portals.{name}], such as: kind = "udata"'),
    ),
    "empty-portal": Message(
        N_(
            "The portal is empty: give a name, an address or a folder (a variable of your job may"
            " be empty)."
        ),
        N_("Published by default, data could go where nobody meant it to."),
        N_("The portals known here: opendata portal list"),
    ),
    "bare-address": Message(
        N_("{word} looks like an address, and does not begin with https://."),
        _BARE,
        N_("If it is a portal, write {url}\nIf it is a folder, write ./{word}"),
    ),
    "bare-address:add": Message(
        N_("{word} looks like an address, and does not begin with https://."),
        _BARE,
        N_(
            "If it is a portal: opendata portal add {name} {url}\n"
            "If it is a folder: opendata portal add {name} ./{word}"
        ),
    ),
    "bad-address:user-info": Message(
        N_("The address of a portal holds neither name nor password: {url}."),
        N_("A key written in an address ends in histories and logs."),
        N_("Give the address alone; the key is asked for by: opendata portal login {url}"),
    ),
    "bad-address:query": Message(
        N_("The address of a portal ends before ? and #: {url}."),
        N_("What follows them names a page, not a portal."),
        N_("Give the address of the portal alone."),
    ),
}
