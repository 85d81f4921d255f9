"""
What errspec raises. Faults of a response are reported, not raised; only ``validate`` raises them.
"""

from __future__ import annotations

from collections.abc import Sequence


class ErrspecError(Exception):
    """
    The class of all exceptions of errspec.

    ``sentence`` is a template over ``facts``; a translation takes the template as its key.
    """

    sentence = ""

    def __init__(self, **facts: object) -> None:
        super().__init__(*facts.values())
        #: What the sentence speaks of.
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


class UnknownName(ErrspecError, KeyError):
    """
    A name that is not in the catalog, with the names that are.
    """

    #: The sentence that follows where a known name is near.
    suggestion = "Did you mean {near}?"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name=name, known=", ".join(known))
        self.name, self.known = str(name), tuple(known)

    @property
    def near(self) -> str | None:
        """
        The known name that looks most like the one asked for, if any does.
        """
        import difflib

        return next(iter(difflib.get_close_matches(self.name, self.known, n=1, cutoff=0.7)), None)

    def __str__(self) -> str:
        sentence = self.sentence.format(**self.facts)
        return f"{sentence} {self.suggestion.format(near=self.near)}" if self.near else sentence


class NoSuchProvider(UnknownName):
    """
    No provider of that name is in the catalog.
    """

    sentence = "There is no provider {name}; there are {known}."


class NoSuchProblemType(UnknownName):
    """
    The provider has no problem type of that id and documents no such status.
    """

    sentence = "There is no problem type or status {name}; there are {known}."


class NoSuchShape(UnknownName):
    """
    No shape of that name is in the catalog.
    """

    sentence = "There is no shape {name}; there are {known}."


class NoSuchForm(UnknownName):
    """
    A shape has no such form.
    """

    sentence = "There is no form {name}; there are {known}."


class NoSuchLanguage(UnknownName):
    """
    The catalog does not speak that language.
    """

    sentence = "There is no language {name}; there are {known}."


class CatalogError(ErrspecError, ValueError):
    """
    A folder of data cannot be loaded.
    """

    sentence = "{path} cannot be loaded: {reason}"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path=path, reason=reason)


class NoSuchVersion(UnknownName):
    """
    Components are not made for that version of OpenAPI.
    """

    sentence = "There is no OpenAPI version {name}; there are {known}."


class UnsupportedKeyword(ErrspecError, ValueError):
    """
    A schema has a keyword that cannot be carried into another dialect.
    """

    sentence = "{pointer}: the keyword {keyword} cannot be carried into OpenAPI {openapi}."

    def __init__(self, pointer: str, keyword: str, openapi: str) -> None:
        super().__init__(pointer=pointer, keyword=keyword, openapi=openapi)
        #: The JSON Pointer of the keyword in the schemas that were given.
        self.pointer = pointer


class ComponentNameError(ErrspecError, ValueError):
    """
    A name cannot be that of a component.
    """

    sentence = (
        "{name} cannot be the name of a component; a name has letters and digits alone, and a letter comes first."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=repr(name))


class DuplicateComponentName(ErrspecError, ValueError):
    """
    Two components that differ have the same name.
    """

    sentence = "Two components that differ have the name {name}: {one} and {other}."

    def __init__(self, name: str, one: str, other: str) -> None:
        super().__init__(name=name, one=one, other=other)


class RecursiveShape(ErrspecError, ValueError):
    """
    A component refers to itself, so it cannot be written without references.
    """

    sentence = "{name} refers to itself, so it cannot be written in place of its references."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class InputError(ErrspecError, ValueError):
    """
    An input is no response that can be read, or cannot be opened.
    """

    sentence = "{place}: {reason}"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place=place, reason=reason)


