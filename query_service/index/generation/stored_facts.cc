#include "query_service/index/generation/stored_facts.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "absl/strings/escaping.h"
#include "query_service/index/generation/message_code.h"
#include "query_service/index/tables/string_pool.h"
#include "query_service/index/tables/wire_writer.h"

namespace impactwire::query {
namespace {

using Figure = v1::ImpactFigure;
using Role = v1::ExecutiveRole;
using Span = v1::TextSpan;

// Of the article's entry: a content hash stands before the message.
constexpr char kHashStored = 1;
constexpr size_t kHashBytes = 32;

void PutVarint(uint32_t value, std::string* out) {
  for (; value >= 128; value >>= 7) {
    out->push_back(static_cast<char>(value | 128));
  }
  out->push_back(static_cast<char>(value));
}

// Takes it off `bytes`.
uint32_t GetVarint(absl::string_view* bytes) {
  uint32_t value = 0;
  for (int shift = 0; !bytes->empty() && shift < 32; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes->front());
    bytes->remove_prefix(1);
    value |= static_cast<uint32_t>(byte & 127) << shift;
    if (byte < 128) break;
  }
  return value;
}

bool HasUnknown(const Span& span) {
  const auto* const reflection = Span::GetReflection();
  return !reflection->GetUnknownFields(span).empty();
}

// Its text is as long as it says, and there is nothing else in it.
bool IsPlain(const Span& span) {
  return span.begin() >= 0 &&
         int64_t{span.end()} - span.begin() ==
             static_cast<int64_t>(span.text().size()) &&
         !HasUnknown(span);
}

bool Equal(const Span& a, const Span& b) {
  return a.begin() == b.begin() && a.end() == b.end() && a.text() == b.text() &&
         !HasUnknown(a) && !HasUnknown(b);
}

// Whether `surface` can be read from the sentence.
bool IsWithin(const Span& surface, const Span& sentence) {
  if (!IsPlain(surface) || !IsPlain(sentence) ||
      surface.begin() < sentence.begin() || surface.end() > sentence.end()) {
    return false;
  }
  const auto start = static_cast<size_t>(surface.begin() - sentence.begin());
  return absl::string_view(sentence.text())
             .substr(start, surface.text().size()) == surface.text();
}

void AppendPlainSpan(int field, uint32_t begin, absl::string_view text,
                     std::string* out) {
  const auto end = begin + static_cast<uint32_t>(text.size());
  WireWriter writer(out);
  writer.Begin(field,
               WireWriter::NumberSize(Span::kBeginFieldNumber, begin) +
                   WireWriter::NumberSize(Span::kEndFieldNumber, end) +
                   WireWriter::TextSize(Span::kTextFieldNumber, text.size()));
  writer.Number(Span::kBeginFieldNumber, begin);
  writer.Number(Span::kEndFieldNumber, end);
  writer.Text(Span::kTextFieldNumber, text);
}

bool IsLowerHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

void Serialize(const google::protobuf::MessageLite& message, std::string* out) {
  message.SerializeToString(out);
}

}  // namespace

// -- Reading ------------------------------------------------------------------

StoredFacts::StoredFacts(absl::string_view bytes) : bytes_(bytes) {
  if (bytes.empty()) return;
  width_ = bytes[0] == 4 ? 4 : 2;
  entries_ = Number(0);
  facts_ = Number(1);
}

size_t StoredFacts::Number(size_t at) const {
  const size_t place = 1 + at * width_;
  if (place + width_ > bytes_.size()) return 0;
  if (width_ == 2) {
    uint16_t number;
    std::memcpy(&number, bytes_.data() + place, sizeof(number));
    return number;
  }
  uint32_t number;
  std::memcpy(&number, bytes_.data() + place, sizeof(number));
  return number;
}

