"""What a check cannot say, because it looks at other rows: a place's words exist, and its point is in its commune."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

# Each refusal carries a name, the column that it is about, and in DETAIL and HINT what its sentence needs.
REFUSALS = {
    "place_kinds_exist": _("Aucune typologie ne s’appelle %(detail)s."),
    "place_services_exist": _("Aucun service ne s’appelle %(detail)s."),
    "place_served_communes_exist": _("Aucune commune n’a le code %(detail)s."),
    "place_point_is_in_its_commune": _("Ce point est à %(detail)s, et la commune indiquée est %(hint)s."),
    "place_point_is_in_a_commune": _("Ce point n’est dans aucune commune connue."),
    "place_kinds_are_kept": _("Des lieux ont encore la typologie %(detail)s."),
    "place_slug_was_anothers": _("Un autre lieu a eu l’adresse %(detail)s, qui mène toujours à lui."),
    "place_merged_into_the_last": _("La fiche gardée d’une fusion n’est fusionnée avec aucune autre."),
    "place_services_are_kept": _("Des lieux ont encore le service %(detail)s."),
}


def words_exist(column: str, table: str, key: str, *, of: str = "place") -> str:
    """Refuse the words of a column that are in no row of a table, in the name of what has the column."""
    return f"""
unknown := array_to_string(ARRAY(
    SELECT word FROM unnest(NEW.{column}) AS word WHERE word NOT IN (SELECT {key} FROM {table})
), ', ');
IF unknown <> '' THEN
    RAISE foreign_key_violation USING CONSTRAINT = '{of}_{column}_exist', COLUMN = '{column}', DETAIL = unknown,
        MESSAGE = format('{of}_{column}_exist: nothing is called %s', unknown);
END IF;
"""  # noqa: S608  our own names


_KINDS_EXIST = words_exist("kinds", "places_kind", "slug")
_SERVICES_EXIST = words_exist("services", "places_service", "slug")
_WORDS_ARE_KNOWN = f"{_KINDS_EXIST}{_SERVICES_EXIST}RETURN NEW;"
_SERVED_COMMUNES_EXIST = words_exist("served_communes", "places_commune", "code") + "RETURN NEW;"

# Fills the commune from the point when none is stated, so that every door finds it the same way.
_POINT_IS_IN_COMMUNE = """
IF NEW.point IS NULL THEN
    RETURN NEW;
END IF;
SELECT commune.code, commune.name INTO found FROM places_commune AS commune
    WHERE ST_Covers(commune.boundary, NEW.point)
    ORDER BY commune.code = NEW.commune_id DESC NULLS LAST LIMIT 1;
IF found.code IS NULL THEN
    RAISE check_violation USING CONSTRAINT = 'place_point_is_in_a_commune', COLUMN = 'point',
        MESSAGE = 'place_point_is_in_a_commune: the point is in no known commune';
ELSIF NEW.commune_id IS NULL THEN
    NEW.commune_id := found.code;
ELSIF NEW.commune_id <> found.code THEN
    stated := (SELECT name FROM places_commune WHERE code = NEW.commune_id);
    RAISE check_violation USING CONSTRAINT = 'place_point_is_in_its_commune', COLUMN = 'point',
        DETAIL = found.name, HINT = coalesce(stated, NEW.commune_id),
        MESSAGE = format('place_point_is_in_its_commune: the point is in %s, the stated commune is %s',
            found.name, stated);
END IF;
RETURN NEW;
"""

# Generated columns are not computed yet in a trigger that runs before the write. A check finds a listing right as it
# is: it changes nothing of it.
_UPDATED_AT_MOVES = """
IF to_jsonb(NEW) - ARRAY['search', 'feature', 'flat_feature', 'verified_on']
    IS DISTINCT FROM to_jsonb(OLD) - ARRAY['search', 'feature', 'flat_feature', 'verified_on'] THEN
    NEW.updated_at := now();
END IF;
RETURN NEW;
"""

# An address that was sent on is sent on once, however many listings of one place there were.
_NEVER_CHAINED = """
IF EXISTS (SELECT FROM places_place WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL)
    OR EXISTS (SELECT FROM places_place WHERE merged_into_id = NEW.id) THEN
    RAISE check_violation USING CONSTRAINT = 'place_merged_into_the_last', COLUMN = 'merged_into_id',
        MESSAGE = 'place_merged_into_the_last: a listing kept by a merge is itself merged into none';
END IF;
RETURN NULL;
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
        declare=[("unknown", "text")],
        func=_WORDS_ARE_KNOWN,
    ),
    pgtrigger.Trigger(
        name="served_communes_exist",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("served_communes"),
        declare=[("unknown", "text")],
        func=_SERVED_COMMUNES_EXIST,
    ),
    pgtrigger.Trigger(
        name="point_is_in_its_commune",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("point", "commune_id"),
        declare=[("found", "record"), ("stated", "text")],
        func=_POINT_IS_IN_COMMUNE,
    ),
    pgtrigger.Trigger(
        name="never_chained",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
        condition=pgtrigger.Q(new__merged_into__isnull=False),
        func=_NEVER_CHAINED,
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
            RAISE foreign_key_violation USING CONSTRAINT = 'place_{column}_are_kept', DETAIL = OLD.label,
                MESSAGE = format('place_{column}_are_kept: %s is used by places', OLD.slug);
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """,
    )
