# The bare gRPC server that scripts/load-test measures beside ours.
set(ECHO_GEN_DIR ${CMAKE_CURRENT_BINARY_DIR}/gen)
file(MAKE_DIRECTORY ${ECHO_GEN_DIR})
impactwire_executable(echo_server
  SOURCES echo_server.cc echo.proto
  DEPENDS absl::strings protobuf::libprotobuf gRPC::grpc++)
target_include_directories(echo_server SYSTEM PRIVATE ${ECHO_GEN_DIR})
protobuf_generate(TARGET echo_server LANGUAGE cpp
  PROTOC_OUT_DIR ${ECHO_GEN_DIR})
protobuf_generate(TARGET echo_server LANGUAGE grpc
  GENERATE_EXTENSIONS .grpc.pb.h .grpc.pb.cc
  PLUGIN "protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>"
  PROTOC_OUT_DIR ${ECHO_GEN_DIR})
