"""The servers that several machines share: ``python -m harness.servers`` installs what tests start of them."""

from __future__ import annotations

import os
import sys
from types import ModuleType

from harness import postgres, redis_server
from harness.programs import install

KINDS: tuple[ModuleType, ...] = (postgres, redis_server)
MISSING = """
****************************************************************************************
  NO {name}: the tests that need it are skipped.
  {advice}
****************************************************************************************
"""


def main() -> int:
    """The exit status: 1 where one is missing and CI is set; without CI it is said aloud."""
    missing = [kind for kind in KINDS if not provide(kind)]
    return 1 if missing and os.environ.get("CI") else 0


def provide(kind: ModuleType) -> bool:
    """Make sure that there is a server of this kind; False, said aloud, where there is none."""
    if kind.find() is None:
        install(kind.NAME, kind.ways())
    if kind.find() is None:
        sys.stderr.write(MISSING.format(name=kind.NAME.upper(), advice=kind.ADVICE))
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
