"""Start of the program: ``archive-tui`` and ``python -m archive_tui``."""

import os
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # NumPy begins a thread for each processor when it is loaded, for an algebra we do not use.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from archive_tui.cli.main import run  # noqa: PLC0415 - Ctrl-C may come this early
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
