if(IMPACTWIRE_BUILD_BENCHMARKS)
  impactwire_executable(index_benchmark
    SOURCES index_benchmark.cc index_filler.cc
    DEPENDS record_generator query_index index_queries common_base common_allocator
            absl::flags
            absl::flags_parse absl::flags_usage)
endif()
