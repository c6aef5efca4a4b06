#include "ingest_service/text/page_metadata.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/base/utf8.h"
#include "ingest_service/text/chars.h"
#include "ingest_service/text/date_reader.h"
#include "ingest_service/text/headline.h"
#include "ingest_service/text/html_entities.h"
#include "ingest_service/text/html_tokenizer.h"
#include "ingest_service/text/json_ld.h"
#include "ingest_service/text/line_rules.h"

namespace impactwire::text {
namespace {

constexpr size_t kMaxValueBytes = 2048;
constexpr size_t kMaxHeadings = 8;
// A single heading of so many words is the headline.
constexpr int kHeadlineWords = 4;
// So much of the shorter of heading and title is in the other.
constexpr double kConfirmedShare = 0.6;

// Decoded, white space collapsed, bounded.
std::string Clean(absl::string_view raw) {
  const std::string decoded =
      DecodeEntities(raw.substr(0, Utf8Floor(raw, 4 * kMaxValueBytes)));
  return CollapseSpace(decoded, kMaxValueBytes);
}

void SetOnce(std::string* field, absl::string_view raw) {
  if (field->empty()) *field = Clean(raw);
}

bool IsOneOf(absl::string_view name,
             std::initializer_list<absl::string_view> names) {
  for (const absl::string_view one : names) {
    if (absl::EqualsIgnoreCase(name, one)) return true;
  }
  return false;
}

// The share of the words of the shorter text that are in the other; 0 for one
// of less than two words, except where both are the same.
double SharedWords(absl::string_view a, absl::string_view b) {
  if (SameHeadline(a, b)) return a.empty() ? 0 : 1;
  const auto words = [](absl::string_view text) {
    const std::string lower =
        absl::AsciiStrToLower(text.substr(0, kMaxValueBytes));
    std::vector<std::string> list = absl::StrSplit(
        lower, absl::ByAnyChar(" ,.;:!?|\"()[]"), absl::SkipEmpty());
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
  };
  const std::vector<std::string> left = words(a);
  const std::vector<std::string> right = words(b);
  const size_t least = std::min(left.size(), right.size());
  if (least < 2) return 0;
  std::vector<std::string> both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(both));
  return static_cast<double>(both.size()) / least;
}

// Whether the heading is the title with something set before or behind it: a
// section, a second line.
bool HoldsAtAnEnd(absl::string_view heading, absl::string_view title) {
  return title.size() >= 12 && heading.size() > title.size() &&
         (absl::StartsWithIgnoreCase(heading, title) ||
          absl::EndsWithIgnoreCase(heading, title));
}

// The parts of a page title, as set apart by " | ", " - ", " :: ", " » ".
struct TitleCut {
  size_t begin;
  size_t end;
};

// The next separator at or after `from`.
bool NextCut(absl::string_view title, size_t from, TitleCut* cut) {
  for (size_t i = from; i < title.size();) {
    const Char c = CharAt(title, i);
    const bool mark = c.code_point == '|' || c.code_point == 0x2013 ||
                      c.code_point == 0x2014 || c.code_point == '-' ||
                      c.code_point == 0xBB || c.code_point == 0x203A ||
                      c.code_point == 0xB7 || c.code_point == 0x2022 ||
                      c.code_point == '~' || c.code_point == '/' ||
                      c.code_point == '<' || c.code_point == ':';
    if (mark && i > 0 && title[i - 1] == ' ' && i + c.size < title.size() &&
        title[i + c.size] == ' ') {
      *cut = {i - 1, i + c.size + 1};
      return true;
    }
    // "Title| Site".
    if (c.code_point == '|') {
      *cut = {i, i + 1};
      return true;
    }
    i += c.size;
  }
  return false;
}

// `title` without the site's name behind it (or before it).
std::string StripSite(const std::string& title, absl::string_view site) {
  TitleCut cut;
  size_t from = 0;
  TitleCut last = {0, 0};
  TitleCut first = {0, 0};
  bool any = false;
  while (NextCut(title, from, &cut)) {
    if (!any) first = cut;
    any = true;
    last = cut;
    from = cut.end;
  }
  if (!any) return title;
  const absl::string_view view = title;
  const absl::string_view head = TrimSpace(view.substr(0, last.begin));
  const absl::string_view tail = TrimSpace(view.substr(last.end));
  if (!site.empty()) {
    if (SameHeadline(tail, site)) return std::string(head);
    const absl::string_view lead = TrimSpace(view.substr(0, first.begin));
    if (SameHeadline(lead, site)) {
      return std::string(TrimSpace(view.substr(first.end)));
    }
  }
  const int head_words = LineRules::CountWords(head);
  const int tail_words = LineRules::CountWords(tail);
  if (head_words >= 3 && tail_words <= 5 && tail_words < head_words) {
    // There may be a section before the site: "Title | News | Site".
    std::string rest(head);
    if (view[last.begin] == '|' ||
        (last.begin + 1 < view.size() && view[last.begin + 1] == '|')) {
      TitleCut more;
      if (NextCut(rest, 0, &more)) {
        const absl::string_view left =
            TrimSpace(absl::string_view(rest).substr(0, more.begin));
        const absl::string_view right =
            TrimSpace(absl::string_view(rest).substr(more.end));
        if (LineRules::CountWords(right) <= 3 &&
            LineRules::CountWords(left) >= 4) {
          return std::string(left);
        }
      }
    }
    return rest;
  }
  const absl::string_view lead = TrimSpace(view.substr(0, first.begin));
  const absl::string_view rest = TrimSpace(view.substr(first.end));
  const int lead_words = LineRules::CountWords(lead);
  const int rest_words = LineRules::CountWords(rest);
  if (lead_words <= 4 && rest_words >= std::max(4, lead_words + 2)) {
    return std::string(rest);
  }
  return title;
}

}  // namespace

