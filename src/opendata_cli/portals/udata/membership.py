"""Who the key is, and the organisation it publishes for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from opendata_cli.errors import ConfigError, NotAllowed
from opendata_cli.model.notice import Notice
from opendata_cli.model.remote import Identity, Membership
from opendata_cli.portals.udata.client import Client
from opendata_cli.portals.udata.wire import Me, Organization

_MAY_PUBLISH = frozenset({"admin", "editor"})
_SYSADMIN = "admin"
_MAYBE_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Memberships:
    """`word` is how a person names the organisation: by its id, its slug or its name."""

    def __init__(self, client: Client, portal: str, word: str | None) -> None:
        self._client = client
        self._portal = portal
        self._word = word
        self._me: Me | None = None
        self._found: Organization | None = None

    @property
    def told(self) -> bool:
        """Whether an organisation was named at all."""
        return self._word is not None

    def seen(self, organization: Organization | None) -> None:
        """An organisation met on the way may be the one: that saves asking for it.

        By its identifier or its slug only: a name may be that of several.
        """
        known = organization is not None and self._word in {organization.id, organization.slug}
        if known and self._found is None:
            self._found = organization

    def organization(self) -> Organization:
        """The organisation that publishes.

        Raises ConfigError: `organization-needed` (known), `unknown-organization` and
        `ambiguous-organization` (organization, known); PortalError.
        """
        if self._found is None:
            self._found = self._find()
        return self._found

    def identity(self) -> Identity:
        """Who the key is, with its role in each organisation."""
        me = self._whoami()
        told = self.organization() if self.told else None
        mine = tuple(
            Membership(id=item.id, name=item.name, role=self._role(item, me), slug=item.slug)
            for item in me.organizations
        )
        name = " ".join(word for word in (me.first_name, me.last_name) if word)
        return Identity(
            who=f"{name} <{me.email}>" if me.email else name,
            may_publish=self._may_publish(me, mine, told),
            notes=_notes(me),
            organization=told.name if told else None,
            organizations=mine,
        )

    def refuse_stranger(self) -> None:
        """Raise NotAllowed `not-a-member` (organization) for a key that cannot publish there."""
        organization, me = self.organization(), self._whoami()
        mine = {item.id for item in me.organizations}
        if organization.id not in mine and _SYSADMIN not in me.roles:
            told = {"portal": self._portal, "operation": "create"}
            raise NotAllowed("not-a-member", organization=organization.name, **told)

    def _whoami(self) -> Me:
        if self._me is None:
            self._me = self._client.me()
        return self._me

    def _find(self) -> Organization:
        mine = self._whoami().organizations
        if self._word is None:
            raise ConfigError("organization-needed", portal=self._portal, known=_slugs(mine))
        word = self._word.strip()
        slug = word.lower()
        known = next((item for item in mine if slug in {item.id, item.slug}), None)
        return known or self._elsewhere(slug) or self._by_name(word, mine)

    def _elsewhere(self, word: str) -> Organization | None:
        """Another's identifier or slug, which comes before the name of one of ours."""
        return self._client.organization(word) if _MAYBE_SLUG.fullmatch(word) else None

    def _by_name(self, word: str, mine: Sequence[Organization]) -> Organization:
        named = [item for item in mine if item.name.strip().casefold() == word.casefold()]
        if len(named) == 1:
            return named[0]
        code = "ambiguous-organization" if named else "unknown-organization"
        told = {"organization": word, "known": _slugs(named or mine)}
        raise ConfigError(code, portal=self._portal, **told)

    def _role(self, organization: Organization, me: Me) -> str:
        members = self._client.members(organization.id).members
        return next((item.role for item in members if item.user.id == me.id), "")

    def _may_publish(self, me: Me, mine: Iterable[Membership], told: Organization | None) -> bool:
        if _SYSADMIN in me.roles:
            return True
        where = (item for item in mine if told is None or item.id == told.id)
        return any(item.role in _MAY_PUBLISH for item in where)


def _notes(me: Me) -> tuple[Notice, ...]:
    return (Notice(code="sysadmin"),) if _SYSADMIN in me.roles else ()


def _slugs(organizations: Iterable[Organization]) -> list[str]:
    return sorted(item.slug or item.id for item in organizations)
