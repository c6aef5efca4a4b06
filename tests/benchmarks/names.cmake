impactwire_benchmark(names_benchmark
  SOURCES names_benchmark.cc
  DEPENDS extract_names extract_roles ingest_text protobuf::libprotobuf)
