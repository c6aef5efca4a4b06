// PhraseTable: forms of one or more lexemes -> an index, longest form first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/numbers/hash_filter.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {

// Filled, then constant: any thread may Match.
class PhraseTable {
 public:
  struct Match {
    int32_t value = -1;  // -1: none
    int32_t length = 0;  // in lexemes
  };

  // `as_written`: the case must agree too. A form added twice keeps its first
  // value.
  void Add(absl::string_view form, int32_t value, bool as_written = false);

  // The longest form that starts at lexemes[at] and ends before `end`.
  Match Find(const LexedText& lexed, int32_t at, int32_t end) const;

 private:
  struct Form {
    std::vector<uint64_t> rest;  // hashes of the lexemes after the first
    std::string exact;           // non-empty: the bytes must be these
    int32_t value;
  };
  // Longest first.
  absl::flat_hash_map<uint64_t, std::vector<Form>> forms_;
  HashFilter firsts_;
};

// The rows of a TSV without its comment lines; empty lines are skipped.
std::vector<std::vector<absl::string_view>> ReadTsv(absl::string_view tsv);

}  // namespace impactwire::extract
