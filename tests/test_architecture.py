"""
The rules of the structure: data flows one way, and the code knows no provider.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import errspec
from errspec import CATALOG
from errspec.keywords import LISTS, MAPS, SINGLE
from tests.cases import ROOT

PACKAGE = ROOT / "errspec"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(path for kind in ("assets", "templates") for path in (PACKAGE / "docs" / kind).rglob("*.*"))
FLOORS = [
    {"exceptions", "keywords", "content"},
    {"adapters", "datafiles", "documents", "files"},
    {"response"},
    {"forms", "layout", "provider", "reading"},
    {"catalog"},
    {"faults", "report"},
    {"engine"},
    {"guards", "wording"},
    {"matching", "inspection"},
    {"evidence"},
    {"verdict"},
    {"contract"},
    {"problems", "recordings", "formats", "baseline", "openapi"},
    {"explain", "checking", "rewriting", "verification"},
    {"docs"},
    {"generate"},
    {"arguments"},
    {"cli"},
    {"__main__"},
]


def module(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    """
    The rooms of errspec that a module imports at run time, itself left out.
    """
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("errspec."):
            found.add(node.module.split(".")[1])
    return found - {module(path)}


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
    assert imports(path) <= below


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


def test_only_the_catalogue_reads_data():
    """
    No other module opens a file of schemas/, and none but the loader of a shape knows its suffix.
    """
    for path in MODULES:
        text = path.read_text("utf-8")
        if module(path) not in ("catalog", "provider", "datafiles", "generate"):
            assert "json.load(" not in text or module(path) == "baseline", path
            assert not re.search(r"problem-types\.json|provider\.json|it\.json", text), path


def test_only_keywords_lists_keywords():
    """
    No other module has a list of the keywords that hold subschemas; only the walk through a value names each of them.
    """
    for path in MODULES:
        if module(path) not in ("keywords", "faults"):
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
    assert not set(errspec.__all__) & {module(path) for path in MODULES}


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
