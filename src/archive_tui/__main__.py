"""Start of the program: ``archive-tui`` and ``python -m archive_tui``."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        from archive_tui.cli.main import run  # noqa: PLC0415 - Ctrl-C may come this early
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
