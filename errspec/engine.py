"""
Deciding with schemas: whether a value is accepted, and if not, where and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from errspec.forms import standard
from errspec.keywords import Path, Schema, rewrite, tokens
from errspec.reading import LARGE, SMALL, codec, plain

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

    from errspec.catalog import Catalog

Accept = Callable[[object], bool]

#: What a pointer gives that leads nowhere.
MISSING = object()
_TYPES: Mapping[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    type(None): "null",
    int: "integer",
    float: "number",
    Decimal: "number",
}
_INTEGER = re.compile(r"[0-9]{1,4000}|-[0-9]{0,3999}[1-9][0-9]{0,3999}")
_DECIMAL = re.compile(r"-?[0-9]{1,4000}\.[0-9]{1,4000}")


class SchemaFault(NamedTuple):
    """
    One reason why a schema refuses a value.

    ``keyword`` is the assertion that failed, ``schema`` the schema it stands in, ``instance`` the value
    there, ``name`` the member that is missing or too much. ``citations`` is the nearest ``x-source``.
    """

    path: Path
    keyword_path: Path
    keyword: str
    schema: Schema
    instance: object
    name: str | None
    citations: Mapping[str, str]


def json_type(value: object) -> str:
    """
    The JSON Schema type of a value; a number without a fractional part is an integer.
    """
    if type(value) is float and value.is_integer():
        return "integer"
    return _TYPES.get(type(value), "number")


def resolve(value: object, tokens: Iterable[str]) -> object:
    """
    The value at a JSON Pointer, or MISSING.
    """
    for token in tokens:
        if type(value) is dict:
            value = value.get(token, MISSING)
        elif type(value) is list and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return MISSING
    return value


def predicate(schema: Schema) -> Accept:
    """
    A function that decides a schema of one value, without walking into the value.
    """
    tests: list[Accept] = []
    constant = schema.get("const")
    if "type" in schema and type(constant) is not str:  # a text equals nothing of another type
        declared: Any = schema["type"]
        tests.append(_of_type(frozenset([declared] if isinstance(declared, str) else declared)))
    if type(constant) is str:
        tests.append(lambda value: value == constant)
    elif "const" in schema:
        tests.append(lambda value: value == constant and json_type(value) == json_type(constant))
    if "enum" in schema:
        members: Any = schema["enum"]
        tests.append(lambda value: any(value == member and json_type(value) == json_type(member) for member in members))
    if "pattern" in schema:
        search = re.compile(str(schema["pattern"])).search
        tests.append(lambda value: type(value) is not str or search(value) is not None)
    if "minLength" in schema:
        shortest: Any = schema["minLength"]
        tests.append(lambda value: type(value) is not str or len(value) >= shortest)
    if "minimum" in schema:
        least: Any = schema["minimum"]
        tests.append(lambda value: type(value) not in (int, float, Decimal) or value >= least)
    if "anyOf" in schema:
        alternatives: Any = schema["anyOf"]
        branches = [predicate(branch) for branch in alternatives]
        tests.append(lambda value: any(branch(value) for branch in branches))
    if len(tests) == 1:
        return tests[0]
    return lambda value: all(test(value) for test in tests)


def values_at(data: Mapping[str, Schema]) -> Accept:
    """
    A function that decides a map of JSON Pointers to schemas: every pointer resolves, and its value fits.
    """
    checks = [(tokens(pointer), predicate(schema)) for pointer, schema in data.items()]
    if len(checks) == 1 and len(checks[0][0]) == 1:  # most often a member of the whole decides
        ((name,), fits) = checks[0]

        def member(value: Any) -> bool:
            return type(value) is dict and name in value and fits(value[name])

        return member

    def all_hold(value: object) -> bool:
        for path, test in checks:
            found = resolve(value, path)
            if found is MISSING or not test(found):
                return False
        return True

    return all_hold


def _of_type(names: frozenset[str]) -> Accept:
    plain = frozenset(kind for kind, name in _TYPES.items() if name in names)
    if "number" in names:
        plain |= {int}
    if "integer" in names and "number" not in names:
        return lambda value: type(value) in plain or json_type(value) == "integer"
    return lambda value: type(value) in plain


def header_value(schema: Schema, text: str) -> object:
    """
    The value of a header: a number where the schema allows one and the text is one, else the text.
    """
    alternatives: Any = schema.get("anyOf", ())
    branches = (schema, *alternatives)
    types = {branch.get("type") for branch in branches}
    if types & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def quick_acceptor(catalog: Catalog, shape: str, form: str) -> Accept:
    """
    A function that says whether a form of a shape accepts a value that orjson read, by the fastest engine there is.
    """
    key = ("acceptor", shape, form)
    accept: Any = catalog.derived.get(key)
    if accept is None:
        try:
            from jsonschema_rs import Draft202012Validator
        except ImportError:  # the extra "fast" is not installed
            accept = catalog.validator(shape, form).is_valid
        else:
            accept = Draft202012Validator(_for_speed(standard(catalog.schema(shape, form)))).is_valid
        catalog.derived[key] = accept
    return accept  # type: ignore[no-any-return]


def acceptor(catalog: Catalog, shape: str, form: str) -> Accept:
    """
    A function that says whether a form of a shape accepts any value.
    """

    def accepts(value: Any) -> bool:
        try:
            return quick_acceptor(catalog, shape, form)(value)
        except (ValueError, TypeError, OverflowError):  # what jsonschema-rs cannot take, as half a surrogate pair
            return bool(catalog.validator(shape, form).is_valid(value))

    return accepts


def body_acceptor(catalog: Catalog, shape: str) -> Callable[[bytes], bool]:
    """
    A function that says of the bytes of a body whether there is certainly nothing to find in it.

    Where it says no, only ``check`` knows what there is, if anything.
    """
    accept = quick_acceptor(catalog, shape, "strict")
    loads, dumps = codec()

    def accepts(content: bytes) -> bool:
        if len(content) > LARGE:
            return False
        try:
            value = loads(content)
            again = dumps(value)
            if again != content or len(content) > SMALL:
                plain(content, again)
        except (ValueError, TypeError):
            return False
        return accept(value)

    return accepts


def _for_speed(schema: Schema) -> dict[str, object]:
    """
    An equivalent schema that jsonschema-rs decides faster: one enum for alternative constants, and an end
    of the text that its regular expressions need not look ahead for.
    """

    def ease(copy: dict[str, object]) -> dict[str, object]:
        branches: Any = copy.get("anyOf", ())
        if branches and all("const" in branch and "type" not in branch for branch in branches):
            del copy["anyOf"]
            copy["enum"] = [branch["const"] for branch in branches]
        if "pattern" in copy:
            copy["pattern"] = str(copy["pattern"]).replace(r"(?![\s\S])", "$")
        return copy

    return rewrite(schema, ease)


def schema_faults(catalog: Catalog, shape: str, form: str, value: Any) -> Iterator[SchemaFault]:
    """
    Every reason why a form of a shape refuses a value, each at the exact member.
    """
    validator = catalog.validator(shape, form)
    for error in validator.iter_errors(value):
        yield from _explain(validator.schema, error)  # type: ignore[arg-type]


def _explain(root: Schema, error: ValidationError) -> Iterator[SchemaFault]:
    keyword = str(error.validator)
    schema: Any = error.schema
    instance: Any = error.instance
    if keyword == "anyOf":
        inner = _branch(root, error)
        if inner:
            for cause in inner:
                yield from _explain(root, cause)
            return
    path = tuple(error.absolute_path)
    keyword_path, citations = _locate(root, tuple(error.absolute_schema_path))
    names: list[str | None] = [None]
    if keyword == "required":
        # One error comes for each missing name, and does not say which.
        missing = [name for name in schema["required"] if name not in instance]
        names = [name for name in missing if error.message.startswith(f"{name!r} ")]
    elif keyword == "additionalProperties":
        names = [name for name in instance if name not in schema.get("properties", {})]
        path_of_member = [(*path, name) for name in names if name is not None]
        for name, member in zip(names, path_of_member, strict=True):
            yield SchemaFault(member, keyword_path, keyword, schema, instance, name, citations)
        return
    for name in names:
        yield SchemaFault(path, keyword_path, keyword, schema, instance, name, citations)


def _branch(root: Schema, error: ValidationError) -> list[ValidationError]:
    """
    The errors of the branch that best explains why none fits: a documented one of the instance's own type.
    """
    branches: Any = error.validator_value
    causes: dict[object, list[ValidationError]] = {}
    for cause in error.context or ():
        causes.setdefault(cause.schema_path[0], []).append(cause)
    fitting = [
        (index, "x-undocumented" in branch)
        for index, branch in enumerate(branches)
        if json_type(error.instance) in admitted(root, branch)
    ]
    for undocumented in (False, True):
        for index, is_undocumented in fitting:
            found = causes.get(index, [])
            if is_undocumented is undocumented and any(cause.validator != "const" for cause in found):
                return found
    return []


def admitted(root: Schema, schema: Schema) -> frozenset[str]:
    """
    The types of the values that a schema documents.
    """
    schema = target(root, schema)
    if "type" in schema:
        declared: Any = schema["type"]
        types = {declared} if isinstance(declared, str) else set(declared)
        return frozenset(types | {"integer"} if "number" in types else types)
    if "const" in schema:
        return frozenset((json_type(schema["const"]),))
    if "anyOf" in schema:
        branches: Any = schema["anyOf"]
        documented = [branch for branch in branches if "x-undocumented" not in branch]
        return frozenset().union(*(admitted(root, branch) for branch in documented))
    return frozenset(_TYPES.values())


def target(root: Schema, schema: Schema) -> Schema:
    """
    The schema that a local reference leads to, or the schema itself.
    """
    while "$ref" in schema:
        found = resolve(root, str(schema["$ref"])[2:].split("/"))
        assert isinstance(found, dict)
        schema = found
    return schema


def _locate(root: Schema, path: Path) -> tuple[Path, Mapping[str, str]]:
    """
    A keyword's path with the references on its way, and the nearest sources above it.
    """
    node: Any = root
    citations: Mapping[str, str] = root.get("x-source", {})  # type: ignore[assignment]
    full: list[str | int] = []
    for token in path:
        while isinstance(node, dict) and "$ref" in node and token not in node:
            citations = node.get("x-source", citations)
            full.append("$ref")
            node = resolve(root, node["$ref"][2:].split("/"))
            citations = node.get("x-source", citations)
        full.append(token)
        node = node[int(token)] if isinstance(node, list) else node.get(token)
        if isinstance(node, dict):
            citations = node.get("x-source", citations)
    return tuple(full), citations
