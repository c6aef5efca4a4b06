# A load run of its own, not of the benchmark library: it starts both services.
if(TARGET ingest_service AND TARGET query_service)
  impactwire_executable(visibility_benchmark
    SOURCES visibility_benchmark.cc DEPENDS service_process)
  target_compile_definitions(visibility_benchmark PRIVATE
    IMPACTWIRE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_dependencies(visibility_benchmark ingest_service query_service)
endif()
