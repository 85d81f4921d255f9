"""
The names of components: letters and digits alone, so that every generator takes them for a class as they are.
"""

from __future__ import annotations

import re
import unicodedata
from http import HTTPStatus

from errspec.catalog.provider import Provider
from errspec.exceptions import InvalidComponentName

_NAME = re.compile("[A-Za-z][A-Za-z0-9]*")
#: Ranges of statuses (RFC 9110, 15), and the phrases that RFC 9110 changed and not every Python knows.
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
    """
    Words as one name, each with one capital at least: ``error-code`` is ``ErrorCode``, ``OK`` is ``Ok``.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall("[A-Za-z0-9]+", plain)
    return "".join(word.capitalize() if word.isupper() else word[0].upper() + word[1:] for word in words)


def stem(provider: Provider, prefix: str = "") -> str:
    """
    What all names of a provider's components begin with; raises InvalidComponentName.
    """
    if prefix:
        checked(prefix)
    return checked(prefix + pascal(provider.name)) if prefix or pascal(provider.name) else pascal(provider.id)


def phrase(status: str) -> str:
    """
    A status or a range in words, those of RFC 9110.
    """
    if status in _PHRASES:
        return _PHRASES[status]
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return f"Status {status}"


def checked(name: str) -> str:
    """
    The name, if a component may have it; raises InvalidComponentName.
    """
    if not _NAME.fullmatch(name):
        raise InvalidComponentName(name)
    return name
