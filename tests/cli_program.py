"""The program as tests run it: in this process, or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive_tui.cli.main import run


@dataclass(frozen=True)
class Outcome:
    """What a run of the program gave."""

    code: int
    out: str
    err: str


class Program:
    """The program on one archive, in this process."""

    def __init__(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.archive = archive
        self._capsys = capsys

    def __call__(self, *argv: str) -> Outcome:
        self._capsys.readouterr()
        code = run(["--archive", str(self.archive), *argv])
        captured = self._capsys.readouterr()
        return Outcome(code, captured.out, captured.err)


def start(
    *argv: str | bytes, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> Outcome:
    """Run the program in a process of its own, its streams being pipes."""
    done = subprocess.run(
        [sys.executable, "-m", "archive_tui", *argv],
        capture_output=True,
        check=False,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
