"""Exports as files: whole ones or none, never over something that is there unasked.

A folder that is not there yet is written beside and renamed as a whole, like a file.
"""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import Final

from archive_tui.archive import atomic
from archive_tui.errors import ExportError
from archive_tui.export.rendering import render
from archive_tui.i18n import _
from archive_tui.model import Article, ExportOptions, ExportReport, Problem
from archive_tui.text.clean import clean_line
from archive_tui.text.vietnamese import slug

_NAME_LENGTH: Final = 120


def write(
    articles: Sequence[Article],
    target: Path,
    options: ExportOptions,
    problems: tuple[Problem, ...] = (),
) -> ExportReport:
    """Write articles to a file, or with ``split`` one file each to a folder.

    Args:
        articles: What to write, in this order.
        target: The file, or the folder; folders that are missing are made.
        options: How to write.
        problems: What was left out before, to be passed on in the report.

    Raises:
        ExportError: Something is there that may not be replaced, or the file system
            refused; then no file is half written.
    """
    with _converted(target):
        if options.split:
            written = _write_folder(_split(articles, options), target, options)
        else:
            written = _write_files({target: render(articles, options)}, options)
    files = tuple(str(path) for path in written)
    return ExportReport(len(articles), files, sum(written.values()), problems)


def _split(articles: Sequence[Article], options: ExportOptions) -> dict[str, str]:
    """Return a text for each article under a name of its own."""
    texts: dict[str, str] = {}
    for article in articles:
        base = slug(article.id, words=_NAME_LENGTH, length=_NAME_LENGTH)
        names = chain((base,), (f"{base}-{number}" for number in count(2)))
        files = (f"{name}{options.format.ending}" for name in names)
        texts[next(file for file in files if file not in texts)] = render([article], options)
    return texts


def _write_folder(texts: dict[str, str], folder: Path, options: ExportOptions) -> dict[Path, int]:
    """Write files into a folder; a new folder appears when it is whole."""
    if folder.exists() and not folder.is_dir():
        raise ExportError(
            _("“{path}” is not a folder.").format(path=clean_line(str(folder))),
            _("Name a folder for the files, or export to one file."),
        )
    if folder.exists():
        return _write_files({folder / name: text for name, text in texts.items()}, options)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.parent / f"{atomic.TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    beside.mkdir()
    try:
        written = _write_files({beside / name: text for name, text in texts.items()}, options)
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    atomic.sync(folder.parent)
    return {folder / path.name: size for path, size in written.items()}


def _write_files(texts: dict[Path, str], options: ExportOptions) -> dict[Path, int]:
    """Write whole files; refuse before the first is written where one is in the way.

    Returns:
        The size of each in bytes.
    """
    for path in texts:
        if path.exists() and not (options.overwrite and path.is_file()):
            raise _in_the_way(path)
    sizes: dict[Path, int] = {}
    for path, text in texts.items():
        data = text.encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            atomic.write_bytes(path, data, overwrite=options.overwrite)
        except FileExistsError as error:  # it came while we wrote
            raise _in_the_way(path) from error
        sizes[path] = len(data)
    return sizes


def _in_the_way(path: Path) -> ExportError:
    name = clean_line(str(path))
    if path.is_dir():
        return ExportError(_("“{path}” is a folder.").format(path=name), _("Name a file in it."))
    return ExportError(
        _("“{path}” exists already.").format(path=name),
        _("Choose another name, or allow it to be overwritten (--overwrite)."),
    )


@contextmanager
def _converted(target: Path) -> Iterator[None]:
    """Turn what the file system says into an error of ours."""
    try:
        yield
    except (OSError, ValueError) as error:  # the latter: a name no file system takes
        reason = error.strerror if isinstance(error, OSError) else None
        raise ExportError(
            _("“{path}” cannot be written ({reason}).").format(
                path=clean_line(str(target)), reason=clean_line(reason or type(error).__name__)
            ),
            _("Check the permissions and the space on the disk, or choose another place."),
        ) from error
