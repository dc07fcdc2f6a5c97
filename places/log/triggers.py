"""How a change is closed, who may touch it, and how the land leaves its mark."""

import pgtrigger

CHANNEL = "croisee_change"  # what NOTIFY says it on: one message a commit, its position

# Deferred triggers run in the order in which they were called for. What a transaction called for first would run before
# the checks of its foreign keys, and the lock would be held meanwhile, or end in a deadlock with whom those checks wait
# for. Writing the row once more calls for the next trigger after all the rest.
_COMES_LAST = """
UPDATE public.places_change SET at = clock_timestamp() WHERE id = NEW.id;
RETURN NULL;
"""

# The lock is released once the commit can be seen: hence positions stand in the order of what is seen.
_TAKES_ITS_POSITION = """
PERFORM pg_advisory_xact_lock('public.places_change'::regclass::bigint);
UPDATE public.places_change SET position = nextval('public.places_change_position')
    WHERE id = NEW.id RETURNING position INTO place;
PERFORM pg_notify('croisee_change', place::text);
RETURN NULL;
"""

_ONLY_ITS_OWN = """
IF TG_OP = 'UPDATE' AND OLD.id::text = current_setting('croisee.change', true) THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'The log only grows: change % is closed.', OLD.id;
"""

CHANGE_TRIGGERS = [
    pgtrigger.Trigger(
        name="comes_last",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__position__isnull=True),
        func=_COMES_LAST,
    ),
    pgtrigger.Trigger(
        name="takes_its_position",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("at"),
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__position__isnull=True),
        declare=[("place", "bigint")],
        func=_TAKES_ITS_POSITION,
    ),
    pgtrigger.Trigger(
        name="only_grows",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_ONLY_ITS_OWN,
    ),
]


def marks_land() -> pgtrigger.Trigger:
    """Note in the change of a statement that it wrote the land, whose rows have no events."""
    return pgtrigger.Trigger(
        name="marks_land",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        declare=[("number", "bigint := public.current_change()")],
        func="""
        UPDATE public.places_change SET touches_land = true WHERE id = number;
        PERFORM nextval('public.places_log');
        RETURN NULL;
        """,
    )
