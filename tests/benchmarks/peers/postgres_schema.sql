-- The index's data as an expert would lay it out for these queries: numbers in
-- place of ids and of words, the dates a filter needs beside the figure.
DROP TABLE IF EXISTS figure, article, organization, name, unit;
CREATE UNLOGGED TABLE article (
  number int NOT NULL, article_id text NOT NULL, uri text NOT NULL,
  title text NOT NULL, publisher text NOT NULL, publish_date date NOT NULL);
CREATE UNLOGGED TABLE organization (
  number int NOT NULL, id bigint NOT NULL, display_name text NOT NULL,
  kind smallint NOT NULL, articles int NOT NULL, figures int NOT NULL,
  executives int NOT NULL);
-- Every form of a name.
CREATE UNLOGGED TABLE name (
  organization int NOT NULL, form text NOT NULL,
  folded text COLLATE "C" NOT NULL);
CREATE UNLOGGED TABLE unit (number smallint NOT NULL, unit text NOT NULL);
CREATE UNLOGGED TABLE figure (
  id bigint NOT NULL, value float8 NOT NULL, number int NOT NULL,
  article int NOT NULL, organization int, publish_date date NOT NULL,
  period_start date, period_end date, confidence real NOT NULL,
  unit smallint NOT NULL, category smallint NOT NULL, status smallint NOT NULL,
  bound smallint NOT NULL, publish_year smallint NOT NULL,
  has_rate boolean NOT NULL, country char(2), place text,
  -- What is only shown: the rest of the message.
  surface text NOT NULL, evidence text NOT NULL, detail bytea NOT NULL);
