"""
Exceptions.

* ErrspecError
  + NoSuchName (KeyError)
    - NoSuchProvider
    - NoSuchProblemType
    - NoSuchScenario
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
  + UnwritableFile (OSError)
    - ReadOnlyFile
    - LinkedFile
    - SpecialFile
    - ForeignFile
    - GuardedFile
    - FileInUse
    - ChangedFile
  + MissingPackage (ImportError)
  + NotAResponse (TypeError)
  + UnreadBody (ValueError)
  + NotThatProblem (ValueError)
  + NotCarried (ValueError)
  + NotMockable (TypeError)
  + ComponentError (ValueError)
    - UnsupportedKeyword
    - InvalidComponentName
    - DuplicateComponentName
    - ComponentClash
    - RecursiveShape
  + DocumentError (ValueError)
    - DocumentTooLarge
    - NestedTooDeeply
    - SeveralMarks
    - MalformedDocument
    - DuplicateKey
    - UnusableKey
    - EndlessAliases
    - NotOpenAPI
    - UnusablePlace
    - TypedAlready
    - EditedPart
    - ForeignPart
    - StillReferenced
    - UnreadableRest
    - NotRestorable
    - UnknownSettings
    - ValidatorStopped
    - InvalidDocument
  + DuplicatePage (ValueError)
  x ValidationError (ValueError), in errspec.verdict.report
  x ProblemError, in errspec.problems.raising

The findings of a response are reported, not raised; only ``validate`` raises them, and only ``raise_for_problem``
raises a ProblemError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import dataclass_transform

from errspec.redaction import redacted

#: The facts that name files and what the catalog has, which are printed as they are.
_OWN = ("place", "path", "known", "valid", "command")


@dataclass_transform(eq_default=False)
class ErrspecError(Exception):
    """
    The base class of all errspec exceptions.

    The annotated names of a class are the facts of its exceptions. They are passed as arguments, in this order, and are
    available as attributes. ``sentence`` is a template that the facts fill in, and the key of its translation.
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
        """The facts as they appear in the sentence."""
        return {name: _written(name, getattr(self, name)) for name in self._names()}

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


class NoSuchName(ErrspecError, KeyError):
    """
    A name is unknown; ``known`` lists those that exist.
    """

    name: str
    known: Sequence[str]
    #: The sentence to append if the name looks like a misspelling of a known one.
    suggestion = "Did you mean {near}?"

    @property
    def near(self) -> str | None:
        """The known name that the caller probably meant, or None."""
        from errspec.display import similar

        return similar(str(self.name), self.known)

    def __str__(self) -> str:
        sentence = super().__str__()
        return f"{sentence} {self.suggestion.format(near=self.near)}" if self.near else sentence


class NoSuchProvider(NoSuchName):
    """
    No provider with that name is in the catalog.
    """

    sentence = "Unknown provider: {name}. Known providers: {known}."


class NoSuchProblemType(NoSuchName):
    """
    The provider has no problem type with that id and does not document that status.
    """

    sentence = "Unknown problem type or status: {name}. Known ones: {known}."


class NoSuchScenario(NoSuchName):
    """
    The provider has no scenario with that id.
    """

    sentence = "Unknown scenario: {name}. Known scenarios: {known}."


class NoSuchShape(NoSuchName):
    """
    No shape with that name is in the catalog.
    """

    sentence = "Unknown shape: {name}. Known shapes: {known}."


class NoSuchForm(NoSuchName):
    """
    Shapes do not come in that form.
    """

    sentence = "Unknown form: {name}. Known forms: {known}."


class NoSuchLanguage(NoSuchName):
    """
    The catalog has no sentences in that language.
    """

    sentence = "Unknown language: {name}. Known languages: {known}."


class NoSuchVersion(NoSuchName):
    """
    That version of OpenAPI is not supported.
    """

    sentence = "OpenAPI version {name} is not supported. Supported versions: {known}."


class NoSuchComponent(NoSuchName):
    """
    The provider has no component with that name.
    """

    sentence = "Unknown component: {name}. Known components: {known}."


