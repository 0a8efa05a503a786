"""The program in a real terminal of a given size, and what its screen shows."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

pexpect = pytest.importorskip("pexpect", reason="a pseudo-terminal is needed")
pyte = pytest.importorskip("pyte", reason="a terminal emulator is needed")

PATIENCE: Final = 20.0
"""Seconds to wait for something to appear; a slow machine is no fault."""


class Terminal:
    """The program running in a terminal.

    Args:
        arguments: What follows ``archive-tui``.
        columns: Width in cells.
        lines: Height in cells.
    """

    def __init__(self, arguments: list[str], columns: int, lines: int, home: Path) -> None:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "ARCHIVE_TUI_HOME": str(home),
        }
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._process = pexpect.spawn(
            sys.executable,
            ["-m", "archive_tui", *arguments],
            dimensions=(lines, columns),
            env=environment,
            timeout=PATIENCE,
        )

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    def press(self, *keys: str) -> None:
        """Send keys, one at a time as a person does."""
        for key in keys:
            self._process.send(key)
            self._read(0.02)

    def until(self, holds: Callable[[str], bool] | str) -> str:
        """Wait until the screen shows a text, or until a condition on it holds."""
        if isinstance(holds, str):
            wanted = holds
            holds = lambda text: wanted in text  # noqa: E731 - the two forms of one argument
        deadline = time.monotonic() + PATIENCE
        while not holds(self.text):
            assert time.monotonic() < deadline, f"never shown; the screen:\n{self.text}"
            self._read(0.05)
        return self.text

    def end(self) -> int | None:
        """Wait for the program to end; returns its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._process.isalive():
            assert time.monotonic() < deadline, f"still running; the screen:\n{self.text}"
            self._read(0.05)
        return self._process.exitstatus  # type: ignore[no-any-return] # pexpect is untyped here

    def close(self) -> None:
        """End the program however it stands."""
        self._process.close(force=True)

    def _read(self, seconds: float) -> None:
        try:
            data = self._process.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += data
        self._stream.feed(data)


StartTerminal = Callable[..., Terminal]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[StartTerminal]:
    """Start the program in terminals; they are closed at the end of the test."""
    started: list[Terminal] = []

    def start(*arguments: str, columns: int = 120, lines: int = 40) -> Terminal:
        started.append(Terminal(list(arguments), columns, lines, tmp_path / "home"))
        return started[-1]

    yield start
    for each in started:
        each.close()
