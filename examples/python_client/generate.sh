#!/bin/sh
# generate.sh PROTO_DIR OUT_DIR: Python stubs of Impactwire.
# Needs protobuf-compiler and protobuf-compiler-grpc. PROTO_DIR is proto/ of the
# source tree or share/impactwire/proto of an installation.
set -eu
if [ $# -ne 2 ]; then
  sed -n '2,4s/^# //p' "$0"
  exit 2
fi
mkdir -p "$2"
protoc -I "$1" --python_out="$2" \
  --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" --grpc_out="$2" \
  "$1"/google/rpc/*.proto "$1"/impactwire/v1/*.proto
