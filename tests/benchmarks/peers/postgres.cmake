# Built where PostgreSQL's client library is (Debian: libpq-dev).
find_package(PostgreSQL QUIET)
if(PostgreSQL_FOUND AND NOT IMPACTWIRE_DOMAIN_ONLY)
  impactwire_executable(postgres_benchmark
    SOURCES peers/postgres_benchmark.cc
    DEPENDS record_generator query_index PostgreSQL::PostgreSQL absl::flags
            absl::flags_parse absl::flags_usage)
endif()
