#include "ingest_service/text/json_ld.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/utf8.h"
#include "ingest_service/text/html_entities.h"

namespace impactwire::text {
namespace {

constexpr size_t kMaxJsonBytes = 1 << 20;
constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxStringBytes = 2048;
constexpr size_t kMaxUtf8Bytes = 4;

enum class Key {
  kNone,
  kType,
  kHeadline,
  kName,
  kDatePublished,
  kAuthor,
  kPublisher,
  kBody,
};

Key KeyOf(absl::string_view name) {
  if (name == "@type") return Key::kType;
  if (name == "headline") return Key::kHeadline;
  if (name == "name") return Key::kName;
  if (name == "datePublished") return Key::kDatePublished;
  if (name == "author" || name == "creator") return Key::kAuthor;
  if (name == "publisher") return Key::kPublisher;
  if (name == "articleBody") return Key::kBody;
  return Key::kNone;
}

bool IsArticleType(absl::string_view type) {
  return absl::EndsWith(type, "Article") || absl::EndsWith(type, "Posting") ||
         type == "Report" || type == "NewsItem" || type == "Review" ||
         type == "CreativeWork";
}

// An object or array that is open.
struct Frame {
  bool object = false;
  bool article = false;
  bool page = false;
  Key role = Key::kNone;  // the key it is the value of; arrays hand it down
  Key key = Key::kNone;   // of an object: the one whose value comes next
  std::string name;
  JsonLdArticle article_values;
};

class Reader {
 public:
  explicit Reader(absl::string_view json) : json_(json) {}

  JsonLdArticle Read() {
    while (at_ < json_.size() && Step()) {
    }
    while (!frames_.empty()) Close();
    JsonLdArticle result = std::move(article_);
    if (result.headline.empty()) result.headline = std::move(page_.headline);
    if (result.date_published.empty()) {
      result.date_published = std::move(page_.date_published);
    }
    if (result.author.empty()) result.author = std::move(page_.author);
    if (result.publisher.empty()) result.publisher = std::move(page_.publisher);
    return result;
  }

 private:
  bool Step() {
    const char c = json_[at_];
    if (c == '{' || c == '[') {
      ++at_;
      if (frames_.size() >= kMaxDepth) return false;
      Frame frame;
      frame.object = c == '{';
      frame.role = ValueKey();
      frames_.push_back(std::move(frame));
      return true;
    }
    if (c == '}' || c == ']') {
      ++at_;
      if (frames_.empty()) return false;
      Close();
      return true;
    }
    if (c == '"') {
      std::string value;
      if (!ReadString(&value)) return false;
      size_t next = at_;
      while (next < json_.size() && absl::ascii_isspace(json_[next])) ++next;
      const bool is_key = !frames_.empty() && frames_.back().object &&
                          next < json_.size() && json_[next] == ':';
      if (is_key) {
        at_ = next + 1;
        frames_.back().key = KeyOf(value);
      } else {
        Value(std::move(value));
      }
      return true;
    }
    if (c == ',' && !frames_.empty() && frames_.back().object) {
      frames_.back().key = Key::kNone;
    }
    ++at_;
    return true;
  }

  Key ValueKey() const {
    if (frames_.empty()) return Key::kNone;
    return frames_.back().object ? frames_.back().key : frames_.back().role;
  }

  // The object a value belongs to: arrays are looked through.
  Frame* Owner() {
    for (size_t i = frames_.size(); i > 0; --i) {
      if (frames_[i - 1].object) return &frames_[i - 1];
    }
    return nullptr;
  }

  static void Set(std::string* field, std::string value) {
    if (field->empty()) *field = std::move(value);
  }

  static void AddAuthor(JsonLdArticle* article, const std::string& name) {
    if (name.empty() || article->author.size() > 500) return;
    if (!article->author.empty()) article->author += ", ";
    article->author += name;
  }

