"""`python -m opendata_cli`."""

import sys

from opendata_cli.cli.main import main

sys.exit(main())
