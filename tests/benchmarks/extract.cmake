impactwire_benchmark(extract_benchmark
  SOURCES extract_benchmark.cc
  DEPENDS ingest_extract ingest_text extract_names extract_roles extract_numbers
          extract_periods extract_figures cli_base)
if(TARGET extract_benchmark)
  target_compile_definitions(extract_benchmark PRIVATE
    IMPACTWIRE_CORPUS="${PROJECT_SOURCE_DIR}/ingest_service/extract/corpus")
endif()
