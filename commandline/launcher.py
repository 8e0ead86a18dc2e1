"""``.venv/bin/bria-studio`` of a source folder, which ``make`` copies there: its packages are two folders above."""

import sys
from pathlib import Path


def find_source() -> Path:
    """The folder that .venv lies in, which may be a link itself; a link to this very file is followed."""
    file = Path(__file__).absolute()
    while file.is_symlink():
        file = file.parent / file.readlink()
    return file.parents[2]


if __name__ == "__main__":
    sys.path.insert(0, str(find_source()))
    from commandline.__main__ import main

    main()
