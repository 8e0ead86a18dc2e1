"""The servers that several machines share: ``python -m harness.servers`` installs what tests start of them."""

from __future__ import annotations

import os
import sys
from types import ModuleType

from harness import caddy, nginx, postgres, redis_server
from harness.programs import provide

KINDS: tuple[ModuleType, ...] = (postgres, redis_server, nginx, caddy)
MISSING = "the tests that need it are skipped."


def main() -> int:
    """The exit status: 1 where one is missing and CI is set; without CI it is said aloud."""
    missing = [kind for kind in KINDS if not provide(kind, MISSING)]
    return 1 if missing and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
