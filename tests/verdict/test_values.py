"""
The values of the public API: immutable, comparable, picklable, and short when they are printed.
"""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

import errspec
from errspec import CATALOG, Response, check, exceptions, problem
from errspec.exceptions import ErrspecError, NoSuchName

PROVIDER = CATALOG.providers["fattureincloud"]
QUOTA = PROVIDER.problem_type("quota-exceeded")
WRONG = Response(404, (), '{"error":{"message":5,"secret":"s3cr3t"}}')
BUSY = Response(403, {"Retry-After": "1800"}, '{"error":{"message":"x"}}')
#: Arguments for the exceptions whose own are not all strings.
ARGUMENTS = {
    "NoSuchName": ("x", ("y",)),
    "InvalidOption": ("existing", "nope", ("replace", "keep")),
    "InvalidDocument": ("a.yaml", exceptions.NotOpenAPI()),
}


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (CATALOG, "form"),
        (PROVIDER, "id"),
        (QUOTA, "title"),
        (QUOTA.examples[0], "title"),
        (WRONG, "headers"),
        (WRONG, "status_code"),
        (check(WRONG, "fattureincloud"), "findings"),
        (check(WRONG, "fattureincloud").findings[0], "code"),
        (problem(BUSY, "fattureincloud"), "wait"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_attributes_cannot_be_set(owner, name):
    """
    What the catalog, a response or a check gives cannot be changed, and stays as it was.
    """
    before = getattr(owner, name)
    with pytest.raises(AttributeError):
        setattr(owner, name, "strict")
    with pytest.raises(AttributeError):
        delattr(owner, name)
    assert before == getattr(owner, name)


@pytest.mark.parametrize("mapping", [QUOTA.headers, QUOTA.content, PROVIDER.headers, PROVIDER.sources, QUOTA.when[0]])
def test_mappings_cannot_be_changed(mapping):
    """
    A mapping of the catalog refuses every change; a copy of it can be changed.
    """
    with pytest.raises(TypeError, match="cannot be changed"):
        mapping["x"] = 1
    for name in ("pop", "update", "setdefault", "__delitem__", "__ior__"):
        with pytest.raises(TypeError):
            getattr(mapping, name)("x")
    assert {**mapping, "x": 1} == {**copy.deepcopy(mapping), "x": 1}


def test_a_schema_is_a_copy():
    """
    Changing a schema that was asked for changes nothing in the catalog.
    """
    before = CATALOG.schema("sibill/error-document")
    changed = CATALOG.schema("sibill/error-document")
    changed["required"].append("x")
    changed["x-source"]["x"] = "y"
    assert before == CATALOG.schema("sibill/error-document")


def test_responses_compare_by_value():
    """
    Two responses with the same content are equal and have the same hash; the headers that were given are copied.
    """
    headers = {"Retry-After": "5"}
    response = Response(429, headers, "x")
    headers["Retry-After"] = "6"
    assert Response("429", [("Retry-After", b"5")], b"x") == response
    assert hash(Response(429, {"Retry-After": "5"}, b"x")) == hash(response)
    assert Response(429, {"Retry-After": "6"}, b"x") != response
    assert "5" == response.header("retry-after")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Response(404, {"Authorization": "s3cr3t"}, "s3cr3t", "Secret"), "<Response [404 Not Found]>"),
        (Response(799), "<Response [799]>"),
        (Response(None), "<Response [unknown status]>"),
        (CATALOG, "<Catalog 3 providers, 73 problem types>"),
        (PROVIDER, "<Provider fattureincloud, 31 problem types>"),
        (QUOTA, "<ProblemType fattureincloud/quota-exceeded 403>"),
        (check(WRONG, "fattureincloud"), "<Report fattureincloud/not-found errors=1 drift=0>"),
        (check(WRONG, "fattureincloud").findings[0], "<Finding error schema /error/message>"),
        (check(Response(403, [], BUSY.content), "open2b"), None),
        (problem(BUSY, "fattureincloud"), "<Problem fattureincloud/quota-exceeded 403 wait=1800>"),
    ],
    ids=lambda value: None if isinstance(value, str) else type(value).__name__,
)
def test_values_print_short(value, text):
    """
    The repr shows what matters in one short line, without a body or a secret.
    """
    assert text in (repr(value), None)
    assert len(repr(value)) < 100
    assert "s3cr3t" not in repr(value)


