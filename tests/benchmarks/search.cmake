impactwire_benchmark(search_benchmark
  SOURCES search_benchmark.cc
  DEPENDS query_index index_queries common_base)
