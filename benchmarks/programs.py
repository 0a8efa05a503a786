"""The programs whose whole runs are timed: ours, and others that search files from a shell."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Protocol

from corpus import Corpus, Document
from speed_questions import Ask, AskKind

SHOWN: Final = 20
"""Results each program is to print."""
_FILES_A_FOLDER: Final = 1_000
_DAY: Final = "Wed, 10 Jan 2024 08:00:00 +0700"


class Program(Protocol):
    """A program that can be prepared and run."""

    @property
    def key(self) -> str:
        """What it is called in the table."""
        ...

    @property
    def missing(self) -> str:
        """Why it cannot be run here; empty where it can."""
        ...

    def prepare(self, documents: Corpus, folder: Path) -> None:
        """Index articles in a folder of its own, which is there and empty."""
        ...

    def command(self, ask: Ask, folder: Path) -> Sequence[str]:
        """Return what is run to get an answer."""
        ...

    def environment(self, folder: Path) -> Mapping[str, str]:
        """Return what has to be set for a run."""
        ...


def query(ask: Ask) -> str:
    """Return a question as all of the programs read it."""
    match ask.kind:
        case AskKind.PHRASE2 | AskKind.PHRASE3:
            return f'"{" ".join(ask.words)}"'
        case AskKind.OR3:
            return " OR ".join(ask.words)
        case _:
            return " ".join(ask.words)


def run(program: Program, command: Sequence[str], folder: Path) -> None:
    """Run a command for a program; what it prints is read and dropped.

    Raises:
        subprocess.CalledProcessError: It failed.
        ValueError: It printed nothing, so it found nothing.
    """
    environment = {**os.environ, **program.environment(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # no program is to be compiled twice
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    if not done.stdout.strip():
        raise ValueError(command)


def _do(program: Program, folder: Path, *command: str | Path) -> None:
    """Run a command that prepares a program."""
    environment = {**os.environ, **program.environment(folder)}
    subprocess.run(command, env=environment, capture_output=True, check=True)


@dataclass(frozen=True, slots=True)
class Ours:
    """This program, as it is in the running environment."""

    key: str = "archive-tui"
    missing: str = ""

    def prepare(self, documents: Corpus, folder: Path) -> None:
        """Import the articles into an archive and index it."""
        news = folder / "news.jsonl"
        with news.open("w", encoding="utf-8") as lines:
            for each in documents:
                values = {"id": f"n{each.number}", "title": each.title, "body": each.body}
                lines.write(f"{json.dumps(values, ensure_ascii=False)}\n")
        for words in (("init", folder / "kho"), ("import", news), ("index",)):
            _do(self, folder, sys.executable, "-m", "archive_tui", *words)
        news.unlink()

    def command(self, ask: Ask, folder: Path) -> Sequence[str]:
        """Return a search as it is typed."""
        del folder
        start = (sys.executable, "-m", "archive_tui")
        return (*start, "search", "--limit", str(SHOWN), "--", query(ask))

    def environment(self, folder: Path) -> Mapping[str, str]:
        """Return a home of its own, and the archive."""
        return {
            "ARCHIVE_TUI_HOME": str(folder / "home"),
            "ARCHIVE_TUI_ARCHIVE": str(folder / "kho"),
        }


@dataclass(frozen=True, slots=True)
class BarePython:
    """Python with NumPy and nothing else: what no program of ours can go below."""

    key: str = "only NumPy"
    missing: str = ""

    def prepare(self, documents: Corpus, folder: Path) -> None:
        """Prepare nothing."""

    def command(self, ask: Ask, folder: Path) -> Sequence[str]:
        """Return a program that answers nothing."""
        del ask, folder
        return (sys.executable, "-c", "import numpy; print(numpy.__version__)")

    def environment(self, folder: Path) -> Mapping[str, str]:
        """Return nothing."""
        del folder
        return {}


@dataclass(frozen=True, slots=True)
class Recoll:
    """Recoll, which indexes documents on disk with Xapian."""

    key: str = "recollq"

    @property
    def missing(self) -> str:
        """Why it cannot be run here; empty where it can."""
        return _absent("recollq", "recollindex")

    def prepare(self, documents: Corpus, folder: Path) -> None:
        """Write an HTML file for each article and index them."""
        for each in documents:
            text = f"{_HTML_HEAD}{each.title}</title></head><body>{each.body}</body></html>\n"
            place = folder / "files" / str(each.number // _FILES_A_FOLDER)
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{each.number}.html").write_text(text, encoding="utf-8")
        (folder / "recoll.conf").write_text(f"topdirs = {folder / 'files'}\nnoaspell = 1\n")
        _do(self, folder, "recollindex", "-c", folder)

    def command(self, ask: Ask, folder: Path) -> Sequence[str]:
        """Return a search as it is typed."""
        return ("recollq", "-c", str(folder), "-n", str(SHOWN), query(ask))

    def environment(self, folder: Path) -> Mapping[str, str]:
        """Return nothing; the folder stands on the command line."""
        del folder
        return {}


@dataclass(frozen=True, slots=True)
class Notmuch:
    """Notmuch, which indexes mail with Xapian; each article is a message."""

    key: str = "notmuch"

    @property
    def missing(self) -> str:
        """Why it cannot be run here; empty where it can."""
        return _absent("notmuch")

    def prepare(self, documents: Corpus, folder: Path) -> None:
        """Write a message for each article and index them."""
        for kind in ("cur", "new", "tmp"):
            (folder / "mail" / kind).mkdir(parents=True)
        for each in documents:
            data = _message(each).as_bytes()
            (folder / "mail" / "cur" / f"{each.number}:2,S").write_bytes(data)
        (folder / "config").write_text(
            f"[database]\npath={folder / 'mail'}\n[user]\nname=a\nprimary_email=a@example.org\n"
        )
        _do(self, folder, "notmuch", "new", "--quiet")

    def command(self, ask: Ask, folder: Path) -> Sequence[str]:
        """Return a search as it is typed."""
        del folder
        return ("notmuch", "search", f"--limit={SHOWN}", query(ask))

    def environment(self, folder: Path) -> Mapping[str, str]:
        """Return where its settings are."""
        return {"NOTMUCH_CONFIG": str(folder / "config")}


_HTML_HEAD: Final = '<!doctype html><html><head><meta charset="utf-8"><title>'


def _message(document: Document) -> EmailMessage:
    message = EmailMessage()
    message["From"] = message["To"] = "a@example.org"
    message["Subject"] = document.title
    message["Date"] = _DAY
    message["Message-ID"] = f"<{document.number}@example.org>"
    message.set_content(document.body, cte="8bit")
    return message


def _absent(*names: str) -> str:
    """Return which programs are not installed; empty where all are."""
    absent = [name for name in names if shutil.which(name) is None]
    return f"{', '.join(absent)} is not installed" if absent else ""


PROGRAMS: Final[Mapping[str, Program]] = {
    program.key: program for program in (Ours(), BarePython(), Recoll(), Notmuch())
}
