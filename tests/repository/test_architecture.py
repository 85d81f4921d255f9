"""
The rules of the structure: data flows one way, and the code knows no provider.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from inspect import ismodule
from pathlib import Path

import pytest

import errspec
from errspec import CATALOG
from errspec.catalog.keywords import LISTS, MAPS, SINGLE
from tests.support.cases import ROOT

PACKAGE = ROOT / "errspec"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(path for kind in ("assets", "templates") for path in (PACKAGE / "docs" / kind).rglob("*.*"))
#: The rooms of the package, those that others build on first; a room imports from the floors before its own alone.
FLOORS = [
    {"display", "pointers", "version"},
    {"redaction"},
    {"exceptions"},
    {"codings", "documents", "files"},
    {"response"},
    {"catalog"},
    {"verdict"},
    {"openapi", "recordings"},
    {"problems"},
    {"docs", "reporters", "retry"},
    {"testing"},
    {"cli"},
    {"__main__"},
]


def name_of(path: Path) -> str:
    """
    The dotted name of a module below the package, or ``__init__`` for the package itself.
    """
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "__init__"


NAMES = {name_of(path): path for path in MODULES}


def module(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def imports(path: Path) -> set[str]:
    """
    The modules of errspec that a module imports at run time, in whatever spelling, itself left out.
    """
    return imported(path.read_text("utf-8"), name_of(path), is_package=path.name == "__init__.py")


def imported(text: str, name: str, *, is_package: bool = False) -> set[str]:
    """
    The modules of errspec that a text imports at run time.
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    parts = [] if name == "__init__" else name.split(".")
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            up = parts if is_package and node.level == 1 else parts[: len(parts) - node.level + is_package]
            start = ".".join(["errspec", *up]) if node.level else ""
            origin = ".".join(filter(None, [start, node.module]))
            found |= {f"{origin}.{alias.name}" for alias in node.names}
    inside = {item.removeprefix("errspec").removeprefix(".") for item in found if item.split(".")[0] == "errspec"}
    known = {longest_known(item) for item in inside}
    return {item for item in known if item != name}


def longest_known(item: str) -> str:
    """
    The longest beginning of a dotted name that is a module; the package itself is ``__init__``.
    """
    parts = item.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in NAMES), "__init__")


def rooms(path: Path) -> set[str]:
    """
    The rooms that a module imports from, its own left out.
    """
    return {item.split(".")[0] for item in imports(path)} - {module(path)}


def depth(name: str, graph: dict[str, set[str]], above: tuple[str, ...] = ()) -> int:
    """
    How many rooms stand in the longest chain of imports from a room on; a cycle fails.
    """
    assert name not in above, (*above, name)
    return 1 + max((depth(item, graph, (*above, name)) for item in graph[name]), default=0)


@pytest.mark.parametrize("path", [*MODULES, *TEMPLATES], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_provider_in_the_code(path):
    """
    No module, template or script names a provider, its hosts or its codes.
    """
    text = path.read_text("utf-8").lower()
    for provider in CATALOG.providers.values():
        for name in (provider.id, provider.name.lower(), *provider.aliases, *provider.hosts):
            assert not re.search(rf"\b{re.escape(name)}\b", text)


@pytest.mark.parametrize(
    "path", [path for path in MODULES if module(path) != "__init__"], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_run_downwards(path):
    """
    A module imports from the floors below its own alone.
    """
    floor = next(level for level, names in enumerate(FLOORS) if module(path) in names)
    below = set().union(*FLOORS[:floor])
    assert rooms(path) <= below


def test_the_rooms_are_few_and_their_imports_short():
    """
    At most 24 modules and packages stand under errspec, at most 11 deep, and no two rooms need each other.
    """
    assert sorted({"__init__", *set().union(*FLOORS)}) == sorted({module(path) for path in MODULES})
    assert len({module(path) for path in MODULES}) <= 24
    graph = {
        name: set().union(*(rooms(path) for path in MODULES if module(path) == name)) for name in map(module, MODULES)
    }
    assert max(depth(name, graph) for name in graph) <= 11


def test_no_two_modules_need_each_other():
    """
    No module imports one that imports it, straight or by others.
    """
    graph = {name: imports(path) for name, path in NAMES.items()}
    for name in graph:
        depth(name, graph)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("import errspec.catalog.forms", "cli.main", {"catalog.forms"}),
        ("from errspec import pointers", "cli.main", {"pointers"}),
        ("from errspec import pointers, check", "cli.main", {"__init__", "pointers"}),
        ("from errspec.catalog import forms", "cli.main", {"catalog.forms"}),
        ("from errspec.catalog.forms import strict", "cli.main", {"catalog.forms"}),
        ("from ..catalog.forms import strict", "cli.main", {"catalog.forms"}),
        ("from .. import pointers", "cli.main", {"pointers"}),
        ("from . import check", "cli.main", {"cli.check"}),
        ("def f():\n    import errspec", "cli.main", {"__init__"}),
        ("if TYPE_CHECKING:\n    from errspec import check", "cli.main", set()),
    ],
)
def test_every_spelling_of_an_import_is_seen(text, name, found):
    """
    However an import is written, the test of the structure sees the module.
    """
    assert found == imported(text, name)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_packages_are_imported_where_they_are_used(path):
    """
    No module imports an engine or a validator of specifications when it is loaded.
    """
    for node in ast.parse(path.read_text("utf-8")).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not [
            n
            for n in names
            if n.split(".")[0] in ("jsonschema", "jsonschema_rs", "referencing", "openapi_spec_validator")
        ]


