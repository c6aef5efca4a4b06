#!/usr/bin/env python3
"""scripts/checks: each check finds its fault, and only that."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CHECKS = os.path.join(ROOT, "scripts", "checks")
HEADER = "#pragma once\n"


class Tree(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def put(self, path, text):
        full = os.path.join(self.folder.name, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(text)

    def get(self, path):
        with open(os.path.join(self.folder.name, path), encoding="utf-8") as f:
            return f.read()

    def run_check(self, name, *arguments):
        result = subprocess.run(
            [sys.executable, os.path.join(CHECKS, name + ".py"), "--root", self.folder.name,
             *arguments], capture_output=True, text=True)
        self.assertEqual(result.stderr, "")
        self.assertEqual(result.returncode == 0, not result.stdout or "--fix" in arguments)
        return result.stdout.splitlines()


class IncludesTest(Tree):
    def setUp(self):
        super().setUp()
        self.put("common/base/utf8.h", HEADER)
        self.put("ingest_service/text/span.h", HEADER)
        self.put("ingest_service/extract/names/mention.h", HEADER)
        self.put("query_service/index/index.h", HEADER)

    def faults(self, path, *includes):
        self.put(path, "".join(f"#include {i}\n" for i in includes))
        return self.run_check("includes")

    def test_a_later_stage_may_include_an_earlier_one(self):
        self.assertEqual(self.faults(
            "ingest_service/extract/roles/role.cc", '"ingest_service/text/span.h"',
            '"ingest_service/extract/names/mention.h"', '"common/base/utf8.h"', "<string>",
            '"absl/strings/str_cat.h"', '"impactwire/v1/record.pb.h"'), [])

    def test_an_earlier_stage_must_not_include_a_later_one(self):
        self.assertEqual(self.faults(
            "ingest_service/text/span.cc", '"ingest_service/extract/names/mention.h"'), [
                "ingest_service/text/span.cc:1: ingest_service/text must not include "
                "ingest_service/extract/names: ingest_service/extract/names/mention.h"])

    def test_the_services_do_not_include_each_other(self):
        self.assertEqual(len(self.faults(
            "query_service/handlers/a.cc", '"ingest_service/text/span.h"')), 1)
        os.remove(os.path.join(self.folder.name, "query_service/handlers/a.cc"))
        self.assertEqual(len(self.faults(
            "ingest_service/main.cc", '"query_service/index/index.h"')), 1)

    def test_the_domain_includes_no_grpc(self):
        self.assertEqual(self.faults(
            "query_service/index/index.cc", "<vector>", "<grpcpp/grpcpp.h>"), [
                "query_service/index/index.cc:2: query_service/index must not include grpc "
                "headers: grpcpp/grpcpp.h"])

    def test_the_domain_includes_no_stubs(self):
        self.assertEqual(self.faults(
            "query_service/index/index.cc", '"impactwire/v1/query.grpc.pb.h"'), [
                "query_service/index/index.cc:1: query_service/index must not include stubs: "
                "impactwire/v1/query.grpc.pb.h"])

    def test_rocksdb_stays_in_its_folder(self):
        self.assertEqual(self.faults("ingest_service/log/rocks/a.cc", "<rocksdb/db.h>"), [])
        self.assertEqual(self.faults("ingest_service/log/a.cc", "<rocksdb/db.h>"), [
            "ingest_service/log/a.cc:1: ingest_service/log must not include rocksdb headers: "
            "rocksdb/db.h"])

    def test_a_folder_without_a_row_is_a_fault(self):
        self.assertEqual(self.faults("query_service/new/a.cc"), [
            "query_service/new/a.cc:1: its folder has no row in include_rules.tsv"])

    def test_a_relative_include_is_found_and_rewritten(self):
        self.assertEqual(self.faults("ingest_service/text/span.cc", '"span.h"'), [
            "ingest_service/text/span.cc:1: not written from the top of the tree: span.h"])
        self.run_check("includes", "--fix")
        self.assertEqual(
            self.get("ingest_service/text/span.cc"), '#include "ingest_service/text/span.h"\n')

    def test_a_header_needs_pragma_once(self):
        self.put("common/base/bare.h", "int x;\n")
        self.assertEqual(self.run_check("includes"), [
            "common/base/bare.h:1: a header without #pragma once"])


class ProtoStyleTest(Tree):
    def faults(self, body):
        self.put("proto/impactwire/v1/a.proto",
                 '// What it is.\nsyntax = "proto3";\npackage impactwire.v1;\n' + body)
        return self.run_check("proto_style")

    def test_good_style_passes(self):
        self.assertEqual(self.faults(
            "message Some {\n  // Nested.\n  enum Kind { KIND_UNSPECIFIED = 0; KIND_A = 1; }\n"
            "  oneof body { string text_1 = 1; bytes raw = 2; }\n"
            "  map<string, string> labels = 3;\n  optional double min_value = 4;\n}\n"), [])

    def test_enum_values_carry_the_prefix(self):
        self.assertEqual(self.faults(
            "enum RoleStatus { ROLE_STATUS_UNSPECIFIED = 0; CURRENT = 1; }\n"), [
                "proto/impactwire/v1/a.proto:4: enum value CURRENT does not start with ROLE_STATUS_"])

    def test_zero_is_unspecified(self):
        self.assertEqual(self.faults("enum Bound { BOUND_EXACT = 0; }\n"), [
            "proto/impactwire/v1/a.proto:4: the value 0 of Bound is BOUND_UNSPECIFIED and no other"])

    def test_fields_are_snake_case(self):
        self.assertEqual(self.faults("message A {\n  string articleId = 1;\n}\n"), [
            "proto/impactwire/v1/a.proto:5: field articleId is not in lower_snake_case"])

    def test_requests_are_named_after_the_rpc(self):
        self.assertEqual(self.faults(
            "service S {\n  rpc GetA(A)\n      returns (GetAResponse);\n}\n"), [
                "proto/impactwire/v1/a.proto:5: rpc GetA does not take GetARequest and return "
                "GetAResponse"])

    def test_streams_are_explained(self):
        self.assertEqual(self.faults(
            "service S {\n  rpc GetA(stream GetARequest) returns (GetAResponse);\n}\n"), [
                "proto/impactwire/v1/a.proto:5: rpc GetA streams and has no comment"])


class TextFilesTest(Tree):
    def test_600_lines_pass_and_601_do_not(self):
        self.put("tools/a.cc", "\n" * 599 + "int x;\n")
        self.assertEqual(self.run_check("text_files"), [])
        self.put("tools/a.cc", "\n" * 600 + "int x;\n")
        self.assertEqual(self.run_check("text_files"), [
            "tools/a.cc:1: 601 lines, 600 at most: split where a second noun appears"])

    def test_blanks_at_line_ends_are_found_and_removed(self):
        self.put("README.md", "one \ntwo\n\n")
        self.assertEqual(self.run_check("text_files"), [
            "README.md:1: blanks at the end of the line", "README.md:3: not one newline at the end"])
        self.run_check("text_files", "--fix")
        self.assertEqual(self.get("README.md"), "one\ntwo\n")

    def test_build_folders_are_not_looked_at(self):
        self.put("build/release/a.cc", "int x; \n")
        self.assertEqual(self.run_check("text_files"), [])


if __name__ == "__main__":
    unittest.main()
