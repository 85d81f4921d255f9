"""
Bodies that nobody should send.
"""

from __future__ import annotations

KNOWN = '{"error":{"message":"%s"}}'


BODIES = {
    "nothing": b"",
    "blanks": b" \r\n\t ",
    "a byte order mark": b"\xef\xbb\xbf" + b'{"error":{"message":"x"}}',
    "UTF-16": '{"error":{"message":"x"}}'.encode("utf-16"),
    "UTF-16 without its mark": '{"error":{"message":"x"}}'.encode("utf-16-le"),
    "UTF-32": '{"error":{"message":"x"}}'.encode("utf-32"),
    "half of UTF-16": '{"error"}'.encode("utf-16")[:-1],
    "Latin-1": '{"error":{"message":"perché"}}'.encode("latin-1"),
    "NUL": b"\x00",
    "many NUL": b"\x00" * 1000,
    "NUL in a text": b'{"error":{"message":"a\\u0000b"}}',
    "a bare NUL in a text": b'{"error":{"message":"a\x00b"}}',
    "a lone surrogate": b'{"error":{"message":"\\ud800"}}',
    "a lone surrogate in a name": b'{"error":{"message":"x","\\udfff":1}}',
    "all bytes": bytes(range(256)),
    "5,000 digits": b'{"error":{"message":' + b"9" * 5000 + b"}}",
    "5,000 decimals": b'{"error":{"message":1.' + b"9" * 5000 + b"}}",
    "a huge exponent": b'{"extra":{"totals":{"amount_net":1e999999}},"error":{"message":"x"}}',
    "3,000 levels": b"[" * 3000 + b"]" * 3000,
    "3,000 levels of objects": b'{"a":' * 3000 + b"1" + b"}" * 3000,
    "100,000 levels without an end": b"[" * 100_000,
    "escapes that stop": b'{"error":"\\u12',
    "a control character": b'{"error":{"message":"\x1b[31mred"}}',
    "only a quote": b'"',
    "a NUL behind two characters": b"[[\x00\xff\xfe",
    "a number that stops at its point": b'{"extra":{"totals":{"amount_net":1.',
    "a number that stops at its exponent": b'{"extra":{"totals":{"amount_net":1e+',
    "brackets behind an escaped quotation mark": b'{"error":{"message":"\\"' + b"[" * 600 + b'"}}',
    "UTF-32 with half a pair": b"\xff\xfe\0\0x\0\0\0\0\xd8\0\0",
    "UTF-32 beyond Unicode": b"\xff\xfe\0\0x\0\0\0\xff\xff\xff\xff",
    "a fault behind a wide character": '{"error":{"message":"\U0001f600" x}}'.encode(),
    "a character in too many bytes": b'{"error":{"message":"\xc1\x80"}}',
    "UTF-32, big end first": b"\0\0\xfe\xff" + '{"error":{"message":"x"}}'.encode("utf-32-be"),
    "a page without a heading": b"<html><p>Busy",
    "a beginning of another object": b'{"error":{"message":"x"}} {"',
    "a beginning of another list": b'{"error":{"message":"x"}} [{',
    "members given twice": b'{"error":{"message":"x","message":1},"a":{"b":1,"b":1},"c":{"d":1,"d":1}}',
    "a comma before the end": b'{"error":{"message":"x", } }',
    "a number": b"12",
    "null": b"null",
}
