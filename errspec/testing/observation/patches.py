"""
Functions of other modules that are replaced while responses are observed, also in modules that are imported later.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_NONE = object()


class Patches(MetaPathFinder):
    """
    The replaced functions, each of which calls the original; a finder that leaves the search to the others.

    ``installs`` holds what replaces functions in a module, by the name of the module.
    """

    def __init__(self, installs: Mapping[str, Callable[[ModuleType, Patches], None]]) -> None:
        self._installs = installs
        self._replaced: list[tuple[Any, str, Any, Any]] = []

    def start(self) -> None:
        """Replace the functions in the modules that are imported, and in the others when they are imported."""
        for name in self._installs.keys() & sys.modules.keys():
            self.install(sys.modules[name])
        sys.meta_path.insert(0, self)

    def stop(self) -> None:
        """Put the originals back, except where the replacement has been replaced in turn."""
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not self]
        for owner, name, original, replacement in reversed(self._replaced):
            if vars(owner).get(name) is replacement:
                setattr(owner, name, original) if original is not _NONE else delattr(owner, name)
        self._replaced.clear()

    def install(self, module: ModuleType) -> None:
        """Replace the functions of one module."""
        self._installs[module.__name__](module, self)

    def replace(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        """Replace a function or property of a module or class with what ``make`` returns for it, if it has one."""
        original = getattr(owner, name, None)
        if original is not None:
            replacement = make(original)
            if callable(original):
                functools.update_wrapper(replacement, original)
            self._replaced.append((owner, name, vars(owner).get(name, _NONE), replacement))
            setattr(owner, name, replacement)

    def before(self, owner: Any, name: str, act: Callable[..., object]) -> None:
        """Have a function call ``act`` with its arguments first."""

        def make(original: Any) -> Any:
            def replacement(*args: Any, **options: Any) -> Any:
                act(*args, **options)
                return original(*args, **options)

            return replacement

        self.replace(owner, name, make)

    def after(self, owner: Any, name: str, act: Callable[..., object], *, awaited: bool = False) -> None:
        """Have a function, or one that is awaited, call ``act`` with its result and its arguments at the end."""

        def make(original: Any) -> Any:
            def replacement(*args: Any, **options: Any) -> Any:
                result = original(*args, **options)
                act(result, *args, **options)
                return result

            async def awaited_replacement(*args: Any, **options: Any) -> Any:
                result = await original(*args, **options)
                act(result, *args, **options)
                return result

            return awaited_replacement if awaited else replacement

        self.replace(owner, name, make)

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec of another finder for one of the modules, with a loader that replaces its functions."""
        for finder in list(sys.meta_path) if fullname in self._installs else ():
            if not isinstance(finder, Patches) and hasattr(finder, "find_spec"):
                spec = finder.find_spec(fullname, path, target)
                if spec is not None:
                    spec.loader = spec.loader and _Loader(spec.loader, self.install)
                    return spec
        return None


class _Loader(Loader):
    def __init__(self, loader: Any, loaded: Callable[[ModuleType], None]) -> None:
        self._loader, self._loaded = loader, loaded

    def create_module(self, spec: ModuleSpec) -> Any:
        """Create the module as the other loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Give the module its own loader, execute it, and replace its functions."""
        module.__loader__ = self._loader  # which can show the source and load the module again
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._loaded(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)