def test_only_the_catalog_reads_data():
    """
    No other module opens a file of schemas/, and none but the loader of a shape knows its suffix.
    """
    for path in MODULES:
        text = path.read_text("utf-8")
        if module(path) != "catalog":
            assert "json.load(" not in text or path.name == "baseline.py", path
            assert not re.search(r"problem-types\.json|provider\.json|it\.json", text), path


def test_only_keywords_lists_keywords():
    """
    No other module has a list of the keywords that hold subschemas; only the walk through a value names each of them.
    """
    for path in MODULES:
        if path.name not in ("keywords.py", "validation.py"):
            text = path.read_text("utf-8")
            for keyword in {*MAPS, *SINGLE, *LISTS} - {"additionalProperties", "properties", "anyOf", "items"}:
                assert f'"{keyword}"' not in text, (path, keyword)


def test_every_message_is_used():
    """
    Every message is said somewhere, and every one that is said is there.
    """
    text = "\n".join(path.read_text("utf-8") for path in [*MODULES, *TEMPLATES])
    messages = CATALOG.messages["messages"]
    families = (
        "type.",
        "value.",
        "report.",
        "help.",
        "show.problem-types",
        "input.",
        "usage.",
        "docs.kind.",
        "docs.min",
        "docs.index-",
        "docs.form",
    )
    for key in messages:
        stem = key.rpartition(".")[0]
        known = f'"{key}"' in text or f"'{key}'" in text or any(key.startswith(f) for f in families)
        assert known or f'"{stem}"' in text, key
    for key in re.findall(r"say\(\s*[\"']([a-zA-Z.-]+)[\"']\s*[,)]", text):
        assert key in messages, key


def test_every_code_is_known():
    """
    Every code that the program gives is described, and every described one is given.
    """
    text = "\n".join(path.read_text("utf-8") for path in MODULES)
    for code in CATALOG.messages["codes"]:
        assert f'"{code}"' in text, code


def test_no_public_name_is_that_of_a_module():
    """
    No public name hides a module of the same name.
    """
    modules = {module(path) for path in MODULES}
    assert not {name for name in errspec.__all__ if name in modules and not ismodule(getattr(errspec, name))}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_things_are_described(path):
    """
    Every module, class and function that is not private has a docstring whose first line is a sentence of its own.
    """
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        node
        for node in [
            tree,
            *tree.body,
            *(member for item in tree.body if isinstance(item, ast.ClassDef) for member in item.body),
        ]
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and not getattr(node, "name", "").startswith("_")
    ]
    for node in public:
        text = ast.get_docstring(node)
        assert text, getattr(node, "name", "the module")
        assert not text.splitlines()[0].endswith(","), text


#: Both statements that import.
IMPORTS = (ast.Import, ast.ImportFrom)

#: The names of the test modules.
TEST_MODULES = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}


def test_no_test_imports_another():
    """
    What tests share is in tests/support; nothing under tests imports a test module, in any spelling.
    """
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if "node_modules" in path.parts:
            continue
        imports = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, IMPORTS)]
        names = [f"{getattr(node, 'module', None) or ''}.{alias.name}" for node in imports for alias in node.names]
        modules = {part for name in names for part in name.split(".") if part.startswith("test_")}
        assert not modules & TEST_MODULES, path


def test_no_two_modules_share_a_name():
    """
    A module or a class has a name of its own, apart from a command and its package, and the catalog in its package.
    """
    stems = [path.stem for path in MODULES if path.stem != "__init__" and path.parent.name != "cli"]
    stems += [path.name for path in PACKAGE.rglob("*") if path.is_dir() and (path / "__init__.py").exists()]
    shared = {name for name in stems if stems.count(name) > 1}
    assert shared <= {"catalog", "retry"}
    classes = [
        node.name
        for path in MODULES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    assert not {name for name in classes if classes.count(name) > 1}
