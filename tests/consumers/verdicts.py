"""
The consumers and the verdicts that they have to give.
"""

from __future__ import annotations

from errspec.openapi import VERSIONS
from tests.consumers import generator, json_schema, linters, models, prism, typescript, validators
from tests.consumers.consumer import Consumer
from tests.consumers.inputs import Body, document
from tests.support.dialects import validator

_FAMILIES = (validators, linters, prism, typescript, models, generator, json_schema)
#: All consumers, in the order in which the README has them.
CONSUMERS: tuple[Consumer, ...] = tuple(consumer for family in _FAMILIES for consumer in family.CONSUMERS)


def accepted(consumer: Consumer, body: Body, openapi: str) -> bool:
    """
    Whether a consumer has to accept a body: as the schema does, which in Swagger 2.0 cannot say all.
    """
    if consumer.blind(body, openapi):
        return not body.valid
    if openapi != "2.0" or body.schema is None:
        return body.valid
    return validator(document(openapi)["definitions"], body.schema, openapi).is_valid(body.value)


def document_of(openapi: str) -> dict[str, object]:
    """
    The document of a version, which is empty where files of schemas are read.
    """
    return document(openapi) if openapi in VERSIONS else {}
