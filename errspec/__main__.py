"""
Run the command ``errspec`` with ``python -m errspec``.
"""

import sys

from errspec.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
