"""How a table that the log does not hold says that it moved, whoever writes it."""

import pgtrigger


def stirs(*, topic: str, name: str = "''") -> pgtrigger.Trigger:
    """Say in a topic that a row came, changed or went. Both are SQL of the row, which is called `it`.

    `stirs(topic="'workshop:' || it.code", name="'scene:' || it.id")`. A row that moves to another topic is told in the
    one that it leaves as well. A topic that is NULL says nothing.
    """
    return pgtrigger.Trigger(
        name="stirs",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("it", "record")],
        func=f"""
        IF TG_OP <> 'DELETE' THEN
            it := NEW;
            PERFORM public.stir({topic}, {name});
        END IF;
        IF TG_OP <> 'INSERT' THEN
            it := OLD;
            PERFORM public.stir({topic}, {name});
        END IF;
        RETURN NULL;
        """,
    )
