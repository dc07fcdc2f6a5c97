"""`bin/lighthouse`: pages as a telephone meets them, against what `docs/performance.md` promises."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from subprocess import run
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import django
from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench import frames
from tests.bench.measure import PORT, served

PAGES = ["/", "/lieux/la-pompe/", "/reseaux/solozere/"]
ROUNDS = int(os.environ.get("LIGHTHOUSE_ROUNDS", "3"))
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_BYTES = 150_000
MOST_SECONDS_ON_3G = 2.0
# What a telephone is sent to join a workshop, and how long that takes.
MOST_BYTES_TO_JOIN, MOST_SECONDS_TO_JOIN = 30_000, 3.0

SITE = f"http://localhost:{PORT}"
LIGHTHOUSE = Path("var/lighthouse/node_modules/.bin/lighthouse")
# Nothing that Chromium does by itself may be counted as ours.
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMINGS = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "interactive": "interactive",
    "total-blocking-time": "blocked",
}
KINDS = {
    "Document": "markup",
    "Stylesheet": "styles",
    "Script": "scripts",
}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "is_mobile": True, "has_touch": True}
# The page itself writes when its markers have been drawn: to ask it from without takes a slow processor longer.
WHEN_USED = """
const watch = setInterval(() => {
    if (document.querySelector(".marker")) {
        clearInterval(watch);
        requestAnimationFrame(() => setTimeout(() => {
            document.documentElement.dataset.used = performance.now();
        }));
    }
}, 15);
"""
# A room is joined when its forms keep what is sent, and what the room is shown has come.
WHEN_JOINED = """
const watch = setInterval(() => {
    const react = document.getElementById("react");
    const told = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/a/"));
    if (react && !react.hidden && told.length > 1 && told.every(({ responseEnd }) => responseEnd)) {
        clearInterval(watch);
        document.documentElement.dataset.used = performance.now();
    }
}, 15);
"""
JOINED = """() => {
    const asked = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const sent = asked.reduce((sum, { transferSize }) => sum + transferSize, 0);
    return [Number(document.documentElement.dataset.used) / 1000, asked.length, sent];
}"""
# 3G as WebPageTest has it: 1.6 Mbit/s down, 768 kbit/s up, 300 ms there and back; bytes a second and milliseconds.
THREE_G = {"offline": False, "latency": 300, "downloadThroughput": 200_000, "uploadThroughput": 96_000}


def main(paths: list[str]) -> int:
    """Measure each page, print what was found, and give the number of promises that are not kept."""
    missed: list[str] = []
    with served("config.settings"):
        for path in paths or PAGES:
            reports = [lighthouse(path) for _round in range(ROUNDS)]
            missed += print_scores(path, reports)
            if path == "/":
                missed += print_weight(reports[-1])
        missed += print_3g()
        missed += print_room()
        missed += print_frames()
        print_what_is_kept()
    for promise in missed:
        tell(f"✗ {promise}")
    return len(missed)


def lighthouse(path: str) -> dict[str, Any]:
    """Run Lighthouse on a page, as on a telephone, in a browser that has never been there.

    It misses the beginning of its own trace now and then, and asks to be run again: it is, twice.
    """
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        flags = " ".join(["--headless=new", *CHROMIUM])
        output = ["--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}"]
        for _attempt in range(3):
            done = run([str(LIGHTHOUSE), SITE + path, *output], check=False, capture_output=True, text=True)
            found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
            if done.returncode == 0 and "runtimeError" not in found:
                return found
    raise RuntimeError(found.get("runtimeError", {}).get("message", done.stderr))


def print_scores(path: str, reports: list[dict[str, Any]]) -> Iterator[str]:
    """Print the median of each score and of the main timings; give the scores that are too low."""
    scores = {name: round(100 * median(r["categories"][name]["score"] or 0 for r in reports)) for name in LEAST}
    tell(f"\n{path}   " + ", ".join(f"{name} {score}" for name, score in scores.items()))
    times = {words: median(r["audits"][name]["numericValue"] for r in reports) for name, words in TIMINGS.items()}
    shift = median(r["audits"]["cumulative-layout-shift"]["numericValue"] for r in reports)
    tell("  " + ", ".join(f"{words} {time:.0f} ms" for words, time in times.items()) + f", layout shift {shift:.3f}")
    for name, score in scores.items():
        if score < LEAST[name]:
            yield f"{path}: {name} {score}, at least {LEAST[name]}"
            yield from (f"    {audit}" for audit in failed_audits(reports[-1], name))


def failed_audits(report: dict[str, Any], category: str) -> Iterator[str]:
    """Name what took points from a score."""
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and (audit["score"] or 0) < 1 and audit["scoreDisplayMode"] not in {"notApplicable"}:
            yield f"{audit['title']} {audit.get('displayValue', '')}"


def print_weight(report: dict[str, Any]) -> Iterator[str]:
    """Print the bytes on the wire of the first load, by kind; tell if they are too many, or not all ours."""
    requests = report["audits"]["network-requests"]["details"]["items"]
    weights: Counter[str] = Counter()
    for request in requests:
        is_data = urlsplit(request["url"]).path.endswith("json")
        kind = "data and basemap" if is_data else KINDS.get(request["resourceType"], "images, icons and manifest")
        weights[kind] += request["transferSize"]
    tell("  first load: " + ", ".join(f"{kind} {size / 1000:.1f} kB" for kind, size in weights.most_common()))
    tell(f"  {weights.total() / 1000:.1f} kB in {len(requests)} requests")
    if weights.total() > MOST_BYTES:
        yield f"/: {weights.total() / 1000:.1f} kB, at most {MOST_BYTES / 1000:.0f}"
    # What is written in a style is asked of nobody, though Lighthouse lists it.
    asked = (urlsplit(request["url"]) for request in requests)
    yield from (
        f"asks elsewhere: {url.geturl()}" for url in asked if url.scheme != "data" and url.hostname != "localhost"
    )


def print_3g() -> Iterator[str]:
    """Print when the list can be read and the map used, on a slow telephone with 3G; tell if it is too late."""
    found = []
    for _round in range(ROUNDS):
        with phone_on_3g() as page:
            page.add_init_script(WHEN_USED)
            page.goto(f"{SITE}/", wait_until="commit")
            page.locator("html[data-used]").wait_for()
            found.append(
                page.evaluate(
                    "() => [performance.getEntriesByName('first-contentful-paint')[0].startTime,"
                    " Number(document.documentElement.dataset.used)]"
                )
            )
    read, used = (median(times[index] for times in found) / 1000 for index in range(2))
    tell(f"\n3G, processor slowed 4 times: the list is read after {read:.1f} s, the map is used after {used:.1f} s")
    if used > MOST_SECONDS_ON_3G:
        yield f"/: usable after {used:.1f} s on 3G, at most {MOST_SECONDS_ON_3G:.0f}"


def print_room() -> Iterator[str]:
    """Print when a slow telephone on 3G has joined a workshop, and what it was sent; tell if it is too much."""
    from tests.bench.room import workshop  # noqa: PLC0415  it needs Django, which the other measures do without

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    found = []
    with workshop() as (room, *_others):
        for _round in range(ROUNDS):
            with phone_on_3g() as page:
                page.add_init_script(WHEN_JOINED)
                page.goto(f"{SITE}/a/{room.code}/", wait_until="commit")
                page.locator("html[data-used]").wait_for()
                found.append(page.evaluate(JOINED))
    seconds, requests, size = (median(round_[index] for round_ in found) for index in range(3))
    sent = f"{requests:.0f} requests, {size / 1000:.1f} kB"
    tell(f"3G, processor slowed 4 times: a workshop is joined after {seconds:.1f} s, {sent}")
    if seconds > MOST_SECONDS_TO_JOIN:
        yield f"/a/CODE/: joined after {seconds:.1f} s on 3G, at most {MOST_SECONDS_TO_JOIN:.0f}"
    if size > MOST_BYTES_TO_JOIN:
        yield f"/a/CODE/: {size:.0f} bytes to join, at most {MOST_BYTES_TO_JOIN}"


def print_frames() -> Iterator[str]:
    """Print how long the script takes to answer filters; tell if a département does not fit in a frame."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROME_PATH"], args=CHROMIUM)
        for count in frames.PLACES:
            page = browser.new_context(viewport=frames.LAPTOP, service_workers="block").new_page()  # type: ignore[arg-type]
            times = frames.script_times(page, f"{SITE}/", count)
            tell(f"a filter of {count} places, slowed 4 times: {median(times):.0f} ms, at most {max(times):.0f}")
            if count == frames.PLACES[0] and max(times) > frames.MOST_MILLISECONDS:
                yield f"/: a filter takes {max(times):.0f} ms of script, at most {frames.MOST_MILLISECONDS}"
        browser.close()


@contextmanager
def phone_on_3g() -> Iterator[Page]:
    """A page on a slow telephone that has never been here."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROME_PATH"], args=CHROMIUM)
        page = browser.new_context(**PHONE).new_page()  # type: ignore[arg-type]  # one dictionary of several types
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", THREE_G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        yield page
        browser.close()


def print_what_is_kept() -> None:
    """Print what is fetched later, when the browser is idle, for when there is no network."""
    connection = HTTPConnection("localhost", PORT)
    connection.request("GET", "/hors-ligne.json", headers={"Accept-Encoding": "br"})
    tell(f"kept for when there is no network, fetched later: {len(connection.getresponse().read()) / 1000:.1f} kB")


def tell(line: str) -> None:
    """Print a line as soon as it is known."""
    print(line, flush=True)  # noqa: T201  it is what the command is for


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
