"""Foreign documents turned into articles of the archive.

Each reader is one module and knows one form; nothing here searches or shows anything, and
nothing is fetched from a network. The rule that recognises captions is in ``captions.py``.
"""

from archive_tui.ingest.importing import import_documents

__all__ = ["import_documents"]
