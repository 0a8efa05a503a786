"""One pass over files that changed: read, made into records, and handed to a writer."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from archive_tui.engine import Entry, OnProgress, ShouldStop
from archive_tui.errors import Interrupted
from archive_tui.i18n import _
from archive_tui.index.comparing import Changes
from archive_tui.index.known_files import KnownFile, KnownFiles
from archive_tui.index.reading import Reader, ReadersLost, process_count
from archive_tui.index.writing import BuildWriter
from archive_tui.model import Progress

SAVE_SECONDS: Final = 10.0
"""Work that may be lost when a build is killed; more where saving itself takes long."""
SAVING_SHARE: Final = 20
"""How many times longer than saving is worked before the next time."""
_STEPS: Final = 1_000
"""About how often it is told how far a pass is."""


@dataclass(slots=True)
class ReadingPass:
    """One pass over the changed files, on its way into a writer."""

    reader: Reader
    """Reads them."""
    processes: int
    """Most processes to read in."""
    should_stop: ShouldStop
    """Asked between two files."""
    on_progress: OnProgress
    """Told how many were read."""
    known: KnownFiles
    """What the index knew of the archive's files before, or had saved."""
    saving: bool = False
    """Whether to save now and then what was read, in a build that is not in force."""
    added: int = field(default=0, init=False)
    """Articles new to the index."""
    changed: int = field(default=0, init=False)
    """Articles whose content is another."""
    same: int = field(default=0, init=False)
    """Files that were read and found to be as before."""
    _found: dict[str, KnownFile | None] = field(default_factory=dict, init=False)
    _before: int = field(default=0, init=False)
    _total: int = field(default=0, init=False)
    _done: int = field(default=0, init=False)
    _are_known: bool = field(default=False, init=False)
    _due: float = field(default_factory=lambda: time.monotonic() + SAVE_SECONDS, init=False)

    @property
    def files(self) -> KnownFiles:
        """What the archive will look like to the index after the commit."""
        return self.known.changed(self._found)

    @property
    def needs_commit(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._found)

    def write(self, writer: BuildWriter, changes: Changes) -> None:
        """Read the files and give the writer what came of it.

        Raises:
            Interrupted: ``should_stop`` said so.
        """
        self._before = changes.unchanged if self.saving else 0
        self._total = self._before + len(changes.added) + len(changes.changed)
        for path in changes.removed:
            writer.delete("article", Entry(path, 0, 0).id)
            self._found[path] = None
        try:
            self._are_known = True
            self._add_all(writer, changes.changed)
            self._are_known = False  # no need to look for a million paths one by one
            self._add_all(writer, changes.added)
        except Interrupted:
            if self.saving:
                self._save(writer)
            raise

    def tell(self, stage: str, done: int | None = None) -> None:
        """Tell how far it is: all done where no number is given."""
        done = self._total if done is None else self._before + done
        self.on_progress(Progress(stage, done, self._total))

    def go_on(self) -> None:
        """Raise `Interrupted` when the job is to stop."""
        go_on(self.should_stop)

    def _add_all(self, writer: BuildWriter, entries: Sequence[Entry]) -> None:
        processes = min(process_count(len(entries)), self.processes)
        left = [entries]
        if processes > 1:
            left = self._add_by_many(writer, entries, processes)
        for each in left:
            self._add_alone(writer, each)

    def _add_alone(self, writer: BuildWriter, entries: Sequence[Entry]) -> None:
        step = max(1, self._total // _STEPS)
        for entry in entries:
            self.go_on()
            file, made = self.reader.read(entry)
            self._take(writer, entry, file)
            for record in made:
                writer.add(record)
            self._done += 1
            if self._done % step == 0:
                self.tell(self._stage(), self._done)
            self._save_when_due(writer)

    def _add_by_many(
        self, writer: BuildWriter, entries: Sequence[Entry], processes: int
    ) -> list[Sequence[Entry]]:
        """Read in several processes; return what is left where one of them was lost."""
        from archive_tui.index.pool import (  # noqa: PLC0415 - no search needs its modules
            ReadingPool,
            share_out,
        )

        waiting = dict(enumerate(share_out(entries, processes)))
        before = self._done

        def look(done: int) -> None:
            self.go_on()
            self.tell(self._stage(), before + done)

        pool = ReadingPool(self.reader, writer.folder, processes)
        with suppress(ReadersLost):  # killed, or none can be begun here: alone, then
            for number, share in pool.shares(list(waiting.values()), look):
                job = waiting.pop(number)
                for entry in job:
                    self._take(writer, entry, share.files[entry.path])
                for segment in share.segments:
                    writer.adopt(segment)
                self._done += len(job)
                self._save_when_due(writer)
        return list(waiting.values())

    def _take(self, writer: BuildWriter, entry: Entry, file: KnownFile) -> None:
        """Put down what is known of a file now; its old records go unless it is as before."""
        before = self.known.get(entry.path) if self._are_known else None
        if before is None:
            self.added += not file.problem
        elif file.digest and file.digest == before.digest:
            self.same += 1
            file = replace(before, size=entry.size, mtime_ns=entry.mtime_ns)
        else:
            self.changed += not file.problem
            writer.delete("article", entry.id)
        if file != before:
            self._found[entry.path] = file

    def _save_when_due(self, writer: BuildWriter) -> None:
        if self.saving and time.monotonic() >= self._due:
            self._save(writer)

    def _save(self, writer: BuildWriter) -> None:
        begun = time.monotonic()
        if self._found:
            self.known, self._found = writer.save(self.files), {}
        ended = time.monotonic()
        self._due = ended + max(SAVE_SECONDS, SAVING_SHARE * (ended - begun))

    def _stage(self) -> str:
        return _("Indexing, going on where it stopped") if self._before else _("Indexing")


def go_on(should_stop: ShouldStop) -> None:
    """Raise `Interrupted` when a job is to stop."""
    if should_stop():
        raise Interrupted(_("Indexing was stopped."), _("The index is as it was before."))
