"""`view`: any result becomes a document."""

from __future__ import annotations

from functools import singledispatch

from opendata_cli.model.description import Description
from opendata_cli.model.drafted import Drafted
from opendata_cli.model.explanation import Explanation
from opendata_cli.model.plan import Plan
from opendata_cli.model.portals import PortalCheck, PortalList, PortalLogin, PortalLogout
from opendata_cli.model.publication import Publication
from opendata_cli.model.report import Reports
from opendata_cli.views.dataset import view_description
from opendata_cli.views.document import Document
from opendata_cli.views.drafted import view_drafted
from opendata_cli.views.explanation import view_explanation
from opendata_cli.views.plan import view_plan
from opendata_cli.views.portals import (
    view_login,
    view_logout,
    view_portal_check,
    view_portals,
)
from opendata_cli.views.publication import view_publication
from opendata_cli.views.report import view_reports


@singledispatch
def view(result: object) -> Document:
    """The document of `result`, in the active language."""
    raise TypeError(result)


view.register(Reports, view_reports)
view.register(Description, view_description)
view.register(Drafted, view_drafted)
view.register(Plan, view_plan)
view.register(Publication, view_publication)
view.register(PortalList, view_portals)
view.register(PortalCheck, view_portal_check)
view.register(PortalLogin, view_login)
view.register(PortalLogout, view_logout)
view.register(Explanation, view_explanation)