absl::string_view StoredFacts::Entry(size_t number) const {
  if (number >= entries_) return "";
  const size_t head = 1 + (2 + entries_) * width_;
  const size_t begin = number == 0 ? 0 : Number(1 + number);
  const size_t end = Number(2 + number);
  if (begin > end || head + end > bytes_.size()) return "";
  return bytes_.substr(head + begin, end - begin);
}

bool StoredFacts::Hold(size_t facts) const {
  if (bytes_.empty() || facts_ != facts || entries_ < kFirstFact + facts) {
    return false;
  }
  if (1 + (2 + entries_) * width_ > bytes_.size()) return false;
  size_t last = 0;
  for (size_t e = 0; e < entries_; ++e) {
    const size_t end = Number(2 + e);
    if (end < last) return false;
    last = end;
  }
  return 1 + (2 + entries_) * width_ + last == bytes_.size();
}

std::string StoredFacts::Text(size_t number) const {
  std::string text;
  MessageCode::Get().Decode(Entry(number), &text);
  return text;
}

std::string StoredFacts::Uri() const { return Text(kUri); }
std::string StoredFacts::Title() const { return Text(kTitle); }

void StoredFacts::ReadArticle(v1::ArticleRecord* record) const {
  absl::string_view entry = Entry(kArticle);
  if (entry.empty()) return;
  const bool has_hash = entry[0] == kHashStored && entry.size() > kHashBytes;
  entry.remove_prefix(1);
  const absl::string_view hash = entry.substr(0, has_hash ? kHashBytes : 0);
  std::string message;
  MessageCode::Get().Decode(entry.substr(hash.size()), &message);
  record->ParseFromString(message);
  if (has_hash) record->set_content_sha256(absl::BytesToHexString(hash));
}

void StoredFacts::AppendFact(size_t fact, int evidence, int surface,
                             std::string* out) const {
  absl::string_view entry = Entry(kFirstFact + fact);
  const MessageCode& code = MessageCode::Get();
  uint32_t sentence = GetVarint(&entry);
  const bool has_surface = (sentence & 1) != 0;
  sentence >>= 1;
  const uint32_t surface_start = has_surface ? GetVarint(&entry) : 0;
  const uint32_t surface_size = has_surface ? GetVarint(&entry) : 0;
  code.Decode(entry, out);
  if (sentence == 0) return;
  absl::string_view stored = Entry(kFirstFact + facts_ + sentence - 1);
  const uint32_t begin = GetVarint(&stored);
  std::string text;
  code.Decode(stored, &text);
  if (begin == 0) {
    WireWriter(out).Begin(evidence, text.size());
    out->append(text);
    return;
  }
  AppendPlainSpan(evidence, begin - 1, text, out);
  if (!has_surface || surface_start > text.size()) return;
  AppendPlainSpan(surface, begin - 1 + surface_start,
                  absl::string_view(text).substr(surface_start, surface_size),
                  out);
}

void StoredFacts::AppendRole(size_t fact, std::string* out) const {
  AppendFact(fact, Role::kEvidenceFieldNumber, 0, out);
}

void StoredFacts::AppendFigure(size_t fact, std::string* out) const {
  AppendFact(fact, Figure::kEvidenceFieldNumber, Figure::kSurfaceFieldNumber,
             out);
}

// -- Writing ------------------------------------------------------------------

void FactWriter::Open(const v1::ArticleRecord& record) {
  data_.clear();
  ends_.clear();
  sentences_.clear();
  numbers_.clear();
  v1::ArticleRecord rest;
  rest.set_language(record.language());
  rest.set_extractor_version(record.extractor_version());
  if (record.has_ingest_time()) {
    *rest.mutable_ingest_time() = record.ingest_time();
  }
  *rest.mutable_warnings() = record.warnings();
  // Hex digits, as they are made of them, are half as many bytes.
  const std::string& hash = record.content_sha256();
  const std::string bytes =
      hash.size() == 2 * kHashBytes &&
              std::all_of(hash.begin(), hash.end(), IsLowerHex)
          ? absl::HexStringToBytes(hash)
          : "";
  if (bytes.empty()) rest.set_content_sha256(hash);
  data_.push_back(bytes.empty() ? 0 : kHashStored);
  data_.append(bytes);
  const MessageCode& code = MessageCode::Get();
  Serialize(rest, &plain_);
  code.Encode(plain_, &data_);
  EndEntry();
  code.Encode(record.uri(), &data_);
  EndEntry();
  code.Encode(record.title(), &data_);
  EndEntry();
}

