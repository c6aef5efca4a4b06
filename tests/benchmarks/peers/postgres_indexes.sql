CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE UNIQUE INDEX ON article (number);
CREATE UNIQUE INDEX ON organization (number);
CREATE UNIQUE INDEX ON organization (id);
CREATE INDEX ON name (organization);
CREATE INDEX ON name (folded);
CREATE INDEX ON name USING gin (folded gin_trgm_ops);
CREATE UNIQUE INDEX ON figure (id);
CREATE INDEX ON figure (organization, category, period_start) INCLUDE (period_end)
  WHERE organization IS NOT NULL;
CREATE INDEX ON figure (unit, value DESC, number);
CREATE INDEX ON figure (category, publish_year, unit, status)
  INCLUDE (value, bound, has_rate);
VACUUM (ANALYZE) article;
VACUUM (ANALYZE) organization;
VACUUM (ANALYZE) name;
VACUUM (ANALYZE) figure;
