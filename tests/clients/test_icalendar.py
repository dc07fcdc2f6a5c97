"""Calendars read by programs of others: icalendar reads each, dateutil tells its year, which is that of the hours."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from network.models import NetworkedPlace
from places.hours import State
from tests.clients import environment

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("lozere")]
PARIS = ZoneInfo("Europe/Paris")
READ = """
import json, sys
from datetime import datetime
from pathlib import Path
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar

def starts(event):
    begins = event["DTSTART"].dt
    if "RRULE" not in event:
        return [begins]
    found = rruleset()
    found.rrule(rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins))
    left_out = event.get("EXDATE", [])
    for dates in left_out if isinstance(left_out, list) else [left_out]:
        for one in dates.dts:
            found.exdate(one.dt)
    return list(found)

told = {}
for path in map(Path, sys.argv[1:]):
    calendar = Calendar.from_ical(path.read_bytes())
    assert not calendar.errors and not any(event.errors for event in calendar.walk("VEVENT"))
    open_events = [event for event in calendar.walk("VEVENT") if event.get("STATUS") == "CONFIRMED"]
    told[path.stem] = sorted(
        [at.isoformat(), (at.replace(tzinfo=None) + (event["DTEND"].dt.replace(tzinfo=None)
            - event["DTSTART"].dt.replace(tzinfo=None))).isoformat()]
        for event in open_events if isinstance(event["DTSTART"].dt, datetime) for at in starts(event)
    )
print(json.dumps(told))
"""


def test_every_calendar_is_open_when_the_place_is(tmp_path: Path) -> None:
    places = NetworkedPlace.objects.published().exclude(opening_hours=None).exclude(opening_hours="24/7")
    for place in places:
        body = Client().get(f"/api/v1/places/{place.slug}/", {"format": "ics"}).content
        (tmp_path / f"{place.slug}.ics").write_bytes(body)
    told = json.loads(environment.run(READ, *sorted(tmp_path.iterdir())))
    assert len(told) == places.count() > 20
    now = datetime.now(PARIS)
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    for place in places:
        spans = place.schedule.spans(monday, 371) or []
        found = [[one.since, one.until] for one in spans if one.state is State.OPEN]
        assert _joined(told[place.slug]) == [[since.isoformat()[:16], until.isoformat()[:16]] for since, until in found]


def _joined(spans: list[list[str]]) -> list[list[str]]:
    """Join what follows, as the hours do; local times to the minute."""
    joined: list[list[str]] = []
    for since, until in ((since[:16], until[:16]) for since, until in spans):
        if joined and joined[-1][1] == since:
            joined[-1][1] = until
        else:
            joined.append([since, until])
    return joined
