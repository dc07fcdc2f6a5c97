"""What a check cannot say, because it looks at other rows: a place's words exist, and its point is in its commune."""

import pgtrigger

_WORDS_ARE_KNOWN = """
IF EXISTS (SELECT FROM unnest(NEW.kinds) AS word WHERE word NOT IN (SELECT slug FROM places_kind)) THEN
    RAISE foreign_key_violation USING CONSTRAINT = 'place_kinds_exist',
        MESSAGE = format('place_kinds_exist: one of the kinds %s does not exist', NEW.kinds);
END IF;
IF EXISTS (SELECT FROM unnest(NEW.services) AS word WHERE word NOT IN (SELECT slug FROM places_service)) THEN
    RAISE foreign_key_violation USING CONSTRAINT = 'place_services_exist',
        MESSAGE = format('place_services_exist: one of the services %s does not exist', NEW.services);
END IF;
RETURN NEW;
"""

_SERVED_COMMUNES_EXIST = """
IF EXISTS (
    SELECT FROM unnest(NEW.served_communes) AS served WHERE served NOT IN (SELECT code FROM places_commune)
) THEN
    RAISE foreign_key_violation USING CONSTRAINT = 'place_served_communes_exist',
        MESSAGE = format('place_served_communes_exist: one of the communes %s does not exist', NEW.served_communes);
END IF;
RETURN NEW;
"""

# Fills the commune from the point when none is stated, so that every door finds it the same way.
_POINT_IS_IN_COMMUNE = """
IF NEW.point IS NULL THEN
    RETURN NEW;
END IF;
SELECT commune.code, commune.name INTO found FROM places_commune AS commune
    WHERE ST_Covers(commune.boundary, NEW.point)
    ORDER BY commune.code = NEW.commune_id DESC NULLS LAST LIMIT 1;
IF NEW.commune_id IS NULL THEN
    NEW.commune_id := found.code;
ELSIF NEW.commune_id IS DISTINCT FROM found.code THEN
    RAISE check_violation USING CONSTRAINT = 'place_point_is_in_its_commune',
        MESSAGE = format('place_point_is_in_its_commune: the point is in %s, the stated commune is %s',
            coalesce(found.name, 'no known commune'),
            (SELECT name FROM places_commune WHERE code = NEW.commune_id));
END IF;
RETURN NEW;
"""

# Generated columns are not computed yet in a trigger that runs before the write.
_UPDATED_AT_MOVES = """
IF to_jsonb(NEW) - ARRAY['search', 'feature'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['search', 'feature'] THEN
    NEW.updated_at := now();
END IF;
RETURN NEW;
"""

PLACE_TRIGGERS = [
    # By SQL too, a change is a change: `updated_since` and caches read this column.
    pgtrigger.Trigger(
        name="updated_at_moves",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__updated_at=pgtrigger.F("new__updated_at")),
        func=_UPDATED_AT_MOVES,
    ),
    pgtrigger.Trigger(
        name="words_are_known",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("kinds", "services"),
        func=_WORDS_ARE_KNOWN,
    ),
    pgtrigger.Trigger(
        name="served_communes_exist",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("served_communes"),
        func=_SERVED_COMMUNES_EXIST,
    ),
    pgtrigger.Trigger(
        name="point_is_in_its_commune",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("point", "commune_id"),
        declare=[("found", "record")],
        func=_POINT_IS_IN_COMMUNE,
    ),
]


def kept_while_used(column: str) -> pgtrigger.Trigger:
    """Refuse to remove or rename a word that a place uses in `column`, as a foreign key would."""
    return pgtrigger.Trigger(
        name="kept_while_used",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete | pgtrigger.UpdateOf("slug"),
        condition=None,
        func=f"""
        IF (TG_OP = 'DELETE' OR NEW.slug <> OLD.slug)
            AND EXISTS (SELECT FROM places_place WHERE {column} @> ARRAY[OLD.slug]::varchar[]) THEN
            RAISE foreign_key_violation USING CONSTRAINT = 'place_{column}_exist',
                MESSAGE = format('place_{column}_exist: %s is used by places', OLD.slug);
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """,
    )
