-- Tables for postgres.json, and views on them. Run it once, before the connector is there: psql -f postgres.sql news
-- A row holds the newest record of its id; a record that was withdrawn is NULL, and not in the views.

CREATE TABLE IF NOT EXISTS news_events (id text PRIMARY KEY, record jsonb);
CREATE TABLE IF NOT EXISTS news_stories (id text PRIMARY KEY, record jsonb);
CREATE TABLE IF NOT EXISTS news_articles_enriched (id text PRIMARY KEY, record jsonb);

CREATE INDEX IF NOT EXISTS news_events_type ON news_events ((record ->> 'type'));
CREATE INDEX IF NOT EXISTS news_events_article ON news_events ((record ->> 'article_id'));

CREATE OR REPLACE VIEW events AS
SELECT
    id,
    record ->> 'article_id' AS article_id,
    record ->> 'type' AS type,
    record ->> 'factuality' AS factuality,
    record #>> '{trigger,text}' AS trigger,
    coalesce(record #>> '{source,0,name}', record #>> '{source,0,text}') AS source,
    record #>> '{source,0,country}' AS source_country,
    coalesce(record #>> '{target,0,name}', record #>> '{target,0,text}') AS target,
    record #>> '{target,0,country}' AS target_country,
    record #>> '{place,text}' AS place,
    record #>> '{place,country}' AS place_country,
    (record #>> '{place,lat}')::double precision AS lat,
    (record #>> '{place,lon}')::double precision AS lon,
    record #>> '{time,value}' AS "time",
    record #>> '{sentence,text}' AS sentence,
    (record ->> 'lead')::boolean AS lead,
    (record ->> 'confidence')::double precision AS confidence,
    (record ->> 'published_at')::timestamptz AS published_at,
    record ->> 'url' AS url
FROM news_events
WHERE record IS NOT NULL;

CREATE OR REPLACE VIEW stories AS
SELECT
    id,
    record ->> 'title' AS title,
    record ->> 'language' AS language,
    (record ->> 'first_seen')::timestamptz AS first_seen,
    (record ->> 'last_seen')::timestamptz AS last_seen,
    (record ->> 'article_count')::integer AS article_count,
    (record ->> 'independent_source_count')::integer AS independent_source_count,
    record ->> 'merged_into' AS merged_into
FROM news_stories
WHERE record IS NOT NULL;

CREATE OR REPLACE VIEW articles AS
SELECT
    id,
    record ->> 'title' AS title,
    record ->> 'source' AS source,
    record ->> 'language' AS language,
    (record ->> 'published_at')::timestamptz AS published_at,
    record ->> 'text' AS text,
    record ->> 'url' AS url
FROM news_articles_enriched
WHERE record IS NOT NULL;
