# What most sources include, parsed once per build instead of once per source,
# which is most of what compiling a usual source takes. Sources still include all they use; the
# preset "dev" builds without these headers and so keeps them honest.
#
#   impactwire_precompile(TARGET)  chooses for TARGET, if it sees the messages, among
#     impactwire_pch             the library, Abseil, messages
#     impactwire_pch_grpc        and the service stubs
#     impactwire_pch_test[_grpc] and GoogleTest
option(IMPACTWIRE_PRECOMPILE_HEADERS "Parse common headers once" ON)

set(_pch_base
  <algorithm> <cstdint> <functional> <map> <memory> <optional> <string> <thread>
  <utility> <vector>
  <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h>
  <absl/status/statusor.h> <absl/strings/match.h> <absl/strings/str_cat.h>
  <absl/strings/str_join.h> <absl/strings/str_split.h> <absl/time/time.h>
  <impactwire/v1/ingest.pb.h> <impactwire/v1/log.pb.h>
  <impactwire/v1/query.pb.h>)
set(_pch_grpc <impactwire/v1/ingest.grpc.pb.h> <impactwire/v1/query.grpc.pb.h>)
set(_pch_test <gmock/gmock.h> <gtest/gtest.h>)

function(_impactwire_add_pch name)
  cmake_parse_arguments(A "" "" "HEADERS;DEPENDS" ${ARGN})
  # CMake needs a source to compile the headers for.
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc
       CONTENT "// Nothing: carries the precompiled headers.\n")
  add_library(${name} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  target_link_libraries(${name} PRIVATE impactwire_options ${A_DEPENDS})
  # Not through ccache: it preprocesses first, which reads the last precompiled
  # header, however old, and so would make it again as it was.
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
  target_precompile_headers(${name} PRIVATE ${A_HEADERS})
endfunction()

# After the messages are known.
function(impactwire_add_precompiled_headers)
  if(NOT IMPACTWIRE_PRECOMPILE_HEADERS)
    return()
  endif()
  set(absl absl::flat_hash_map absl::flat_hash_set absl::statusor absl::strings
      absl::time)
  _impactwire_add_pch(impactwire_pch HEADERS ${_pch_base}
    DEPENDS impactwire_proto ${absl})
  if(TARGET impactwire_grpc)
    _impactwire_add_pch(impactwire_pch_grpc HEADERS ${_pch_base} ${_pch_grpc}
      DEPENDS impactwire_grpc ${absl})
  endif()
  if(IMPACTWIRE_BUILD_TESTS)
    _impactwire_add_pch(impactwire_pch_test HEADERS ${_pch_base} ${_pch_test}
      DEPENDS impactwire_proto ${absl} GTest::gmock)
    if(TARGET impactwire_grpc)
      _impactwire_add_pch(impactwire_pch_test_grpc
        HEADERS ${_pch_base} ${_pch_grpc} ${_pch_test}
        DEPENDS impactwire_grpc ${absl} GTest::gmock)
    endif()
  endif()
endfunction()

# Whether `target` sees the headers of `wanted`, by its public dependencies.
function(_impactwire_sees target wanted property result)
  get_target_property(links ${target} ${property})
  set(seen FALSE)
  foreach(link IN LISTS links)
    if(link STREQUAL wanted)
      set(seen TRUE)
    elseif(TARGET "${link}" AND NOT link MATCHES "::")
      _impactwire_sees(${link} ${wanted} INTERFACE_LINK_LIBRARIES seen)
    endif()
    if(seen)
      break()
    endif()
  endforeach()
  set(${result} ${seen} PARENT_SCOPE)
endfunction()

function(impactwire_precompile target)
  if(NOT TARGET impactwire_pch)
    return()
  endif()
  # Where a compiler rejects the precompiled form, for other flags, it reads the
  # headers themselves: the target must have a way to them.
  _impactwire_sees(${target} impactwire_proto LINK_LIBRARIES messages)
  if(NOT messages)
    return()
  endif()
  set(pch impactwire_pch)
  _impactwire_sees(${target} GTest::gmock LINK_LIBRARIES test)
  if(test)
    string(APPEND pch _test)
  endif()
  _impactwire_sees(${target} impactwire_grpc LINK_LIBRARIES grpc)
  if(grpc)
    string(APPEND pch _grpc)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${pch})
endfunction()