// 1 + its number.
uint32_t FactWriter::SentenceNumber(const v1::TextSpan* sentence) {
  const uint64_t key = HashBytes(sentence->text()) + sentence->begin();
  const auto [known, is_new] =
      numbers_.emplace(key, static_cast<uint32_t>(sentences_.size()));
  if (!is_new) {
    if (Equal(*sentences_[known->second], *sentence)) return known->second + 1;
    known->second = static_cast<uint32_t>(sentences_.size());
  }
  sentences_.push_back(sentence);
  return static_cast<uint32_t>(sentences_.size());
}

void FactWriter::AddRole(v1::ExecutiveRole* role) {
  if (!role->has_evidence()) {
    PutVarint(0, &data_);
    Serialize(*role, &plain_);
  } else {
    Span* const evidence = role->unsafe_arena_release_evidence();
    Serialize(*role, &plain_);
    role->unsafe_arena_set_allocated_evidence(evidence);
    PutVarint(SentenceNumber(evidence) * 2, &data_);
  }
  MessageCode::Get().Encode(plain_, &data_);
  EndEntry();
}

void FactWriter::AddFigure(v1::ImpactFigure* figure) {
  if (!figure->has_evidence()) {
    PutVarint(0, &data_);
    Serialize(*figure, &plain_);
  } else {
    const bool has_surface = figure->has_surface() &&
                             IsWithin(figure->surface(), figure->evidence());
    Span* const evidence = figure->unsafe_arena_release_evidence();
    Span* const surface =
        has_surface ? figure->unsafe_arena_release_surface() : nullptr;
    Serialize(*figure, &plain_);
    figure->unsafe_arena_set_allocated_evidence(evidence);
    PutVarint(SentenceNumber(evidence) * 2 + has_surface, &data_);
    if (has_surface) {
      figure->unsafe_arena_set_allocated_surface(surface);
      PutVarint(static_cast<uint32_t>(surface->begin() - evidence->begin()),
                &data_);
      PutVarint(static_cast<uint32_t>(surface->text().size()), &data_);
    }
  }
  MessageCode::Get().Encode(plain_, &data_);
  EndEntry();
}

void FactWriter::Finish(std::string* bytes) {
  const size_t facts = ends_.size() - StoredFacts::kFirstFact;
  const MessageCode& code = MessageCode::Get();
  for (const Span* const sentence : sentences_) {
    if (IsPlain(*sentence)) {
      PutVarint(static_cast<uint32_t>(sentence->begin()) + 1, &data_);
      code.Encode(sentence->text(), &data_);
    } else {
      PutVarint(0, &data_);
      Serialize(*sentence, &plain_);
      code.Encode(plain_, &data_);
    }
    EndEntry();
  }
  const bool is_small = std::max(data_.size(), ends_.size()) <=
                        std::numeric_limits<uint16_t>::max();
  const size_t width = is_small ? 2 : 4;
  bytes->resize(1 + (2 + ends_.size()) * width + data_.size());
  char* next = bytes->data();
  *next++ = static_cast<char>(width);
  const auto put = [&](size_t number) {
    // Little endian.
    const auto word = static_cast<uint32_t>(number);
    std::memcpy(next, &word, width);
    next += width;
  };
  put(ends_.size());
  put(facts);
  for (const uint32_t end : ends_) put(end);
  std::memcpy(next, data_.data(), data_.size());
}

}  // namespace impactwire::query
