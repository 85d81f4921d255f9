"""
YAML as JSON values, by the core schema of YAML 1.2.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from errspec.display import long_number
from errspec.documents.events import malformed
from errspec.documents.limits import MOST, multiplied


def load(text: str) -> Any:
    """
    Return the value of YAML; keys and dates are strings (YAML 1.2.2: 10.3 Core Schema); raise MalformedDocument.

    Tags without a type in JSON are ignored.
    """
    import yaml

    try:
        return yaml.load(text, Loader=_json_loader())  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        is_duplicate = "duplicate anchor" in (error.context or "")
        reason = "the anchor is already used for another value" if is_duplicate else error.problem or str(error)
        raise malformed(text, mark.index if mark else 0, reason) from error


@cache
def safe_loader() -> Any:
    """Return a safe loader of PyYAML without numbers in base 60, with a limit for the values of aliases."""
    import yaml

    class SafeLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """
        A safe loader whose aliases do not multiply values too much.
        """

        def get_single_node(self) -> Any:
            node = super().get_single_node()
            endless = None if node is None else multiplied(node, lambda node: node, _inside)
            if endless is not None:
                reason = f"aliases multiply its values to more than {MOST}, or without end"
                raise yaml.constructor.ConstructorError(None, None, reason, endless.start_mark)
            return node

        def construct_yaml_int(self, node: Any) -> Any:
            return self.construct_scalar(node) if ":" in node.value else super().construct_yaml_int(node)

        def construct_yaml_float(self, node: Any) -> Any:
            return self.construct_scalar(node) if ":" in node.value else super().construct_yaml_float(node)

    _construct(SafeLoader, "int", "float")
    return SafeLoader


@cache
def _json_loader() -> Any:
    import yaml

    class JSONLoader(safe_loader()):  # type: ignore[misc]
        """
        A safe loader of mappings whose keys are strings.
        """

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
            self.flatten_mapping(node)
            return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}

        def construct_yaml_map(self, node: Any) -> Any:
            data: dict[str, Any] = {}
            yield data
            data.update(self.construct_mapping(node))

        def construct_yaml_float(self, node: Any) -> Any:
            return self._read(node, lambda text: float(text.lower().replace(".inf", "inf").replace(".nan", "nan")))

        def construct_yaml_int(self, node: Any) -> Any:
            return self._read(node, lambda text: int(text, 0) if text[:2] in ("0x", "0o") else int(text))

        def construct_yaml_bool(self, node: Any) -> Any:
            return self._read(node, lambda text: self.bool_values[text.lower()])

        def construct_undefined(self, node: Any) -> Any:
            kinds = {"scalar": self.construct_scalar, "sequence": self.construct_yaml_seq}
            return kinds.get(node.id, self.construct_yaml_map)(node)

        def _read(self, node: Any, read: Callable[[str], Any]) -> Any:
            text = self.construct_scalar(node)
            try:
                return read(text)
            except (ValueError, LookupError) as error:
                is_long = text.lstrip("-+").isdecimal() and len(text) > sys.get_int_max_str_digits()
                reason = long_number() if is_long else "the value does not fit its tag"
                raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark) from error

    JSONLoader.yaml_implicit_resolvers = {}
    for tag, pattern, first in (
        ("null", r"(?:~|null|Null|NULL|)", ["~", "n", "N", ""]),
        ("bool", r"(?:true|True|TRUE|false|False|FALSE)", list("tTfF")),
        ("int", r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)", list("-+0123456789")),
        (
            "float",
            r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))",
            list("-+.0123456789"),
        ),
        ("merge", r"<<", ["<"]),
    ):
        JSONLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"{pattern}$"), first)
    JSONLoader.yaml_constructors = {None: JSONLoader.construct_undefined}
    _construct(JSONLoader, "map", "seq", "str", "float", "int", "bool", "null")
    return JSONLoader


def _construct(loader: Any, *tags: str) -> None:
    """Register the constructors of a loader for some tags."""
    for tag in tags:
        loader.add_constructor(f"tag:yaml.org,2002:{tag}", getattr(loader, f"construct_yaml_{tag}"))


def _inside(node: Any) -> list[Any]:
    """Return the nodes within a node of PyYAML."""
    if node.id == "mapping":
        return [value for pair in node.value for value in pair]
    return node.value if node.id == "sequence" else []
