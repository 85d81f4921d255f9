"""
Values that cannot be changed after they are made.
"""

from __future__ import annotations

from typing import Any, Generic, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Immutable:
    """
    An object whose attributes cannot be set once ``__init__`` has sealed it.
    """

    _sealed = False

    def _seal(self) -> None:
        self._sealed = True

    def __setattr__(self, name: str, value: object) -> None:
        if self._sealed:
            raise AttributeError(f"{type(self).__name__} is immutable; {name} cannot be set")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable; {name} cannot be deleted")


class FrozenDict(dict[K, V], Generic[K, V]):
    """
    A dict that cannot be changed; it can be read, compared, copied and pickled like any other.
    """

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("this mapping belongs to the catalog and cannot be changed; change a copy: dict(…)")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)

    def __deepcopy__(self, _: dict[int, Any]) -> dict[K, V]:
        return thawed(self)  # type: ignore[no-any-return]


def thawed(value: Any) -> Any:
    """Return a deep copy of a JSON value in plain dicts and lists."""
    if isinstance(value, dict):
        return {name: thawed(member) for name, member in value.items()}
    return [thawed(item) for item in value] if isinstance(value, list) else value
