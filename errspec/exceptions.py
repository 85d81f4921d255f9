"""
Exceptions.

* ErrspecError
  + NoSuchName (KeyError)
    - NoSuchProvider
    - NoSuchProblemType
    - NoSuchShape
    - NoSuchForm
    - NoSuchLanguage
    - NoSuchVersion
    - NoSuchComponent
    - NoSuchOperation
  + InvalidOption (ValueError)
  + CatalogError (ValueError)
  + InputError (ValueError)
  + OutputError (OSError)
  + MissingPackage (ImportError)
  + NotAResponse (TypeError)
  + UnreadBody (ValueError)
  + ComponentError (ValueError)
    - UnsupportedKeyword
    - InvalidComponentName
    - DuplicateComponentName
    - ComponentClash
    - RecursiveShape
  + DocumentError (ValueError)
    - DocumentTooLarge
    - NestedTooDeeply
    - MalformedDocument
    - DuplicateKey
    - UnusableKey
    - EndlessAliases
    - NotOpenAPI
    - UnusablePlace
    - TypedAlready
    - EditedPart
    - UnreadableRest
    - UnknownSettings
    - InvalidDocument
  + DuplicatePage (ValueError)
  x ValidationError (ValueError), in errspec.verdict.report

The findings of a response are reported, not raised; only ``validate`` raises them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import dataclass_transform


@dataclass_transform(eq_default=False)
class ErrspecError(Exception):
    """
    The base of all exceptions of errspec.

    The annotated names of a class are the facts of its exceptions: the arguments in this order, and attributes.
    ``sentence`` is a template that the facts fill, and the key of its translation.
    """

    sentence = ""

    def __init__(self, *facts: object) -> None:
        facts = tuple(tuple(fact) if isinstance(fact, list) else fact for fact in facts)
        super().__init__(*facts)
        self.__dict__.update(zip(self._names(), facts, strict=True))

    @classmethod
    def _names(cls) -> list[str]:
        return [name for base in reversed(cls.__mro__) for name in vars(base).get("__annotations__", ())]

    @property
    def facts(self) -> Mapping[str, str]:
        """The facts as they stand in the sentence."""
        return {name: _written(getattr(self, name)) for name in self._names()}

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


class NoSuchName(ErrspecError, KeyError):
    """
    A name is unknown; ``known`` lists those that exist.
    """

    name: str
    known: Sequence[str]
    #: The sentence that follows if a known name was probably meant.
    suggestion = "Did you mean {near}?"

    @property
    def near(self) -> str | None:
        """The known name that was probably meant, or None."""
        from errspec.display import similar

        return similar(str(self.name), self.known)

    def __str__(self) -> str:
        sentence = super().__str__()
        return f"{sentence} {self.suggestion.format(near=self.near)}" if self.near else sentence


class NoSuchProvider(NoSuchName):
    """
    No provider of that name is in the catalog.
    """

    sentence = "There is no provider {name}; there are {known}."


class NoSuchProblemType(NoSuchName):
    """
    The provider has no problem type with that id and documents no such status.
    """

    sentence = "There is no problem type or status {name}; there are {known}."


class NoSuchShape(NoSuchName):
    """
    No shape of that name is in the catalog.
    """

    sentence = "There is no shape {name}; there are {known}."


class NoSuchForm(NoSuchName):
    """
    Shapes have no such form.
    """

    sentence = "There is no form {name}; there are {known}."


class NoSuchLanguage(NoSuchName):
    """
    The catalog has no sentences in that language.
    """

    sentence = "There is no language {name}; there are {known}."


class NoSuchVersion(NoSuchName):
    """
    That version of OpenAPI is not supported.
    """

    sentence = "There is no OpenAPI version {name}; there are {known}."


class NoSuchComponent(NoSuchName):
    """
    The provider has no component of that name.
    """

    sentence = "There is no component {name}; there are {known}."


class NoSuchOperation(NoSuchName):
    """
    No operation of the document has that tag or a path that matches.
    """

    sentence = "No operation has the tag {name} or a path that matches it; the tags are {known}."


class InvalidOption(ErrspecError, ValueError):
    """
    An option has a value that it does not accept; ``valid`` lists the values it accepts.
    """

    option: str
    value: str
    valid: Sequence[str]
    sentence = "{option} cannot be {value}; valid values are {valid}."


class CatalogError(ErrspecError, ValueError):
    """
    A folder of data cannot be loaded.
    """

    path: str
    reason: str
    sentence = "{path} cannot be loaded: {reason}"


class InputError(ErrspecError, ValueError):
    """
    An input cannot be opened or is not what it should be.
    """

    place: str
    reason: str
    sentence = "{place}: {reason}"


class OutputError(ErrspecError, OSError):
    """
    A folder cannot take what is to be written to it.
    """

    place: str
    reason: str
    sentence = "{place}: {reason}"


class MissingPackage(ErrspecError, ImportError):
    """
    A package that pages need is not installed.
    """

    package: str
    command: str
    sentence = "The pages need the package {package}, which is not installed; install it with: {command}"


class NotAResponse(ErrspecError, TypeError):
    """
    An object is neither the response of an HTTP client nor the exception of a failed request.
    """

    type_name: str
    sentence = (
        "{type_name} is neither a response nor the exception of a failed request; "
        "pass what the client returned or raised, and await a coroutine first."
    )


class UnreadBody(ErrspecError, ValueError):
    """
    The response of an HTTP client does not hold its body, and errspec reads no streams.
    """

    type_name: str
    sentence = "The body of {type_name} was not read or not kept; read it first, or pass it as content."


class ComponentError(ErrspecError, ValueError):
    """
    The base of what can be wrong with OpenAPI components.
    """


class UnsupportedKeyword(ComponentError):
    """
    A schema has a keyword that another dialect cannot express; ``pointer`` leads to it.
    """

    pointer: str
    keyword: str
    openapi: str
    sentence = "{pointer}: OpenAPI {openapi} cannot express the keyword {keyword}."


class InvalidComponentName(ComponentError):
    """
    A component cannot have that name.
    """

    name: str
    sentence = '"{name}" cannot be the name of a component; a name has only letters and digits, and a letter first.'


class DuplicateComponentName(ComponentError):
    """
    Two different components have the same name.
    """

    name: str
    one: str
    other: str
    sentence = "Two different components have the name {name}: {one} and {other}."


class ComponentClash(ComponentError):
    """
    A document already has another component of that name.
    """

    place: str
    name: str
    provider: str
    sentence = (
        "{place} is already in the document and differs from the component {name} of {provider}; "
        "give the component another name, or all components a prefix."
    )


class RecursiveShape(ComponentError):
    """
    A component refers to itself, so references to it cannot be replaced by it.
    """

    name: str
    sentence = "{name} refers to itself and cannot be written without references."


class DocumentError(ErrspecError, ValueError):
    """
    The base of what can be wrong with an OpenAPI document.
    """


class DocumentTooLarge(DocumentError):
    """
    A document has more bytes than the limit.
    """

    limit: int
    sentence = "The document has more than {limit} bytes and was not read."


class NestedTooDeeply(DocumentError):
    """
    A document has more levels of nesting than the limit.
    """

    limit: int
    sentence = "The document is nested more than {limit} levels deep and was not read."


class MalformedDocument(DocumentError):
    """
    A text is neither YAML nor JSON.
    """

    line: int
    column: int
    reason: str
    sentence = "Line {line}, column {column}: not valid YAML or JSON: {reason}."


class DuplicateKey(DocumentError):
    """
    A mapping has a key twice.
    """

    line: int
    key: str
    sentence = "Line {line}: the mapping has the key {key} twice; remove one of the two."


class UnusableKey(DocumentError):
    """
    A key is not a string.
    """

    line: int
    sentence = "Line {line}: a key is a list, a mapping, an alias or empty; in OpenAPI every key is a string."


class EndlessAliases(DocumentError):
    """
    An alias stands for a value that contains it, or the aliases stand for more values than the limit.
    """

    line: int
    limit: int
    sentence = "Line {line}: the alias stands for a value that contains it, or for more than {limit} values."


class NotOpenAPI(DocumentError):
    """
    A document does not name a supported version of OpenAPI.
    """

    sentence = (
        "This is not an OpenAPI document: its root must be a mapping with openapi: 3.0.4, 3.1.1 or 3.2.0, "
        'or with swagger: "2.0".'
    )


class UnusablePlace(DocumentError):
    """
    A place in a document cannot be extended.
    """

    place: str
    sentence = (
        "Nothing can be added to {place}, because it is an alias, not a mapping, or empty with an anchor; "
        "write it out as a mapping."
    )


class TypedAlready(DocumentError):
    """
    Error responses of a document already have schemas of their own.
    """

    count: int
    place: str
    sentence = "Error responses that already have their own schema: {count}; the first is {place}."


class EditedPart(DocumentError):
    """
    A part that errspec put into a document was changed afterwards.
    """

    line: int
    place: str
    sentence = (
        "Line {line}: a part that errspec added was changed afterwards ({place}); "
        "undo the change, or move it out of the marked part, and try again."
    )


class UnreadableRest(DocumentError):
    """
    A document could not be read without the parts that errspec added.
    """

    sentence = (
        "Without the parts that errspec added, the document could not be read, because something around them was "
        "changed; undo the change and try again."
    )


class UnknownSettings(DocumentError):
    """
    A document records settings that this version does not know.
    """

    sentence = "The document records settings that this version of errspec does not know; remove the added parts first."


class InvalidDocument(DocumentError):
    """
    Something is wrong with the document of that name; ``cause`` says what.
    """

    place: str
    cause: ErrspecError
    sentence = "{place}: {cause}"


class DuplicatePage(ErrspecError, ValueError):
    """
    Two pages would have the same address.
    """

    path: str
    sentence = "Two pages would have the address {path}; rename a problem type or a provider."


def _written(fact: object) -> str:
    return ", ".join(fact) or "none" if isinstance(fact, tuple) else str(fact)
