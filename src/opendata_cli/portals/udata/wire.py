"""What udata says, as types. What it may leave out has a default, and nothing else.

Observed on udata 17; source of the names: its `swagger.json`.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from opendata_cli.errors import UnexpectedAnswer

M = TypeVar("M")


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, told: object) -> object:
        """Null says no more than silence where silence is allowed: the field has its default."""
        if not isinstance(told, dict):
            return told
        optional = {name for name, field in cls.model_fields.items() if not field.is_required()}
        kept = (item for item in told.items() if item[1] is not None or item[0] not in optional)
        return dict(kept)


class Organization(_Wire):
    """An organisation, as it stands in a dataset or in `/me/`."""

    id: str
    name: str = ""
    slug: str = ""
    acronym: str | None = None
    uri: str = ""


class Person(_Wire):
    """A user."""

    id: str
    first_name: str | None = None
    last_name: str | None = None


class Me(Person):
    """Who the key is."""

    email: str | None = None
    roles: list[str] = []
    organizations: list[Organization] = []


class Member(_Wire):
    """Someone in an organisation, and what for."""

    user: Person
    role: str = ""


class Members(_Wire):
    """The members of an organisation."""

    members: list[Member] = []


class Period(_Wire):
    """A temporal coverage: ISO dates, or moments of which only the day counts."""

    start: str | None = None
    end: str | None = None


class Places(_Wire):
    """A spatial coverage by zones; one by geometry tells us nothing."""

    granularity: str | None = None
    zones: list[str] | None = None


class SchemaName(_Wire):
    """Which schema a resource follows."""

    name: str | None = None
    version: str | None = None
    url: str | None = None


class Digest(_Wire):
    """A checksum."""

    type: str = ""
    value: str = ""


class ContactPoint(_Wire):
    """Whom to write to."""

    name: str | None = None
    email: str | None = None
    contact_form: str | None = None
    role: str = "contact"


class WireResource(_Wire):
    """A resource; `filetype` is "file" for one that was uploaded, "remote" for a link."""

    id: str
    title: str | None
    description: str | None
    type: str | None
    filetype: str
    format: str | None
    mime: str | None
    filesize: int | None
    checksum: Digest | None
    url: str | None
    latest: str | None
    schema_: SchemaName | None = Field(alias="schema")
    extras: dict[str, object] | None


class Within(_Wire):
    """In which dataset a resource is; none for one that the community added."""

    dataset_id: str | None = None


class Permissions(_Wire):
    """What the key may do with a dataset."""

    edit: bool = True


class WireDataset(_Wire):
    """A dataset with its resources.

    What an answer leaves out is not what the dataset lacks: a resource taken for absent would
    be made a second time. All that udata always says must be there.
    """

    id: str
    title: str | None
    description: str | None
    private: bool | None
    archived: str | None
    deleted: str | None
    organization: Organization | None
    owner: Person | None
    license: str | None
    frequency: str | None
    tags: list[str] | None
    temporal_coverage: Period | None
    spatial: Places | None
    extras: dict[str, object] | None
    resources: list[WireResource]
    last_modified: str | None
    page: str | None
    contact_points: list[ContactPoint] | None = None
    harvest: dict[str, object] | None = None
    permissions: Permissions | None = None


class DatasetPage(_Wire):
    """One page of a list of datasets."""

    data: list[WireDataset]
    next_page: str | None


class Listed(_Wire):
    """A dataset in a list read for its identity only."""

    id: str
    deleted: str | None
    extras: dict[str, object]


class ListedPage(_Wire):
    """One page of such a list; `total` is how many there are on all pages."""

    data: list[Listed]
    next_page: str | None
    total: int


class Named(_Wire):
    """An entry of a list of choices: a licence, a granularity."""

    id: str = ""


class SchemaVersion(_Wire):
    """A version of a catalogued schema."""

    version_name: str = ""
    schema_url: str | None = None


class CataloguedSchema(_Wire):
    """A schema that the portal knows by name."""

    name: str = ""
    schema_url: str | None = None
    versions: list[SchemaVersion] = []


class Reference(_Wire):
    """A thing just made."""

    id: str


def parse(kind: type[M], told: object, *, portal: str, operation: str) -> M:
    """`told` as `kind`. Raises UnexpectedAnswer `unexpected-answer` (where)."""
    try:
        return TypeAdapter(kind).validate_python(told)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise UnexpectedAnswer(
            "unexpected-answer", portal=portal, operation=operation, where=where
        ) from error