class UnreadBody(ErrspecError, ValueError):
    """
    An answer of an HTTP client does not hold its body, and errspec reads no stream.
    """

    sentence = "The body of {name} has not been read, or was not kept; read it first, or pass it as content."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotAResponse(ErrspecError, TypeError):
    """
    Something is neither a response of an HTTP client nor an exception of a failed request.
    """

    sentence = (
        "{name} is neither a response nor a failed request; "
        "pass what the client returned or raised, and await a coroutine first."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class MalformedDocument(ErrspecError, ValueError):
    """
    A text is neither YAML nor JSON.
    """

    sentence = "Line {line}, column {column}: it is neither YAML nor JSON: {reason}."

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(line=line, column=column, reason=reason)


class DuplicateKey(ErrspecError, ValueError):
    """
    A mapping of a document has a key twice.
    """

    sentence = "Line {line}: the key {name} is given twice in one mapping; leave one of the two."

    def __init__(self, line: int, name: str) -> None:
        super().__init__(line=line, name=name)


class UnusableKey(ErrspecError, ValueError):
    """
    A key of a document is no text.
    """

    sentence = "Line {line}: a key is a list, a mapping, an alias or empty; a key of an OpenAPI document is a text."

    def __init__(self, line: int) -> None:
        super().__init__(line=line)


class NestedTooDeeply(ErrspecError, ValueError):
    """
    A document is nested more deeply than any that is read.
    """

    sentence = "It is nested more than {limit} levels deep, which is more than is read."

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class DocumentTooLarge(ErrspecError, ValueError):
    """
    A document is larger than is read.
    """

    sentence = "It has more than {limit} bytes and was not read; --max-size says how many may be read."

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class EndlessAliases(ErrspecError, ValueError):
    """
    The aliases of a document stand for a value that they are in, or for more values than are read.
    """

    sentence = "Line {line}: the alias stands for a value that it is in, or for more than {limit} values."

    def __init__(self, line: int, limit: int) -> None:
        super().__init__(line=line, limit=limit)


class EditedPart(ErrspecError, ValueError):
    """
    What errspec put into a document was changed afterwards.
    """

    sentence = (
        "Line {line}: what errspec put here was changed afterwards ({place}); "
        "undo that change, or move it out of the part that is marked, and try again."
    )

    def __init__(self, line: int, place: str) -> None:
        super().__init__(line=line, place=place)


class UnreadableRest(ErrspecError, ValueError):
    """
    Without what errspec put into it a document is none, since something around that was changed.
    """

    sentence = (
        "Without what errspec put into it the document could not be read, since something around that was changed; "
        "undo that change, and try again."
    )


class UnknownSettings(ErrspecError, ValueError):
    """
    The settings that are recorded in a document are none.
    """

    sentence = (
        "The settings that are recorded in the document are none that this version knows; remove what was put in."
    )


class NotOpenAPI(ErrspecError, ValueError):
    """
    A document is no OpenAPI document of a version that is known.
    """

    sentence = (
        "It is no OpenAPI document: right would be a mapping with openapi: 3.0.4, 3.1.1 or 3.2.0, "
        'or with swagger: "2.0", at its root.'
    )


class ComponentClash(ErrspecError, ValueError):
    """
    A document has a component of a name that is wanted, with other content.
    """

    sentence = (
        "{place} is in the document already and differs from the component of {provider} that has this name; "
        "--prefix X puts letters before all names, --rename {name}=NEW gives this one another."
    )

    def __init__(self, place: str, name: str, provider: str) -> None:
        super().__init__(place=place, name=name, provider=provider)


class UnusablePlace(ErrspecError, ValueError):
    """
    A place of a document that has to be extended cannot be.
    """

    sentence = "Nothing can be added to {place}, which is an alias, no mapping, or empty with an anchor; write it out."

    def __init__(self, place: str) -> None:
        super().__init__(place=place)


class NoSuchOperation(ErrspecError, ValueError):
    """
    No operation of a document has a tag or a path.
    """

    sentence = "No operation has the tag or a path that fits {name}; the tags are {known}."

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name=name, known=", ".join(known) or "none")


class NoSuchComponent(UnknownName):
    """
    No component that is put into a document has that name.
    """

    sentence = "There is no component {name}; there are {known}."


class TypedAlready(ErrspecError, ValueError):
    """
    Error responses of a document have schemas of their own, and none may be replaced.
    """

    sentence = (
        "Error responses with a schema of their own: {count}, the first is {place}; "
        "--existing says what becomes of them."
    )

    def __init__(self, count: int, place: str) -> None:
        super().__init__(count=count, place=place)


class DocumentError(ErrspecError, ValueError):
    """
    Something is wrong with a document; ``cause`` says what.
    """

    sentence = "{place}: {reason}"

    def __init__(self, place: str, cause: ErrspecError) -> None:
        super().__init__(place=place, reason=str(cause))
        #: What is wrong.
        self.cause = cause


class SeveralDocuments(ErrspecError, ValueError):
    """
    Several documents would be printed one after the other.
    """

    sentence = "Several documents need --in-place, --check or --diff; one alone can be printed or written to --output."


class NoFile(ErrspecError, ValueError):
    """
    Standard input cannot be written to.
    """

    sentence = "--in-place needs a file; what comes from standard input can be printed or written to --output."


class MissingPackage(ErrspecError, ImportError):
    """
    The pages need a package that is not installed.
    """

    sentence = "The pages need the package {name}, which is not installed; install it with: {command}"

    def __init__(self, name: str, command: str) -> None:
        super().__init__(name=name, command=command)


class DuplicatePage(ErrspecError, ValueError):
    """
    Two pages would have the same address.
    """

    sentence = "Two pages would have the address {path}; the id of a problem type or of a provider has to change."

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class OutputError(ErrspecError, OSError):
    """
    A folder cannot take what is to be written to it.
    """

    sentence = "{place}: {reason}"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place=place, reason=reason)
