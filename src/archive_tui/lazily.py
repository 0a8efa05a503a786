"""Names of a package that are loaded when they are first asked for.

A package is one door to several modules, and some of them take long to load and are seldom
needed: a search must not wait for what writes the index.
"""

from collections.abc import Callable, Mapping
from importlib import import_module


def from_modules(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package.

    Args:
        package: Its full name.
        homes: Names it offers, each with the module of the package where it is at home. Type
            checkers do not see them here; they have to be imported for those besides.
    """

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return load
