"""Draw the browser on the demo archive as a picture for the README.

The picture is what the program itself paints; only the reference to a web font is taken out.
"""

import argparse
import asyncio
import os
import re
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from archive_tui import i18n
from archive_tui.config import load
from archive_tui.library import Library
from archive_tui.tui.app import BrowserApp

ROOT: Final = Path(__file__).resolve().parents[1]
SIZE: Final = (120, 36)
_WEB_FONT: Final = re.compile(r"@font-face\s*\{[^}]*\}|<!--.*?-->")


def main() -> int:
    """Draw one picture for each language; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--query", default="hoi nghi", help="what is searched for")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs", help="where to draw to")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        archive = Path(name) / "archive"
        shutil.copytree(ROOT / "archive", archive, ignore=shutil.ignore_patterns(".*"))
        for language in i18n.LANGUAGES:
            os.environ["ARCHIVE_TUI_HOME"] = str(Path(name) / language)
            target = options.folder / f"screen-{language}.svg"
            target.write_text(asyncio.run(draw(archive, language, options.query)), "utf-8")
            print(target.relative_to(ROOT) if target.is_relative_to(ROOT) else target)
    return 0


async def draw(archive: Path, language: i18n.Language, query: str) -> str:
    """Return the browser's screen as SVG."""
    i18n.activate(language)
    settings = replace(load(), language=language)
    library = Library.at(archive, settings)
    library.update()
    app = BrowserApp(library, settings, query)
    async with app.run_test(size=SIZE) as pilot:
        for _round in range(20):
            await pilot.pause(0.1)
        for key in ("down", "space"):
            await pilot.press(key)
            await pilot.pause(0.2)
        for _round in range(10):
            await pilot.pause(0.1)
        return _WEB_FONT.sub("", app.export_screenshot(title="archive-tui"))


if __name__ == "__main__":
    sys.exit(main())