@pytest.mark.parametrize("lang", ["en", "it"])
@pytest.mark.parametrize("catalog", [CATALOG, CATALOG.strict()], ids=["tolerant", "strict"])
def test_values_survive_pickle(catalog, lang):
    """
    Responses, reports, findings, problems and catalogs come back from a pickle equal, with the same sentences.
    """
    report = check(WRONG, "fattureincloud", catalog=catalog, lang=lang)
    again = pickle.loads(pickle.dumps(report))
    assert report == again
    assert [finding.message for finding in report.findings] == [finding.message for finding in again.findings]
    assert WRONG == pickle.loads(pickle.dumps(WRONG))
    assert catalog is pickle.loads(pickle.dumps(catalog))
    assert problem(BUSY, "fattureincloud") == pickle.loads(pickle.dumps(problem(BUSY, "fattureincloud")))


def test_a_finding_speaks_another_language():
    """
    The sentence of a finding is made when it is asked for, in whatever language.
    """
    [finding] = check(WRONG, "fattureincloud").findings
    [italian] = check(WRONG, "fattureincloud", lang="it").findings
    assert italian.message == finding.message_in(CATALOG.wording("it")) != finding.message
    assert ("type", "number") == (finding.keyword, finding.facts["found"].key.partition(".")[2])


def exception_classes() -> list[type[ErrspecError]]:
    classes = [item for item in vars(exceptions).values() if inspect.isclass(item) and issubclass(item, ErrspecError)]
    return [item for item in classes if item.sentence]


@pytest.mark.parametrize("kind", exception_classes(), ids=lambda kind: kind.__name__)
def test_exceptions_carry_facts(kind):
    """
    An exception has its facts as attributes, survives pickle, and says nothing about options of the command.
    """
    names = kind._names()
    arguments = ARGUMENTS["NoSuchName"] if issubclass(kind, NoSuchName) else ARGUMENTS.get(kind.__name__)
    error = kind(*(arguments or [f"<{name}>" for name in names]))
    again = pickle.loads(pickle.dumps(error))
    assert (type(error), str(error)) == (type(again), str(again))
    for name in names:
        assert getattr(error, name) == getattr(again, name) or name == "cause"
    assert "--" not in str(error)
    assert "{" not in str(error)
    builtin = [base for base in kind.__mro__ if base.__module__ == "builtins" and base not in (Exception, object)]
    assert {item.__name__ for item in builtin} & {"ValueError", "KeyError", "TypeError", "OSError", "ImportError"}


def test_the_hierarchy_is_drawn():
    """
    The drawing at the top of the module shows every exception below its base.
    """
    lines = [line for line in (exceptions.__doc__ or "").splitlines() if line.lstrip()[:1] in ("*", "+", "-", "x")]
    drawn = {}
    above: dict[int, str] = {}
    for line in lines:
        indent, name = len(line) - len(line.lstrip()), line.split()[1].rstrip(",")
        above[indent] = name
        drawn[name] = above.get(indent - 2)
    del drawn["ValidationError"], drawn["ProblemError"]
    assert drawn.pop("ErrspecError") is None
    classes = [item for item in vars(exceptions).values() if inspect.isclass(item) and issubclass(item, ErrspecError)]
    assert drawn == {item.__name__: item.__bases__[0].__name__ for item in classes if item is not ErrspecError}


@pytest.mark.parametrize("function", [errspec.is_valid, errspec.validate, errspec.identify, errspec.problem])
def test_all_take_what_check_takes(function):
    """
    Every function that takes a response has the arguments of check, in the same order and with the same defaults.
    """
    wanted = inspect.signature(errspec.check).parameters
    own = inspect.signature(function).parameters
    shared = [str(item) for name, item in own.items() if name in wanted]
    assert shared == [str(item) for name, item in wanted.items() if name in own]
    assert {"cap", "now", "method"} >= set(own) - set(wanted)
    assert set(wanted) - set(own) <= ({"provider"} if function is errspec.identify else set())


@pytest.mark.parametrize(
    "function", [errspec.check, errspec.is_valid, errspec.iter_errors, errspec.identify, errspec.problem]
)
def test_clients_are_taken_as_they_are(function):
    """
    A response of a client and the exception that a client raised are taken without a detour.
    """

    class Answer:
        status_code, headers, content, url = 404, {}, b'{"error":{"message":"x"}}', "https://api-v2.fattureincloud.it/"

    assert function(Response.from_client(Answer())) == function(Answer()) or function is errspec.iter_errors
    function(TimeoutError())
    with pytest.raises(errspec.exceptions.NotAResponse):
        function({"status": 404})


def test_submodules_are_there_after_the_import():
    """
    errspec.openapi and errspec.exceptions need no import of their own, and dir() lists the public names.
    """
    assert callable(errspec.openapi.embed)
    assert issubclass(errspec.exceptions.NoSuchProvider, KeyError)
    assert sorted([*errspec.__all__, "__version__"]) == dir(errspec)
    for name in errspec.__all__:
        assert getattr(errspec, name) is not None