class NoSuchOperation(NoSuchName):
    """
    No operation in the document has that tag or a matching path.
    """

    sentence = "No operation has the tag {name} or a path matching {name}. Known tags: {known}."


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
    A data folder cannot be loaded.
    """

    path: str
    reason: str
    sentence = "{path} cannot be loaded: {reason}"


class InputError(ErrspecError, ValueError):
    """
    An input cannot be opened or is not of the expected kind.
    """

    place: str
    reason: str
    sentence = "{place}: {reason}"


class OutputError(ErrspecError, OSError):
    """
    The output cannot be written to a folder.
    """

    place: str
    reason: str
    sentence = "{place}: {reason}"


class UnwritableFile(ErrspecError, OSError):
    """
    The base class for reasons not to replace a file.
    """

    place: str


class ReadOnlyFile(UnwritableFile):
    """
    A file must not be written.
    """

    sentence = "{place} is read-only and was not replaced; make it writable and try again."


class LinkedFile(UnwritableFile):
    """
    A file has several names, and replacing it under one would leave the others with the old content.
    """

    sentence = "{place} has more than one name (hard links) and was not replaced; make a copy and work on that."


class SpecialFile(UnwritableFile):
    """
    A pipe or a device cannot be replaced.
    """

    sentence = "{place} is a pipe or a device and cannot be replaced; specify a regular file."


class ForeignFile(UnwritableFile):
    """
    A file belongs to somebody else, and a file that replaces it would not.
    """

    sentence = "{place} belongs to another user or group and was not replaced, because the new file would not."


class GuardedFile(UnwritableFile):
    """
    The file that replaces another cannot get the same access control list.
    """

    sentence = "{place} was not replaced, because the new file would not have the same access control list."


class FileInUse(UnwritableFile):
    """
    Another run writes the same file.
    """

    temporary: str
    sentence = (
        "{place} is being written by another run of errspec; try again. "
        "If errspec is not running elsewhere, delete {temporary}."
    )


class ChangedFile(UnwritableFile):
    """
    A file was changed after it had been read.
    """

    sentence = "{place} was changed by another program in the meantime and was not replaced; try again."


class MissingPackage(ErrspecError, ImportError):
    """
    A package that only some users need is not installed.
    """

    package: str
    command: str
    sentence = "This requires the package {package}, which is not installed. Install it with: {command}"


class NotAResponse(ErrspecError, TypeError):
    """
    An object is neither a response from an HTTP client nor the exception from a failed request.
    """

    type_name: str
    sentence = (
        "{type_name} is neither a response nor the exception from a failed request; pass what the client "
        "returned or raised. If it is a coroutine, await it first."
    )


class UnreadBody(ErrspecError, ValueError):
    """
    The body of a response from an HTTP client is not available, and errspec does not read streams.
    """

    type_name: str
    sentence = "The body of {type_name} has not been read or was not kept; read it first, or pass it as content."


class NotThatProblem(ErrspecError, ValueError):
    """
    A changed example contradicts the documentation or has another problem type.
    """

    name: str
    reason: str
    sentence = "The changed response does not match {name}. {reason} To keep it anyway, pass broken=True."


class NotCarried(ErrspecError, ValueError):
    """
    A library cannot represent a response, such as one that never arrives.
    """

    library: str
    sentence = "{library} cannot represent a response that never arrives."


class NotMockable(ErrspecError, TypeError):
    """
    An object does not belong to a mock library; ``known`` lists the libraries.
    """

    type_name: str
    known: Sequence[str]
    sentence = "{type_name} does not belong to a supported mock library. Supported libraries: {known}."


class ComponentError(ErrspecError, ValueError):
    """
    The base class for errors in OpenAPI components.
    """


class UnsupportedKeyword(ComponentError):
    """
    A schema has a keyword that another dialect cannot express; ``pointer`` locates the keyword.
    """

    pointer: str
    keyword: str
    openapi: str
    sentence = "{pointer}: OpenAPI {openapi} cannot express the keyword {keyword}."


class InvalidComponentName(ComponentError):
    """
    A name is not valid for a component.
    """

    name: str
    sentence = (
        '"{name}" cannot be the name of a component; '
        "a name must start with a letter, contain only letters and digits, and have at most 200 characters."
    )


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
    A document already has a different component with that name.
    """

    place: str
    name: str
    provider: str
    sentence = (
        "{place} is already in the document and differs from the component {name} of {provider}; rename the "
        "component, or add a prefix to all component names."
    )


