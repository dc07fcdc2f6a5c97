"""The statements that spread a made-up country over a bounding box: all in PostgreSQL, nothing row by row."""

# A number in [0, 1) that depends on the row, the question asked of it and the seed, and on nothing else.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.chance(i bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (hashint8extended(i, %(seed)s * 1000 + salt) & 2147483647)::float8 / 2147483648 $$;
CREATE OR REPLACE FUNCTION pg_temp.pick(pool text[], i bigint, salt int) RETURNS text LANGUAGE sql IMMUTABLE
    PARALLEL SAFE AS $$ SELECT pool[1 + floor(pg_temp.chance(i, salt) * cardinality(pool))::int] $$;
"""

COMMUNES = """
INSERT INTO places_commune (code, name, territory_id, intercommunality_id, postcodes, population, boundary, source)
SELECT lpad((x * %(rows)s + y)::text, 5, '0'), (%(names)s::text[])[x * %(rows)s + y + 1], %(territory)s,
    lpad((x / 5 * 100 + y / 5)::text, 9, '0'), ARRAY[lpad((x * %(rows)s + y)::text, 5, '0')],
    50 + (10 ^ (5 * pg_temp.chance(x * %(rows)s + y, 1)))::int,
    ST_Multi(ST_MakeEnvelope(%(west)s + x * %(side)s, %(south)s + y * %(side)s,
        %(west)s + (x + 1) * %(side)s, %(south)s + (y + 1) * %(side)s, 4326)), %(source)s
FROM generate_series(0, %(columns)s - 1) AS x, generate_series(0, %(rows)s - 1) AS y
"""

INTERCOMMUNALITIES = """
INSERT INTO places_intercommunality (code, name, boundary)
SELECT intercommunality_id, 'Communauté de communes de ' || min(name), ST_Multi(ST_Union(boundary))
FROM places_commune GROUP BY intercommunality_id
"""

PLACES = """
INSERT INTO places_place (
    id, uuid, slug, name, kinds, services, description, status, address, postcode, commune_id, point, precision,
    is_itinerant, opening_hours, phone, email, website, publics, fees, wheelchair, desks, meeting_rooms, has_call_booth,
    has_sockets, has_wired_internet, has_wifi, download_mbps, upload_mbps, speed_measured_on, day_price, month_price,
    opened_on, source, source_id, source_date, licence, verified_on, created_at, updated_at,
    opened_precision, closed_precision, source_date_precision
)
SELECT i, md5(%(seed)s || '-' || i)::uuid, pg_temp.pick(%(slugs)s, i, 1) || '-' || i,
    pg_temp.pick(%(names)s, i, 1) || ', ' || commune.name, pg_temp.pick(%(kinds)s, i, 2)::varchar[],
    CASE WHEN pg_temp.chance(i, 3) < 0.8 THEN pg_temp.pick(%(services)s, i, 4)::varchar[] END,
    CASE WHEN pg_temp.chance(i, 5) < 0.7 THEN pg_temp.pick(%(sentences)s, i, 6) END,
    CASE WHEN pg_temp.chance(i, 7) < 0.97 THEN 'published'
        WHEN pg_temp.chance(i, 7) < 0.99 THEN 'draft' ELSE 'archived' END,
    (1 + i %% 90) || ' rue ' || pg_temp.pick(%(names)s, i, 8), commune.postcodes[1], commune.code,
    CASE WHEN has_point THEN ST_SetSRID(ST_MakePoint(
        round((%(west)s + (x + 0.001 + 0.998 * pg_temp.chance(i, 9)) * %(side)s)::numeric, 6),
        round((%(south)s + (y + 0.001 + 0.998 * pg_temp.chance(i, 10)) * %(side)s)::numeric, 6)), 4326) END,
    CASE WHEN has_point THEN pg_temp.pick('{exact,exact,exact,street,commune}', i, 11) ELSE 'unknown' END,
    CASE WHEN pg_temp.chance(i, 12) < 0.6 THEN pg_temp.chance(i, 13) < 0.1 END,
    CASE WHEN pg_temp.chance(i, 14) < 0.88 THEN pg_temp.pick(%(hours)s, i, 15) END,
    CASE WHEN pg_temp.chance(i, 16) < 0.8 THEN '+334' || lpad((i %% 100000000)::text, 8, '0') END,
    CASE WHEN pg_temp.chance(i, 17) < 0.5 THEN 'lieu-' || i || '@example.org' END,
    CASE WHEN pg_temp.chance(i, 18) < 0.6 THEN 'https://example.org/' || i END,
    CASE WHEN pg_temp.chance(i, 19) < 0.3 THEN pg_temp.pick(%(publics)s, i, 20)::varchar[] END,
    CASE WHEN pg_temp.chance(i, 21) < 0.6 THEN pg_temp.pick(%(fees)s, i, 22)::varchar[] END,
    CASE WHEN pg_temp.chance(i, 23) < 0.5 THEN pg_temp.pick('{yes,yes,limited,no}', i, 24) END,
    CASE WHEN is_for_work THEN 2 + floor(pg_temp.chance(i, 25) * 30) END,
    CASE WHEN is_for_work THEN floor(pg_temp.chance(i, 26) * 4) END,
    CASE WHEN is_for_work THEN pg_temp.chance(i, 27) < 0.4 END,
    CASE WHEN is_for_work THEN pg_temp.chance(i, 28) < 0.9 END,
    CASE WHEN is_for_work THEN pg_temp.chance(i, 29) < 0.5 END,
    CASE WHEN is_for_work THEN pg_temp.chance(i, 30) < 0.95 END,
    CASE WHEN is_measured THEN round((5 + 900 * pg_temp.chance(i, 31) ^ 2)::numeric, 1) END,
    CASE WHEN is_measured THEN round((2 + 500 * pg_temp.chance(i, 32) ^ 2)::numeric, 1) END,
    CASE WHEN is_measured THEN date '2024-01-01' + (i %% 900)::int END,
    CASE WHEN is_for_work THEN 8 + floor(pg_temp.chance(i, 33) * 20) END,
    CASE WHEN is_for_work THEN 90 + 10 * floor(pg_temp.chance(i, 34) * 20) END,
    CASE WHEN pg_temp.chance(i, 35) < 0.4 THEN date '2011-01-01' + (pg_temp.chance(i, 36) * 5000)::int END,
    %(source)s, i::text, date '2026-01-01', 'CC0-1.0',
    CASE WHEN pg_temp.chance(i, 37) < 0.6 THEN date '2023-01-01' + (pg_temp.chance(i, 38) * 1400)::int END,
    timestamptz '2023-01-01 00:00Z', timestamptz '2024-01-01 00:00Z' + pg_temp.chance(i, 39) * interval '1000 days',
    'day', 'day', 'day'
