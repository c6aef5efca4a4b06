#include "query_service/index/queries/page_token.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/escaping.h"
#include "common/status/errors.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {
namespace {

// Fixed width, in the order of the struct, then a checksum. Written and read by
// the same kind of machine (little endian).
struct TokenFields {
  uint64_t version;
  uint64_t log;
  uint64_t position;
  uint64_t query;
  uint64_t first;
  uint64_t second;
  uint64_t total_count;
  uint64_t checksum;
};
constexpr uint64_t kVersion = 1;

uint64_t Checksum(const TokenFields& fields) {
  return HashBytes(absl::string_view(reinterpret_cast<const char*>(&fields),
                                     offsetof(TokenFields, checksum)));
}

std::optional<TokenFields> Decode(absl::string_view token) {
  std::string bytes;
  if (token.size() > 2 * sizeof(TokenFields) ||
      !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() != sizeof(TokenFields) ||
      // The last character has bits that stand for nothing.
      absl::WebSafeBase64Escape(bytes) != token) {
    return std::nullopt;
  }
  TokenFields fields;
  std::memcpy(&fields, bytes.data(), sizeof(fields));
  if (fields.version != kVersion || fields.checksum != Checksum(fields)) {
    return std::nullopt;
  }
  return fields;
}

}  // namespace

std::string Page::NextToken(const PageCursor& cursor) const {
  TokenFields fields;
  fields.version = kVersion;
  fields.log = HashBytes(snapshot.tables().log_id());
  fields.position = snapshot.at();
  fields.query = query;
  fields.first = cursor.first;
  fields.second = cursor.second;
  fields.total_count = total_count;
  fields.checksum = Checksum(fields);
  return absl::WebSafeBase64Escape(absl::string_view(
      reinterpret_cast<const char*>(&fields), sizeof(fields)));
}

uint64_t QueryHash(absl::string_view rpc,
                   const google::protobuf::MessageLite& filter, int order) {
  std::string bytes(rpc);
  bytes.push_back('\0');
  bytes.append(reinterpret_cast<const char*>(&order), sizeof(order));
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  filter.SerializeToCodedStream(&out);
  out.Trim();
  return HashBytes(bytes);
}

absl::Status BadPageToken() {
  return InvalidField("page_token",
                      "is no token; give back next_page_token, unchanged");
}

std::optional<uint64_t> PageTokenPosition(absl::string_view page_token,
                                          absl::string_view log_id) {
  const auto fields = Decode(page_token);
  if (!fields.has_value() || fields->log != HashBytes(log_id)) {
    return std::nullopt;
  }
  return fields->position;
}

absl::StatusOr<Page> OpenPage(const Snapshot& now, int page_size,
                              absl::string_view page_token, uint64_t query) {
  if (page_size < 0) {
    return InvalidField("page_size", "is negative; 0 means 50");
  }
  Page page{now};
  page.size =
      page_size == 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
  page.query = query;
  if (page_token.empty()) return page;
  const auto fields = Decode(page_token);
  if (!fields.has_value()) return BadPageToken();
  if (fields->query != query) {
    return InvalidField("page_token",
                        "belongs to another filter or order; only page_size "
                        "may change between pages");
  }
  if (fields->log != HashBytes(now.tables().log_id())) {
    return WithReason(
        absl::OutOfRangeError("the page token is of another log; start anew"),
        "POSITION_EXPIRED");
  }
  auto snapshot = now.At(fields->position);
  if (!snapshot.ok()) return snapshot.status();
  page.snapshot = *std::move(snapshot);
  page.after = PageCursor{fields->first, fields->second};
  page.total_count = static_cast<uint32_t>(fields->total_count);
  return page;
}

}  // namespace impactwire::query