class RecursiveShape(ComponentError):
    """
    A component refers to itself, so references to it cannot be inlined.
    """

    name: str
    sentence = "{name} refers to itself and cannot be written without references."


class DocumentError(ErrspecError, ValueError):
    """
    The base class for errors in an OpenAPI document.
    """


class DocumentTooLarge(DocumentError):
    """
    A document is larger than the limit.
    """

    limit: int
    sentence = "The document is larger than {limit} bytes and was not read."


class NestedTooDeeply(DocumentError):
    """
    A document has more levels of nesting than the limit.
    """

    limit: int
    sentence = "The document is nested more than {limit} levels deep and was not read."


class SeveralMarks(DocumentError):
    """
    A document begins with more than one byte order mark.
    """

    sentence = "The document begins with more than one byte order mark (U+FEFF); keep one or none."


class MalformedDocument(DocumentError):
    """
    A document is neither valid YAML nor valid JSON.
    """

    line: int
    column: int
    reason: str
    sentence = "Line {line}, column {column}: not valid YAML or JSON: {reason}."


class DuplicateKey(DocumentError):
    """
    A key appears twice in a mapping.
    """

    line: int
    key: str
    sentence = "Line {line}: the key {key} appears twice in the mapping; remove one of them."


class UnusableKey(DocumentError):
    """
    A key is not a string.
    """

    line: int
    sentence = "Line {line}: a key is a list, a mapping, an alias or empty; in OpenAPI every key is a string."


class EndlessAliases(DocumentError):
    """
    An alias refers to a value that contains it, or the aliases expand to more values than the limit.
    """

    line: int
    limit: int
    sentence = "Line {line}: the alias refers to a value that contains it, or expands to more than {limit} values."


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
        "Nothing can be added to {place}, because it is an alias, is not a mapping, or is an empty value with "
        "an anchor; write it out as a mapping."
    )


class TypedAlready(DocumentError):
    """
    Error responses of a document already have schemas of their own.
    """

    count: int
    place: str
    sentence = "Some error responses already have schemas of their own ({count} in total, starting with {place})."


class EditedPart(DocumentError):
    """
    A part of a document is marked as added by errspec, but differs from what errspec writes.
    """

    line: int
    place: str
    sentence = (
        "Line {line}: {place} is marked as added by errspec, but differs from what errspec writes. "
        "Undo the change, move it out of the marked part, or delete the mark if errspec did not make it."
    )


class ForeignPart(DocumentError):
    """
    A part is marked as if errspec had put it into a document, but it is neither an error response nor a component.
    """

    line: int
    place: str
    sentence = (
        "Line {line}: a part that is marked as added by errspec also holds something else ({place}). "
        "Move it out of the marked part, and then try again."
    )


class StillReferenced(DocumentError):
    """
    The rest of a document refers to a part that would be removed.
    """

    place: str
    reference: str
    sentence = "{place} refers to {reference}, which would be removed. Change the reference, and then try again."


class UnreadableRest(DocumentError):
    """
    A document cannot be read once the parts that errspec added are removed.
    """

    sentence = (
        "The document cannot be read once the parts that errspec added are removed, because something around "
        "them was changed; undo the change and try again."
    )


class NotRestorable(DocumentError):
    """
    A document could not be restored once errors were put into it.
    """

    sentence = (
        "The document was left unchanged, because the parts that errspec adds could not be removed again "
        "without changing the rest."
    )


class UnknownSettings(DocumentError):
    """
    A document records settings that this version of errspec does not recognize.
    """

    sentence = (
        "The document contains settings that this version of errspec does not recognize. "
        "Remove the parts that errspec added, and then try again."
    )


class ValidatorStopped(DocumentError):
    """
    The validator did not finish, so the problems of a document are unknown; ``reason`` says what stopped it.
    """

    reason: str
    sentence = "openapi-spec-validator could not finish, so the document was not validated: {reason}."


class InvalidDocument(DocumentError):
    """
    Something is wrong with the document with that name; ``cause`` says what.
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


def _written(name: str, fact: object) -> str:
    text = ", ".join(fact) or "none" if isinstance(fact, tuple) else str(fact)
    return text if name in _OWN else redacted(text)
