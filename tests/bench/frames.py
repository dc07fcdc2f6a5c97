"""How long the home page's script takes to answer a filter, on a processor slowed four times: a frame has 16 ms."""

import json
from collections.abc import Callable
from statistics import median
from typing import Any

from playwright.sync_api import Page, Route

# The promise is for the first of these; the other is for a region.
PLACES = (400, 5000)
MOST_MILLISECONDS = 16
LAPTOP = {"width": 1280, "height": 800}
# The list and the counts answer at once, the map in the next frame: the longest of all is what is promised. Only script
# is counted: a frame that begins late, because the processor draws or is busy elsewhere, is not longer for it.
ASK = """async (question) => {
    const { kind, value } = question;
    const askForFrame = window.requestAnimationFrame;
    const frames = new Map();
    window.requestAnimationFrame = (callback) => askForFrame.call(window, (start) => {
        const began = performance.now();
        callback(start);
        frames.set(start, (frames.get(start) ?? 0) + performance.now() - began);
    });
    const before = performance.now();
    if (kind === "search") {
        const field = document.getElementById("q");
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
        document.querySelector(value).click();
    }
    const atOnce = performance.now() - before;
    await new Promise((resolve) => setTimeout(resolve, 300));
    window.requestAnimationFrame = askForFrame;
    return Math.max(atOnce, ...frames.values());
}"""
QUESTIONS = [
    *({"kind": "press", "value": f"[data-state={state}]"} for state in ("both", "both", "a", "a")),
    *({"kind": "search", "value": value} for value in ("fl", "flo", "florac", "")),
    *({"kind": "press", "value": "[name=open]"} for _time in range(2)),
]


def script_times(page: Page, address: str, count: int) -> list[float]:
    """The milliseconds that each question's script takes, with so many places, the first round left out."""
    page.route("**/annuaire.json", _many(count))
    page.goto(address)
    page.locator(".marker").first.wait_for()
    page.wait_for_timeout(1500)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    rounds = [[page.evaluate(ASK, question) for question in QUESTIONS] for _round in range(8)]
    page.unroute("**/annuaire.json")
    return [median(times) for times in zip(*rounds[1:], strict=True)]


def _many(count: int) -> Callable[[Route], None]:
    """Answer with a directory of so many places, made of the real ones and spread over their land."""

    def answer(route: Route) -> None:
        told: dict[str, Any] = route.fetch().json()
        real = told["places"]
        south, north, west, east = _land(real)
        told["places"] = [
            real[n % len(real)]
            | {
                "slug": f"lieu-{n}",
                "position": [south + (north - south) * (n * 0.618 % 1), west + (east - west) * (n * 0.414 % 1)],
            }
            for n in range(count)
        ]
        route.fulfill(body=json.dumps(told), content_type="application/json")

    return answer


def _land(places: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    latitudes, longitudes = zip(*(place["position"] for place in places if place["position"]), strict=True)
    return min(latitudes), max(latitudes), min(longitudes), max(longitudes)
