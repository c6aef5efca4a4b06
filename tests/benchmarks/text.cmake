impactwire_benchmark(text_benchmark
  SOURCES text_benchmark.cc
  DEPENDS ingest_text)
