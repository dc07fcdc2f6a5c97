"""The lexicon of search, kept to the words that are written somewhere: triggers teach it, and forget nothing."""

from django.db import connection

# Each text that triggers learn from (`places.models.search.learns`), with where its words stand. One statement sees all
# at one moment: what is written meanwhile is learnt as ever.
_SWEEP = """
WITH spoken AS MATERIALIZED (
    SELECT search_fold(spelling) AS word, min(tier) AS tier FROM (
        SELECT DISTINCT tier, spelling FROM (
            SELECT 0 AS tier, name::text AS text FROM places_commune
            UNION ALL SELECT 0, name FROM places_formercommune
            UNION ALL SELECT 2, name FROM places_place
            UNION ALL SELECT 3, concat_ws(' ', description, address) FROM places_place
        ) AS texts,
        regexp_split_to_table(normalize(text, NFC) COLLATE "und-x-icu", '[^[:alpha:]]+') AS spelling
    ) AS spellings GROUP BY 1
), moved AS (
    UPDATE places_searchword AS known SET tier = spoken.tier FROM spoken
    WHERE spoken.word = known.word AND spoken.tier > known.tier
)
DELETE FROM places_searchword AS known WHERE NOT EXISTS (SELECT FROM spoken WHERE spoken.word = known.word)
"""

# What a trigger that stood still has missed.
_LIST = """
INSERT INTO places_indexword SELECT word FROM ts_stat('SELECT search FROM places_place') WHERE word ~ '^[a-z]'
ON CONFLICT DO NOTHING
"""


def sweep_words() -> int:
    """Forget the words that no place and no commune is written with any more, and tell how many they were.

    A word that has left names and stands in texts alone is taken for one of texts. Of the index none is forgotten: a
    place that is being written may have it. One that is missing there, as after a restoration past triggers, is noted.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LIST)
        cursor.execute(_SWEEP)
        return int(cursor.rowcount)
