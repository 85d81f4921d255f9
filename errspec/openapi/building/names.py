"""
The names of components: letters and digits only, so that every generator can use them for classes.
"""

from __future__ import annotations

import re
import unicodedata

from errspec.catalog.provider import Provider
from errspec.display import shortened
from errspec.exceptions import InvalidComponentName
from errspec.response import reason_phrase

#: A name; 200 characters fit into a key of YAML and into the name of a file.
_NAME = re.compile("[A-Za-z][A-Za-z0-9]{0,199}")
#: The names of ranges (RFC 9110, 15), and the phrases of RFC 9110 that not every version of Python has.
_PHRASES = {
    "1XX": "Informational",
    "2XX": "Successful",
    "3XX": "Redirection",
    "4XX": "Client Error",
    "5XX": "Server Error",
    "413": "Content Too Large",
    "414": "URI Too Long",
    "416": "Range Not Satisfiable",
    "422": "Unprocessable Content",
}


def pascal(text: str) -> str:
    """Return words as one name in Pascal case: ``error-code`` becomes ``ErrorCode``, ``OK`` becomes ``Ok``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall("[A-Za-z0-9]+", plain)
    return "".join(word.capitalize() if word.isupper() else word[0].upper() + word[1:] for word in words)


def stem(provider: Provider, prefix: str = "") -> str:
    """Return the beginning of the names of all components of a provider; raise InvalidComponentName."""
    if prefix:
        checked(prefix)
    return checked(prefix + pascal(provider.name)) if prefix or pascal(provider.name) else pascal(provider.id)


def phrase(status: str) -> str:
    """Return a status or a range in the words of RFC 9110."""
    usual = reason_phrase(int(status)) if status.isdecimal() else ""
    return _PHRASES.get(status) or usual or f"Status {status}"


def checked(name: str) -> str:
    """Return a name that a component can have; raise InvalidComponentName."""
    if not _NAME.fullmatch(name):
        raise InvalidComponentName(shortened(name))
    return name
