# Production size data through the real log and the real services.
if(TARGET ingest_service AND TARGET query_service)
  impactwire_executable(write_record_log
    SOURCES write_record_log.cc
    DEPENDS record_generator ingest_log_rocks absl::flags absl::flags_parse
            absl::flags_usage)
  impactwire_executable(service_benchmark
    SOURCES service_benchmark.cc
    DEPENDS record_generator service_process impactwire_grpc absl::flags
            absl::flags_parse absl::flags_usage)
  add_dependencies(service_benchmark ingest_service query_service)
endif()
