"""
One page of documentation, beside json-schema-for-humans.
"""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

from errspec import CATALOG
from errspec.catalog.forms import standard
from errspec.docs.folder import write
from errspec.docs.formats import pages
from scripts.benchmarks.rounds import rounds


def documentation(folder: Path) -> dict[str, list[float]]:
    """
    Seconds for one page, written to disk, beside json-schema-for-humans on the same shapes.
    """
    from json_schema_for_humans.generate import generate_from_filename
    from json_schema_for_humans.generation_configuration import GenerationConfiguration

    schemas = folder / "schemas"
    schemas.mkdir()
    for index, name in enumerate(CATALOG.shapes):
        (schemas / f"{index}.json").write_text(json.dumps(standard(CATALOG.schema(name))))
    peer = folder / "peer"
    peer.mkdir()
    paths = sorted(schemas.iterdir())
    configuration = GenerationConfiguration(template_name="js_offline", copy_css=True, copy_js=True)

    def theirs() -> None:
        with contextlib.redirect_stdout(io.StringIO()):  # it reports its progress
            for path in paths:
                generate_from_filename(str(path), str(peer / f"{path.stem}.html"), config=configuration)

    def ours() -> None:
        write(folder / "site", pages(CATALOG), CATALOG.wording("en"))

    ours()
    count = sum(1 for _ in (folder / "site").rglob("*.html"))
    times = rounds(
        {"json-schema-for-humans": theirs, "errspec docs build": ours},
        dict.fromkeys(("json-schema-for-humans", "errspec docs build"), 1),
    )
    numbers = {"json-schema-for-humans": len(paths), "errspec docs build": count}
    return {name: [seconds / numbers[name] for seconds in found] for name, found in times.items()}
