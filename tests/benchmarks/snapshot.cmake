if(IMPACTWIRE_BUILD_BENCHMARKS)
  impactwire_executable(snapshot_benchmark
    SOURCES snapshot_benchmark.cc
    DEPENDS record_generator query_index absl::flags absl::flags_parse
            absl::flags_usage)
endif()