FROM (
    SELECT i, floor(pg_temp.chance(i, 40) * %(columns)s)::int AS x, floor(pg_temp.chance(i, 41) * %(rows)s)::int AS y,
        pg_temp.chance(i, 42) < 0.98 AS has_point, pg_temp.chance(i, 43) < 0.4 AS is_for_work,
        pg_temp.chance(i, 43) < 0.25 AS is_measured
    FROM generate_series(1, %(count)s::bigint) AS i
) AS drawn
JOIN places_commune AS commune ON commune.code = lpad((x * %(rows)s + y)::text, 5, '0')
"""

WORDS = """
SELECT search_learn(ARRAY(SELECT DISTINCT name FROM places_commune), 0),
    search_learn(ARRAY(SELECT DISTINCT name FROM places_place), 2),
    search_learn(ARRAY(
        SELECT DISTINCT concat_ws(' ', description, regexp_replace(address, '^[0-9]+', '')) FROM places_place
    ), 3)
"""

INDEX_WORDS = """
INSERT INTO places_indexword SELECT word FROM ts_stat('SELECT search FROM places_place') WHERE word ~ '^[a-z]'
"""

NETWORKS = """
INSERT INTO network_network (id, slug, name, family, shows_service, description, colour, started_on,
    started_precision, ended_precision, is_end_exact)
SELECT n, 'reseau-' || n, 'Réseau ' || n, CASE n %% 2 WHEN 0 THEN 'mediation' ELSE 'business_support' END, true,
    'Réseau inventé pour les mesures.', '#' || lpad(to_hex(n * 680000), 6, '0'), date '2011-01-01',
    'day', 'day', true
FROM generate_series(1, %(networks)s) AS n
"""

# Three draws for each place, each among networks of its own: a place is never twice in one, and in 1.5 on average.
MEMBERSHIPS = """
INSERT INTO network_membership (place_id, network_id, period, is_start_exact, last_seen_on, start_precision,
    last_seen_precision, evidence, source, licence)
SELECT i, 1 + 3 * floor(pg_temp.chance(i, 60 + draw) * (%(networks)s / 3))::int + draw,
    daterange(CASE WHEN pg_temp.chance(i, 70 + draw) < 0.9 THEN start END,
        CASE WHEN pg_temp.chance(i, 80 + draw) < 0.2 THEN start + 30 + (pg_temp.chance(i, 90 + draw) * 1500)::int END),
    pg_temp.chance(i, 70 + draw) < 0.5, date '2026-01-01', 'day', 'day',
    'Inventée pour les mesures.', %(source)s, 'CC0-1.0'
FROM (
    SELECT i, draw, date '2011-01-01' + (pg_temp.chance(i, 100 + draw) * 5400)::int AS start
    FROM generate_series(1, %(count)s::bigint) AS i, generate_series(0, 2) AS draw
    WHERE pg_temp.chance(i, 50 + draw) < 0.5
) AS drawn
"""
