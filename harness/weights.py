"""Where the installation's weights are, for tests and benchmarks, which choose by which methods the engine works."""

from __future__ import annotations

import sys
from pathlib import Path

INSTALLED = Path(sys.prefix) / "share" / "bria-studio" / "weights"
