"""
YAML as values: those of JSON alone, as the core schema of YAML 1.2 has them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any


def load(text: str) -> Any:
    """
    The value of a YAML text; keys are texts, and a date is one too (YAML 1.2.2: 10.3 Core Schema).
    """
    import yaml

    return yaml.load(text, Loader=_loader())  # noqa: S506


@cache
def _loader() -> Any:
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """
        A safe loader in whose mappings all keys are texts.
        """

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
            self.flatten_mapping(node)
            return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}

        def construct_yaml_map(self, node: Any) -> Any:
            data: dict[str, Any] = {}
            yield data
            data.update(self.construct_mapping(node))

        def construct_yaml_float(self, node: Any) -> float:
            return float(node.value.lower().replace(".inf", "inf").replace(".nan", "nan"))

        def construct_yaml_int(self, node: Any) -> int:
            return int(node.value, 0) if node.value[:2] in ("0x", "0o") else int(node.value)

    Loader.yaml_implicit_resolvers = {}
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
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"{pattern}$"), first)
    for tag, constructor in (
        ("map", Loader.construct_yaml_map),
        ("float", Loader.construct_yaml_float),
        ("int", Loader.construct_yaml_int),
    ):
        Loader.add_constructor(f"tag:yaml.org,2002:{tag}", constructor)
    return Loader
