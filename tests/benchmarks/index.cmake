impactwire_benchmark(index_benchmark
  SOURCES index_benchmark.cc
  DEPENDS query_index common_base)
add_executable(index_profile index_profile.cc)
target_link_libraries(index_profile PRIVATE record_generator query_index common_base)