  void Value(std::string value) {
    Frame* owner = Owner();
    if (owner == nullptr) return;
    switch (ValueKey()) {
      case Key::kType:
        if (IsArticleType(value)) owner->article = true;
        if (absl::EndsWith(value, "Page")) owner->page = true;
        break;
      case Key::kHeadline:
        Set(&owner->article_values.headline, std::move(value));
        break;
      case Key::kName:
        Set(&owner->name, std::move(value));
        break;
      case Key::kDatePublished:
        Set(&owner->article_values.date_published, std::move(value));
        break;
      case Key::kAuthor:
        AddAuthor(&owner->article_values, value);
        break;
      case Key::kPublisher:
        Set(&owner->article_values.publisher, std::move(value));
        break;
      case Key::kBody:
        Set(&owner->article_values.body, std::move(value));
        break;
      case Key::kNone:
        break;
    }
  }

  void Close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (!frame.object) return;
    if (frame.article && article_.empty()) {
      if (frame.article_values.headline.empty()) {
        frame.article_values.headline = frame.name;
      }
      article_ = std::move(frame.article_values);
    } else if (frame.page && page_.empty()) {
      page_ = std::move(frame.article_values);
    }
    Frame* owner = Owner();
    if (owner == nullptr) return;
    if (frame.role == Key::kAuthor) {
      AddAuthor(&owner->article_values, frame.name);
    } else if (frame.role == Key::kPublisher) {
      Set(&owner->article_values.publisher, frame.name);
    }
  }

  // At the opening quote. What is too long is cut.
  bool ReadString(std::string* out) {
    const size_t limit =
        ValueKey() == Key::kBody ? kMaxJsonBytes : kMaxStringBytes;
    ++at_;
    while (at_ < json_.size() && json_[at_] != '"') {
      const char c = json_[at_++];
      // A character more, so that the last one that stays is whole.
      const bool room = out->size() < limit + kMaxUtf8Bytes;
      if (c != '\\') {
        if (room) out->push_back(c);
        continue;
      }
      if (at_ >= json_.size()) return false;
      const char escaped = json_[at_++];
      if (escaped == 'u') {
        uint32_t code_point = ReadHex();
        if (code_point >= 0xD800 && code_point < 0xDC00 &&
            absl::StartsWith(json_.substr(at_), "\\u")) {
          at_ += 2;
          const uint32_t low = ReadHex();
          code_point =
              low >= 0xDC00 && low < 0xE000
                  ? 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00)
                  : 0xFFFD;
        }
        if (code_point >= 0xD800 && code_point < 0xE000) code_point = 0xFFFD;
        if (room) AppendUtf8(code_point, out);
      } else if (room) {
        switch (escaped) {
          case 'n':
          case 'r':
            out->push_back('\n');
            break;
          case 't':
          case 'b':
          case 'f':
            out->push_back(' ');
            break;
          default:
            out->push_back(escaped);
        }
      }
    }
    if (at_ >= json_.size()) return false;
    ++at_;
    out->resize(Utf8Floor(*out, limit));
    if (out->find('&') != std::string::npos) *out = DecodeEntities(*out);
    return true;
  }

  uint32_t ReadHex() {
    uint32_t value = 0;
    for (int i = 0; i < 4 && at_ < json_.size(); ++i) {
      const char c = json_[at_];
      if (!absl::ascii_isxdigit(c)) return 0xFFFD;
      value = value * 16 + (absl::ascii_isdigit(c)
                                ? c - '0'
                                : absl::ascii_tolower(c) - 'a' + 10);
      ++at_;
    }
    return value == 0 ? 0xFFFD : value;
  }

  const absl::string_view json_;
  size_t at_ = 0;
  std::vector<Frame> frames_;
  JsonLdArticle article_;
  JsonLdArticle page_;
};

}  // namespace

JsonLdArticle ReadJsonLd(absl::string_view json) {
  return Reader(json.substr(0, kMaxJsonBytes)).Read();
}

}  // namespace impactwire::text
