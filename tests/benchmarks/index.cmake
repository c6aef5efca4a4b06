impactwire_benchmark(index_benchmark
  SOURCES index_benchmark.cc
  DEPENDS query_index common_base)