std::string DateOfTimestamp(absl::string_view text) {
  text = TrimSpace(text);
  if (text.size() >= 8) {
    bool digits = true;
    for (size_t i = 0; i < 8; ++i) digits &= absl::ascii_isdigit(text[i]);
    if (digits && (text.size() == 8 || !absl::ascii_isdigit(text[8]))) {
      // "20171205", "20171205T0800".
      std::string dashed = std::string(text.substr(0, 4));
      dashed.append("-").append(text.data() + 4, 2);
      dashed.append("-").append(text.data() + 6, 2);
      return FindDate(dashed).date;
    }
  }
  const std::string date = FindDate(text.substr(0, 64)).date;
  return date.size() >= 7 ? date : "";
}

void MetadataCollector::AddMeta(absl::string_view attributes) {
  HtmlAttributes reader(attributes);
  absl::string_view attribute;
  absl::string_view value;
  absl::string_view name;
  absl::string_view content;
  while (reader.Next(&attribute, &value)) {
    if (IsOneOf(attribute, {"property", "name", "itemprop"})) {
      if (name.empty()) name = value;
    } else if (absl::EqualsIgnoreCase(attribute, "content")) {
      content = value;
    }
  }
  if (name.empty() || content.empty()) return;
  name = TrimSpace(name);
  if (IsOneOf(name, {"og:title"})) {
    SetOnce(&og_title_, content);
  } else if (IsOneOf(name, {"twitter:title", "dc.title", "dcterms.title",
                            "parsely-title", "sailthru.title", "headline",
                            "title"})) {
    SetOnce(&other_title_, content);
  } else if (IsOneOf(name, {"og:site_name"})) {
    SetOnce(&site_name_, content);
  } else if (IsOneOf(name,
                     {"author", "article:author_name", "byl", "parsely-author",
                      "sailthru.author", "dc.creator", "dcterms.creator"})) {
    SetOnce(&author_, content);
  } else if (IsOneOf(name, {"article:published_time",
                            "og:published_time",
                            "article:published",
                            "datepublished",
                            "parsely-pub-date",
                            "publish-date",
                            "publish_date",
                            "pubdate",
                            "publication_date",
                            "publicationdate",
                            "article_date_original",
                            "originalpublicationdate",
                            "dc.date.issued",
                            "dcterms.issued",
                            "dcterms.created",
                            "dcterms.date",
                            "dc.date",
                            "citation_publication_date",
                            "cxenseparse:recs:publishtime",
                            "bt:pubdate",
                            "ptime",
                            "displaydate",
                            "article.published",
                            "date_published",
                            "published_at",
                            "published-date",
                            "datecreated",
                            "og:article:published_time",
                            "rnews:datepublished"})) {
    if (published_.empty()) published_ = DateOfTimestamp(Clean(content));
  } else if (IsOneOf(name, {"date", "sailthru.date", "created",
                            "dc.date.created", "og:pubdate", "pub_date"})) {
    if (other_date_.empty()) other_date_ = DateOfTimestamp(Clean(content));
  }
}

