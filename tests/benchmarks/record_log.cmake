if(NOT IMPACTWIRE_DOMAIN_ONLY)
  impactwire_benchmark(record_log_benchmark
    SOURCES record_log_benchmark.cc
    DEPENDS ingest_log_rocks)
endif()
