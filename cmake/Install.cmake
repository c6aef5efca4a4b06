# cmake --install: the programs, the .proto files and the C++ client package.
#
#   bin/                          ingest_service, query_service, impactwire
#   include/impactwire/           root of the client's and the generated headers
#   lib/libimpactwire_*.a, lib/cmake/impactwire/   find_package(impactwire)
#   share/impactwire/proto/       the .proto files, for other languages
#
# Headers stand under a root of their own: google/rpc/*.pb.h of other packages
# are neither hidden nor overwritten.
if(IMPACTWIRE_DOMAIN_ONLY)
  return()
endif()
include(CMakePackageConfigHelpers)

foreach(program impactwire ingest_service query_service)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()

set(header_root ${CMAKE_INSTALL_INCLUDEDIR}/impactwire)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/impactwire)

set_target_properties(impactwire_proto PROPERTIES EXPORT_NAME proto)
set_target_properties(impactwire_grpc PROPERTIES EXPORT_NAME grpc)
set_target_properties(impactwire_client PROPERTIES EXPORT_NAME client)
install(TARGETS impactwire_proto impactwire_grpc impactwire_client
  EXPORT impactwire-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  INCLUDES DESTINATION ${header_root})
install(EXPORT impactwire-targets
  NAMESPACE impactwire:: DESTINATION ${package_dir})

install(DIRECTORY ${PROJECT_SOURCE_DIR}/tools/client/include/
  DESTINATION ${header_root} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY ${PROJECT_BINARY_DIR}/proto/gen/
  DESTINATION ${header_root} FILES_MATCHING PATTERN "*.pb.h")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/proto/
  DESTINATION ${CMAKE_INSTALL_DATADIR}/impactwire/proto
  FILES_MATCHING PATTERN "*.proto")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/NOTICE
  DESTINATION ${CMAKE_INSTALL_DATADIR}/impactwire)

configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/impactwire-config.cmake.in
  ${PROJECT_BINARY_DIR}/impactwire-config.cmake
  INSTALL_DESTINATION ${package_dir}
  PATH_VARS CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/impactwire-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/impactwire-config.cmake
  ${PROJECT_BINARY_DIR}/impactwire-config-version.cmake
  DESTINATION ${package_dir})
