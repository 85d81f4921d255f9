"""
How much memory the command needs, as Linux counts it.
"""

from __future__ import annotations

import subprocess
import sys
from collections import deque
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

#: Where Linux says how much memory a process needed.
STATUS = Path("/proc/self/status")
_CHECK = f"""
import sys
from errspec.cli.main import main
main(["check", "--provider", "sibill", sys.argv[1]])
[peak] = [line.split()[1] for line in open("{STATUS}") if line.startswith("VmHWM")]
print(peak, file=sys.stderr)
"""


def checked(path: Path) -> tuple[str, int]:
    """
    The last two lines that ``errspec check`` writes about a file, and the most memory that it needs, in KiB.
    """
    with subprocess.Popen(
        [sys.executable, "-c", _CHECK, path], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        summary = "".join(deque(process.stdout, maxlen=2))
        return summary, int(process.stderr.read().split()[-1])
