impactwire_benchmark(length_benchmark
  SOURCES length_benchmark.cc
    ${PROJECT_SOURCE_DIR}/tests/ingest_service/extract/hostile_article.cc
  DEPENDS ingest_extract impactwire_proto)
if(TARGET length_benchmark)
  target_compile_definitions(length_benchmark PRIVATE
    IMPACTWIRE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
endif()
