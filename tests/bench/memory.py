"""Measures what long answers leave behind in a process of the server: all pages, of the longest size, in each format.

`python -m tests.bench.memory`, in a database that `tests.bench` has filled.
"""

import re
import time
from pathlib import Path

from tests.bench.measure import MEBI, Client, children, high_water, served

FORMATS = ("json", "geojson", "csv")
LONGEST = 5000
# A process tidies up between answers; it is given the time to see that there are none.
REST = 3


def main() -> None:
    """Walk every page in each format, several clients after one another, and print what the processes hold."""
    with served("config.settings") as server:
        print(f"{'':<24}{'answers':>9}{'held MB':>9}{'peak MB':>9}")  # noqa: T201
        tell("at rest", 0, server.pid)
        for name in FORMATS:
            tell(f"all pages of {LONGEST}, {name}", walk(name), server.pid)


def walk(name: str) -> int:
    """Read all pages of a format from first to last; count them."""
    client, path, pages = Client(), f"/api/v1/places/?limit={LONGEST}&format={name}", 0
    while path:
        answer, _body = client.ask(path)
        following = re.search(r'https?://[^/]*(/[^>]*)>; rel="next"', answer.getheader("Link") or "")
        path, pages = following[1] if following else "", pages + 1
    return pages


def tell(what: str, pages: int, pid: int) -> None:
    """Print the memory of the process that holds the most, once it had time to tidy up."""
    time.sleep(REST)
    processes = children(pid)
    held, peak = max(map(resident, processes)), max(map(high_water, processes))
    print(f"{what:<24}{pages:>9}{held:>9.0f}{peak:>9.0f}", flush=True)  # noqa: T201


def resident(pid: str) -> float:
    """Tell how much memory a process holds now, in MB."""
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) / MEBI


if __name__ == "__main__":
    main()
