// The queries of query_draws.h in SQL, prepared on each connection. Each gives
// what the index's answer gives, but for the total count of list_by_value,
// which nobody would ask of a table that has to be counted.
#pragma once

namespace impactwire::bench {

struct PreparedQuery {
  const char* name;
  int parameters;
  const char* sql;
};

inline constexpr PreparedQuery kPreparedQueries[] = {
    {"get_organization", 1,
     "SELECT o.*, ARRAY(SELECT n.form FROM name n WHERE n.organization ="
     " o.number LIMIT 50) FROM organization o WHERE o.id = $1::bigint"},
    {"get_figure", 1,
     "SELECT f.*, o.id, o.display_name, a.article_id, a.title, a.publisher,"
     " a.uri FROM figure f JOIN article a ON a.number = f.article"
     " LEFT JOIN organization o ON o.number = f.organization"
     " WHERE f.id = $1::bigint"},
    {"list_selective", 4,
     "WITH page AS MATERIALIZED (SELECT f.*, count(*) OVER () AS total"
     " FROM figure f WHERE f.organization = (SELECT number FROM organization"
     " WHERE id = $1::bigint) AND f.category = $2::smallint"
     " AND f.period_start <= $4::date AND f.period_end >= $3::date"
     " ORDER BY f.number LIMIT 50)"
     " SELECT f.*, o.id, o.display_name, a.article_id, a.title, a.publisher,"
     " a.uri FROM page f JOIN article a ON a.number = f.article"
     " LEFT JOIN organization o ON o.number = f.organization"
     " ORDER BY f.number"},
    {"list_by_value", 1,
     "WITH page AS MATERIALIZED (SELECT *, (SELECT count(*) FROM figure WHERE "
     "unit ="
     " (SELECT number FROM unit WHERE unit = $1)) AS total FROM figure WHERE "
     "unit ="
     " (SELECT number FROM unit WHERE unit = $1)"
     " ORDER BY value DESC, number LIMIT 50)"
     " SELECT f.*, o.id, o.display_name, a.article_id, a.title, a.publisher,"
     " a.uri FROM page f JOIN article a ON a.number = f.article"
     " LEFT JOIN organization o ON o.number = f.organization"
     " ORDER BY f.value DESC, f.number"},
    {"list_by_value_uncounted", 1,
     "WITH page AS MATERIALIZED (SELECT * FROM figure WHERE unit ="
     " (SELECT number FROM unit WHERE unit = $1)"
     " ORDER BY value DESC, number LIMIT 50)"
     " SELECT f.*, o.id, o.display_name, a.article_id, a.title, a.publisher,"
     " a.uri FROM page f JOIN article a ON a.number = f.article"
     " LEFT JOIN organization o ON o.number = f.organization"
     " ORDER BY f.value DESC, f.number"},
    {"search_typo", 1,
     "SELECT o.*, h.form, h.score FROM (SELECT organization, form,"
     " word_similarity($1, folded) AS score FROM name WHERE $1 <% folded"
     " ORDER BY score DESC LIMIT 10) h"
     " JOIN organization o ON o.number = h.organization ORDER BY h.score DESC"},
    {"search_prefix", 2,
     "SELECT o.*, n.form FROM name n JOIN organization o"
     " ON o.number = n.organization WHERE n.folded >= $1 AND n.folded < $2"
     " ORDER BY o.articles DESC LIMIT 10"},
    {"search_acronym", 1,
     "SELECT o.*, n.form FROM name n JOIN organization o"
     " ON o.number = n.organization WHERE n.folded = $1"
     " ORDER BY o.articles DESC LIMIT 10"},
    {"aggregate", 0,
     "SELECT g.*, u.unit FROM (SELECT category, publish_year, unit, status,"
     " count(*) AS count, count(*) FILTER (WHERE has_rate) AS rates,"
     " count(*) FILTER (WHERE bound <> 1) AS inexact,"
     " sum(value) FILTER (WHERE NOT has_rate) AS sum,"
     " min(value) FILTER (WHERE NOT has_rate) AS min,"
     " max(value) FILTER (WHERE NOT has_rate) AS max FROM figure"
     " GROUP BY category, publish_year, unit, status"
     " ORDER BY count(*) DESC LIMIT 100) g JOIN unit u ON u.number = g.unit"},
};

}  // namespace impactwire::bench
