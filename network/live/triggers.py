"""How a table that the log does not hold says that it moved, whoever writes it."""

import pgtrigger

_ANY = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def stirs(
    *topics: str,
    name: str = "''",
    called: str = "stirs",
    on: pgtrigger.Operation = _ANY,
    condition: pgtrigger.Condition | None = None,
) -> pgtrigger.Trigger:
    """Say in some topics that a row came, changed or went. They and the name are SQL of the row, which is called `it`.

    `stirs("'workshop:' || it.code", name="'scene:' || it.id")`. A row that moves to another topic is told in the one
    that it leaves as well. A topic that is NULL says nothing. A second trigger of a table is `called` otherwise, and
    may be `on` fewer operations, under a `condition` of the row.
    """
    said = "\n            ".join(f"PERFORM public.stir({topic}, {name});" for topic in topics)
    return pgtrigger.Trigger(
        name=called,
        when=pgtrigger.After,
        operation=on,
        condition=condition,
        declare=[("it", "record")],
        func=f"""
        IF TG_OP <> 'DELETE' THEN
            it := NEW;
            {said}
        END IF;
        IF TG_OP <> 'INSERT' THEN
            it := OLD;
            {said}
        END IF;
        RETURN NULL;
        """,
    )
