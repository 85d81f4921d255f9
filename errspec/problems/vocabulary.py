"""
The words by which problem types are found: their codes, their ids, and their messages and titles in all languages.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from errspec.catalog.keywords import subschemas
from errspec.display import readable, similar
from errspec.verdict.mapping import Mapped, mapped

if TYPE_CHECKING:
    from errspec.catalog.catalog import Catalog
    from errspec.catalog.provider import ProblemType

#: The number of words of a line that are compared at once, and how many of them the next part begins with.
_WINDOW, _OVERLAP = 60, 20
#: The least score of a message, and the numbers of letters between which a misspelled word is recognized.
_LEAST, _LETTERS = 45.0, range(4, 30)
#: The number of characters of a text that may be a code in another spelling.
_LONG = 60
#: What an exact match of a message, of a code and of an id scores.
EXACT, NAMED, WRITTEN, GUESSED = 100.0, 98.0, 90.0, 75.0

_MOJIBAKE = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122 ]")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_COMBINING = re.compile("[\u0300-\u036f]")
_WORDS = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"(?<![\w.-])[A-Za-z][A-Za-z0-9_-]{2,60}(?![\w-])")
_PLACEHOLDER = re.compile("<[^<>]*>")
_GAP = r"\S+(?: \S+){0,7}?"


class Match(NamedTuple):
    """
    A problem type that a text may mean: how it was found, how well it fits, and the words that say so.
    """

    problem_type: ProblemType
    certainty: str
    score: float
    words: str


class _Entry(NamedTuple):
    problem_type: ProblemType
    written: str
    text: str
    words: frozenset[str]
    weight: float


def words(text: str) -> list[str]:
    """Return the words of a text without case and accents; accents that were decoded wrongly are repaired."""
    text = _MOJIBAKE.sub(_repaired, _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    return _WORDS.findall(_COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold())))


def _repaired(match: re.Match[str]) -> str:
    if match[0] == "\u00c3 ":  # a no-break space that became a space
        return "\u00e0 "
    for encoding in ("cp1252", "latin-1"):
        try:
            return match[0].encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return match[0]


class Vocabulary:
    """
    The codes, ids and messages of a catalog, each with the problem types that document it.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        #: All problem types, those of no provider last.
        self.problem_types = [
            each for provider in (*catalog.providers.values(), catalog.common) for each in provider.problem_types
        ]
        self._exact: dict[str, list[_Entry]] = defaultdict(list)
        self._templates: list[tuple[re.Pattern[str], _Entry]] = []
        self._entries: list[_Entry] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        for problem_type in self.problem_types:
            weights: dict[str, float] = {}
            for text, weight in self._texts(problem_type):
                weights[text] = max(weight, weights.get(text, 0))
            for text, weight in weights.items():
                self._add(problem_type, text, weight)
        self._rarity = {
            word: math.log(1 + len(self._entries) / len(numbers)) for word, numbers in self._postings.items()
        }
        self._totals = [sum(map(self._rarity.__getitem__, entry.words)) for entry in self._entries]
        self._unknown = math.log(1 + len(self._entries))

    @cached_property
    def codes(self) -> Mapping[str, list[ProblemType]]:
        """The problem types of each code; one that a shape alone lists belongs to the general types of the shape."""
        codes: dict[str, list[ProblemType]] = defaultdict(list)
        for each in self.problem_types:
            for code in dict.fromkeys(self._own_codes(each)):
                codes[code].append(each)
        own = set(codes)
        for each in self.problem_types:
            for code in self._listed(each.shape) - own if each.shape and not each.when else ():
                codes[code].append(each)
        return dict(codes)

    @cached_property
    def _squeezed(self) -> Mapping[str, list[str]]:
        """The codes by their letters and digits alone."""
        squeezed: dict[str, list[str]] = defaultdict(list)
        for code in self.codes:
            squeezed["".join(words(code))].append(code)
        return squeezed

    def named(self, text: str) -> Iterator[Match]:
        """Yield the problem types whose code or id a text is or contains."""
        whole = text.strip().strip("\"'`")
        ids = {problem_type.name: problem_type for problem_type in self.problem_types}
        near = self._squeezed.get("".join(words(whole)), ()) if len(whole) < _LONG else ()
        meant = similar(whole, self.codes) if not near and " " not in whole else None
        for code in (whole, *near, *([meant] if meant else [])):
            for each in self.codes.get(code, ()):
                yield Match(each, "code", EXACT if code == whole else GUESSED, code)
        for each in self.problem_types:
            if whole in (each.id, each.name):
                yield Match(each, "id", NAMED, each.name)
        for match in re.finditer(r"(?<![\w-])[a-z][a-z0-9-]{1,60}/[a-z][a-z0-9-]{1,80}(?![\w/-])", text):
            if match[0] in ids:
                yield Match(ids[match[0]], "id", WRITTEN, match[0])
        for match in _TOKEN.finditer(text):
            code = match[0]
            if code in self.codes and (
                _is_name(code)
                or text[max(match.start() - 9, 0) : match.start()].rstrip(" \"'(")[-1:] in (":", "=", "[")
            ):
                yield from (Match(each, "code", WRITTEN, code) for each in self.codes[code])

    def messages(self, text: str) -> Iterator[Match]:
        """Yield the problem types whose messages or titles a line of a text is, contains, or resembles."""
        seen: set[str] = set()
        for line in text.splitlines():
            found = words(line)
            for start in range(0, max(len(found) - _OVERLAP, 1), _WINDOW - _OVERLAP):
                window = " ".join(map(self._spelled, found[start : start + _WINDOW]))
                if window and window not in seen:
                    seen.add(window)
                    yield from self._resembling(window, text.strip())

    def _resembling(self, window: str, whole: str) -> Iterator[Match]:
        for entry in self._exact.get(window, ()):
            score = EXACT if entry.written == whole else EXACT - 0.5
            yield Match(entry.problem_type, "message", entry.weight * score, entry.text)
        for pattern, entry in self._templates:
            if pattern.fullmatch(window):
                yield Match(entry.problem_type, "message", EXACT, entry.text)
        shared: Counter[int] = Counter()
        wanted = set(window.split())
        for word in wanted:
            for number in self._postings.get(word, ()):
                shared[number] += self._rarity[word]  # type: ignore[assignment]
        total = sum(self._rarity.get(word, self._unknown) for word in wanted)
        for number, common in shared.items():
            entry = self._entries[number]
            recall, precision = common / self._totals[number], common / total
            several = len(entry.words & wanted) > 1
            score = entry.weight * (40 * max(recall, precision) + 80 * recall * precision / (recall + precision))
            if f" {entry.text} " in f" {window} " and (several or precision > 0.5):
                score = max(score, entry.weight * (60 + 30 * recall * precision))
            if score >= _LEAST and several and max(recall, precision) > 0.6:
                yield Match(entry.problem_type, "message", min(score, 89.0), entry.text)

    def _add(self, problem_type: ProblemType, text: str, weight: float) -> None:
        parts = [" ".join(words(part)) for part in _PLACEHOLDER.split(text)]
        entry = _Entry(problem_type, text, " ".join(filter(None, parts)), frozenset(" ".join(parts).split()), weight)
        if not entry.words:
            return
        if len(parts) > 1:
            pieces = [piece for part in parts for piece in (_GAP, re.escape(part)) if piece][1:]
            self._templates.append((re.compile(" ".join(pieces)), entry))
        else:
            self._exact[entry.text].append(entry)
        for word in entry.words:
            self._postings[word].append(len(self._entries))
        self._entries.append(entry)

    def _spelled(self, word: str) -> str:
        """Return the known word that a word with one error was meant to be, or the word itself."""
        if word in self._postings or len(word) not in _LETTERS or word.isdecimal():
            return word
        return next((self._deletions[each] for each in _shorter(word) if each in self._deletions), word)

    @cached_property
    def _deletions(self) -> dict[str, str]:
        """The known words by what remains of them without one letter, and by themselves."""
        known = [word for word in self._postings if len(word) in _LETTERS]
        return {**{each: word for word in known for each in _shorter(word)}, **{word: word for word in known}}

    def _texts(self, problem_type: ProblemType) -> Iterator[tuple[str, float]]:
        """Yield the texts of a problem type with their weights: its messages in full, what explains it for less."""
        yield from ((text, 1.0) for text in problem_type.messages)
        for said in self._mapped(problem_type):
            lists = (*(field.messages for field in said.fields), *said.details.values())
            texts = (said.message, *(text for each in lists if isinstance(each, (list, tuple)) for text in each))
            yield from ((text, 1.0) for text in texts if text and isinstance(text, str))
        yield from ((text, 0.95) for guard in (*problem_type.when, *problem_type.inference) for text in _guarded(guard))
        explained = (
            (problem_type.title, 0.9),
            *((text, 0.6) for text in (problem_type.description, *problem_type.causes)),
        )
        for text, weight in explained:
            yield text, weight
            for lang in self._catalog.languages[1:]:
                yield self._catalog.translate(text, lang), weight

    def _own_codes(self, problem_type: ProblemType) -> Iterator[str]:
        for guard in problem_type.when:
            yield from (str(value) for value in _constants(guard) if " " not in str(value))
        yield from (said.code for said in self._mapped(problem_type) if said.code)

    def _listed(self, shape: str) -> set[str]:
        """Return the codes that a shape lists, in the fields that hold its code."""
        schemas = subschemas(self._catalog.shapes[shape].schema)
        listed = (schema.get("const") for path, schema in schemas if len(path) > 1 and isinstance(path[-1], int))
        return {value for value in listed if isinstance(value, str)}

    def _mapped(self, problem_type: ProblemType) -> Iterator[Mapped]:
        """Yield what the examples of a problem type say, in the body or in the query of a redirect."""
        for example in problem_type.examples:
            response = example.response
            if problem_type.location == "redirect-query":
                query = dict(parse_qsl(urlsplit(response.header("location") or "").query))
                response = response._replace(content=json.dumps(query).encode())
            yield mapped(response, problem_type.shape, problem_type, self._catalog)


def _is_name(code: str) -> bool:
    """Return whether a code cannot be an ordinary word."""
    return "_" in code or (code != code.lower() and code[1:] != code[1:].lower())


def _shorter(word: str) -> Iterator[str]:
    yield word
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def _constants(data: Any) -> Iterator[object]:
    """Yield the values that the schemas of a guard list."""
    for keyword, value in data.items() if isinstance(data, dict) else ():
        if keyword == "const":
            yield value
        elif keyword == "enum":
            yield from value
        else:
            yield from _constants(value)


def _guarded(guard: Any) -> Iterator[str]:
    """Yield the texts that a guard looks for: its values and its patterns, if they have several words."""
    yield from (str(value) for value in _constants(guard) if " " in str(value))
    for keyword, value in guard.items() if isinstance(guard, dict) else ():
        if keyword == "pattern":
            yield from (text for text in readable(value) if " " in text and text.replace(" ", "").isalnum())
        else:
            yield from _guarded(value)


@lru_cache(maxsize=16)
def vocabulary(catalog: Catalog) -> Vocabulary:
    """Return the vocabulary of a catalog."""
    return Vocabulary(catalog)