void MetadataCollector::AddJsonLd(absl::string_view json) {
  JsonLdArticle article = ReadJsonLd(json);
  SetOnce(&ld_title_, article.headline);
  SetOnce(&ld_author_, article.author);
  SetOnce(&ld_publisher_, article.publisher);
  if (ld_body_.empty()) ld_body_ = std::move(article.body);
  if (ld_published_.empty()) {
    ld_published_ = DateOfTimestamp(article.date_published);
  }
}

void MetadataCollector::AddTitle(absl::string_view text) {
  SetOnce(&title_tag_, text);
}

void MetadataCollector::AddHeading(absl::string_view text) {
  if (headings_.size() < kMaxHeadings) headings_.push_back(Clean(text));
}

void MetadataCollector::AddTime(absl::string_view datetime, bool published) {
  const std::string date = DateOfTimestamp(Clean(datetime));
  if (date.empty()) return;
  if (published && published_time_.empty()) published_time_ = date;
  const bool behind = !headings_.empty();
  if (time_.empty() || (behind && !time_behind_heading_)) {
    time_ = date;
    time_behind_heading_ = behind;
  }
}

std::string MetadataCollector::ResolveTitle() const {
  const absl::string_view site =
      !site_name_.empty() ? site_name_ : ld_publisher_;
  std::string title;
  for (const std::string* candidate :
       {&og_title_, &ld_title_, &other_title_, &title_tag_}) {
    if (candidate->empty() || SameHeadline(*candidate, site)) continue;
    for (const std::string& heading : headings_) {
      if (SameHeadline(heading, *candidate)) return heading;
    }
    title = StripSite(*candidate, site);
    break;
  }
  // The heading that the other titles confirm is the headline as shown.
  const std::string* heading = nullptr;
  double best = 0;
  for (const std::string& candidate : headings_) {
    if (SameHeadline(candidate, site)) continue;
    const double share = std::max(SharedWords(candidate, title),
                                  SharedWords(candidate, ld_title_));
    if (share > best) {
      best = share;
      heading = &candidate;
    }
  }
  if (best >= kConfirmedShare && !HoldsAtAnEnd(*heading, title)) {
    return *heading;
  }
  const int words = LineRules::CountWords(title);
  for (const std::string& candidate : headings_) {
    if (SameHeadline(candidate, site)) continue;
    if (LineRules::CountWords(candidate) >= kHeadlineWords &&
        (headings_.size() == 1 ? best < kConfirmedShare : words <= 2)) {
      return candidate;
    }
  }
  return title.empty() && !headings_.empty() ? headings_[0] : title;
}

PageMetadata MetadataCollector::Resolve(absl::string_view uri) const {
  PageMetadata result;
  result.title = ResolveTitle();
  result.body = ld_body_;
  result.byline = ld_author_.empty() ? author_ : ld_author_;
  if (absl::StartsWith(result.byline, "http")) result.byline.clear();
  result.publisher = site_name_.empty() ? ld_publisher_ : site_name_;
  // A time stamp may be of another day than the page's own calendar, which its
  // address shows.
  const std::string in_uri = DateInUri(uri);
  for (const std::string& date :
       {published_, ld_published_, published_time_, in_uri}) {
    if (result.publish_date.size() < 10 &&
        date.size() > result.publish_date.size()) {
      result.publish_date = date;
    }
  }
  if (in_uri.size() == 10 && IsNextDay(in_uri, result.publish_date)) {
    result.publish_date = in_uri;
  }
  for (const std::string& date : {other_date_, time_}) {
    result.publish_date = FullerDate(result.publish_date, date);
  }
  return result;
}

}  // namespace impactwire::text
