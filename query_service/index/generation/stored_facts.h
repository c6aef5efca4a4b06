// StoredFacts: what the index keeps of an article's record beside its columns,
// in one run of bytes: the article, then its roles and figures, then the
// sentences they stand in, each coded alone (message_code.h), so that any of
// them is read without the others. A sentence is stored once however many facts
// stand in it, and the surface of a figure as its place in the sentence.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/record.pb.h"

namespace impactwire::query {

// Reads them. `bytes` must outlive it; from any thread.
class StoredFacts {
 public:
  explicit StoredFacts(absl::string_view bytes);

  // Whether the bytes are whole and hold so many roles and figures. What was
  // never checked is read as far as it goes.
  bool Hold(size_t facts) const;

  std::string Uri() const;
  std::string Title() const;
  // Language, content hash, ingest time and warnings.
  void ReadArticle(v1::ArticleRecord* record) const;
  // Appends the serialized message `fact`: roles, then figures. Their evidence
  // and surface stand at its end.
  void AppendRole(size_t fact, std::string* out) const;
  void AppendFigure(size_t fact, std::string* out) const;

 private:
  friend class FactWriter;
  static constexpr size_t kArticle = 0;
  static constexpr size_t kUri = 1;
  static constexpr size_t kTitle = 2;
  static constexpr size_t kFirstFact = 3;

  size_t Number(size_t at) const;
  absl::string_view Entry(size_t number) const;
  std::string Text(size_t number) const;
  void AppendFact(size_t fact, int evidence, int surface,
                  std::string* out) const;

  absl::string_view bytes_;
  // Bytes of each number in the head: 2, or 4 where there is much.
  size_t width_ = 2;
  size_t entries_ = 0;
  size_t facts_ = 0;
};

// Makes them. Use from one thread.
class FactWriter {
 public:
  // Then the roles, then the figures. The messages must stay until Finish.
  void Open(const v1::ArticleRecord& record);
  // Everything of the message is stored; leaves it as it is.
  void AddRole(v1::ExecutiveRole* role);
  void AddFigure(v1::ImpactFigure* figure);
  void Finish(std::string* bytes);

 private:
  uint32_t SentenceNumber(const v1::TextSpan* sentence);
  void EndEntry() { ends_.push_back(static_cast<uint32_t>(data_.size())); }

  std::string data_;
  std::vector<uint32_t> ends_;
  std::string plain_;
  std::vector<const v1::TextSpan*> sentences_;
  // By hash.
  absl::flat_hash_map<uint64_t, uint32_t> numbers_;
};

}  // namespace impactwire::query
