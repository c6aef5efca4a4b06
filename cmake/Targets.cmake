# impactwire_library(NAME SOURCES ... [DEPENDS ...] [PRIVATE_DEPENDS ...])
# impactwire_executable(NAME SOURCES ... DEPENDS ...)
# impactwire_test(NAME SOURCES ... DEPENDS ... [TIMEOUT seconds] [LABELS ...])
# impactwire_benchmark(NAME SOURCES ... DEPENDS ...)
#
# One library per folder. Includes are written from the top of the tree.

add_library(impactwire_options INTERFACE)
target_include_directories(impactwire_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(impactwire_options INTERFACE
  -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers
  # g++ 12 sees overlaps and overflows in std::string that are not there (GCC bug
  # 105651 and its kin).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
    -Wno-stringop-overread>)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(impactwire_options INTERFACE
    -Wthread-safety -Werror=thread-safety)
endif()
if(IMPACTWIRE_SANITIZE)
  add_compile_options(-fsanitize=${IMPACTWIRE_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all -g1)
  add_link_options(-fsanitize=${IMPACTWIRE_SANITIZE})
endif()
if(IMPACTWIRE_BUILD_FUZZERS)
  # Counts branches for libFuzzer; its main comes with the targets of tests/fuzz.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What ccache needs to know of precompiled headers (its manual, that chapter).
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros
      # What one clone has compiled, another one need not.
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND IMPACTWIRE_PRECOMPILE_HEADERS)
    add_compile_options(-fpch-preprocess)
  endif()
endif()

function(impactwire_library name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(${name} STATIC ${A_SOURCES})
  target_link_libraries(${name}
    PUBLIC impactwire_options ${A_DEPENDS} PRIVATE ${A_PRIVATE_DEPENDS})
  impactwire_precompile(${name})
endfunction()

function(impactwire_executable name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE impactwire_options ${A_DEPENDS})
  impactwire_precompile(${name})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

function(impactwire_test name)
  cmake_parse_arguments(A "PATHS" "TIMEOUT" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name}
    PRIVATE impactwire_options ${A_DEPENDS} GTest::gmock GTest::gtest_main)
  impactwire_precompile(${name})
  # Only where they are wanted: a path of this machine on the command line is
  # one that no other clone's compiled file can be taken for.
  if(A_PATHS)
    target_compile_definitions(${name} PRIVATE
      IMPACTWIRE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
      IMPACTWIRE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  endif()
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES
    TIMEOUT ${A_TIMEOUT} LABELS "${A_LABELS}")
endfunction()

function(impactwire_benchmark name)
  if(NOT IMPACTWIRE_BUILD_BENCHMARKS)
    return()
  endif()
  cmake_parse_arguments(A "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name}
    PRIVATE impactwire_options ${A_DEPENDS} benchmark::benchmark_main)
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

# impactwire_hash_header(<library> <name> <macro> <files>): <name>.h, which the
# library's sources can include, defines <macro> as the project's version and a
# hash over the files (paths below the project's folder). The target <name> makes
# it by itself, for scripts/check, which reads the sources but builds none.
function(impactwire_hash_header library name macro files)
  list(JOIN files "\n" lines)
  set(list_file ${CMAKE_CURRENT_BINARY_DIR}/${name}_files.txt)
  file(CONFIGURE OUTPUT ${list_file} CONTENT "${lines}\n")
  set(header ${CMAKE_CURRENT_BINARY_DIR}/${name}.h)
  list(TRANSFORM files PREPEND ${PROJECT_SOURCE_DIR}/)
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -DFILES=${list_file} -DOUTPUT=${header}
      -DMACRO=${macro} -DSOURCE_DIR=${PROJECT_SOURCE_DIR}
      -DBASE=${PROJECT_VERSION}
      -P ${PROJECT_SOURCE_DIR}/cmake/WriteHashHeader.cmake
    DEPENDS ${files} ${list_file}
      ${PROJECT_SOURCE_DIR}/cmake/WriteHashHeader.cmake
    COMMENT "Hashing for ${name}.h"
    VERBATIM)
  add_custom_target(${name} DEPENDS ${header})
  add_dependencies(${library} ${name})
  target_sources(${library} PRIVATE ${header})
  target_include_directories(${library} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()
