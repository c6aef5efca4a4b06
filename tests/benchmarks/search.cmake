impactwire_benchmark(search_benchmark
  SOURCES search_benchmark.cc
  DEPENDS query_index common_base)
