"""Make a demo archive anywhere: a copy of the sample articles this repository carries.

The copy is yours to search, to import into, and to break; the samples stay as they are.
"""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Final

SAMPLES: Final = Path(__file__).resolve().parents[1] / "archive"
"""The sample archive of the repository."""

_NOT_COPIED: Final = shutil.ignore_patterns(".*")
"""Hidden items: the index, which is built anew, and the lock of whoever is writing."""


def main() -> int:
    """Copy the samples; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the archive is to be; not there yet")
    folder: Path = parser.parse_args().folder
    try:
        shutil.copytree(SAMPLES, folder, ignore=_NOT_COPIED)
    except FileExistsError:
        print(f"{folder} is there already; name a new folder.", file=sys.stderr)
        return 2
    except (shutil.Error, OSError) as error:
        print(f"{folder} could not be written: {error}", file=sys.stderr)
        return 3
    print(f"archive-tui --archive {folder} index")
    return 0


if __name__ == "__main__":
    sys.exit(main())
