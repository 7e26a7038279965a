"""`payload`: any result becomes the `data` of the envelope."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

from opendata_cli.formats.payloads.describe import description_payload
from opendata_cli.formats.payloads.draft import draft_payload
from opendata_cli.formats.payloads.explain import explanation_payload
from opendata_cli.formats.payloads.portals import (
    check_payload,
    list_payload,
    login_payload,
    logout_payload,
)
from opendata_cli.formats.payloads.publish import plan_payload, publication_payload
from opendata_cli.formats.payloads.validate import reports_payload
from opendata_cli.model.description import Description
from opendata_cli.model.drafted import Drafted
from opendata_cli.model.explanation import Explanation
from opendata_cli.model.plan import Plan
from opendata_cli.model.portals import PortalCheck, PortalList, PortalLogin, PortalLogout
from opendata_cli.model.publication import Publication
from opendata_cli.model.report import Reports


@singledispatch
def payload(result: object) -> Mapping[str, object]:
    """The JSON object for `result`."""
    raise TypeError(result)


payload.register(Reports, reports_payload)
payload.register(Description, description_payload)
payload.register(Drafted, draft_payload)
payload.register(Plan, plan_payload)
payload.register(Publication, publication_payload)
payload.register(PortalList, list_payload)
payload.register(PortalCheck, check_payload)
payload.register(PortalLogin, login_payload)
payload.register(PortalLogout, logout_payload)
payload.register(Explanation, explanation_payload)
