# Made-up records for the benchmarks of the log, the index and the services, and
# what these ask and report.
add_library(record_generator STATIC EXCLUDE_FROM_ALL
  record_generator.cc made_up_names.cc clause_pool.cc figure_shape.cc
  number_text.cc query_draws.cc measurements.cc)
target_link_libraries(record_generator
  PUBLIC impactwire_options impactwire_proto absl::strings absl::time
         absl::flat_hash_map)
target_compile_definitions(record_generator PUBLIC
  IMPACTWIRE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
if(IMPACTWIRE_BUILD_TESTS)
  impactwire_test(record_generator_test
    SOURCES record_generator_test.cc
    DEPENDS record_generator)
endif()
