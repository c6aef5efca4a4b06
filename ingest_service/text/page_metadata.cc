#include "ingest_service/text/page_metadata.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/utf8.h"
#include "ingest_service/text/chars.h"
#include "ingest_service/text/date_reader.h"
#include "ingest_service/text/html_entities.h"
#include "ingest_service/text/html_tokenizer.h"
#include "ingest_service/text/json_ld.h"
#include "ingest_service/text/line_rules.h"
#include "ingest_service/text/plain_text_reader.h"

namespace impactwire::text {
namespace {

constexpr size_t kMaxValueBytes = 2048;

// Decoded, white space collapsed, bounded.
std::string Clean(absl::string_view raw) {
  const std::string decoded =
      DecodeEntities(raw.substr(0, Utf8Floor(raw, 4 * kMaxValueBytes)));
  std::string out;
  bool space = false;
  for (size_t i = 0; i < decoded.size();) {
    const Char c = CharAt(decoded, i);
    if (c.kind == CharClass::kSpace) {
      space = !out.empty();
    } else {
      if (space) out.push_back(' ');
      space = false;
      out.append(decoded, i, c.size);
    }
    i += c.size;
  }
  out.resize(Utf8Floor(out, kMaxValueBytes));
  return out;
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
                      c.code_point == '<';
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
std::string StripSite(const std::string& title, absl::string_view site,
                      absl::string_view heading) {
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
  // The heading confirms a part of it.
  if (!heading.empty()) {
    if (SameHeadline(view.substr(0, last.begin), heading) ||
        SameHeadline(view.substr(0, first.begin), heading) ||
        SameHeadline(view.substr(first.end), heading)) {
      return std::string(heading);
    }
    if (SameHeadline(view, heading)) return std::string(heading);
  }
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
  if (LineRules::CountWords(lead) <= 3 && LineRules::CountWords(rest) >= 4) {
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
                            "sailthru.date",
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
  } else if (IsOneOf(name, {"date", "created", "dc.date.created", "og:pubdate",
                            "pub_date"})) {
    if (other_date_.empty()) other_date_ = DateOfTimestamp(Clean(content));
  }
}

void MetadataCollector::AddJsonLd(absl::string_view json) {
  JsonLdArticle article = ReadJsonLd(json);
  SetOnce(&ld_title_, article.headline);
  SetOnce(&ld_author_, article.author);
  SetOnce(&ld_publisher_, article.publisher);
  if (ld_published_.empty()) {
    ld_published_ = DateOfTimestamp(article.date_published);
  }
}

void MetadataCollector::AddTitle(absl::string_view text) {
  SetOnce(&title_tag_, text);
}

void MetadataCollector::AddHeading(absl::string_view text, bool marked) {
  ++headings_;
  if (heading_.empty() || (marked && !heading_marked_)) {
    heading_ = Clean(text);
    heading_marked_ = marked;
  }
}

void MetadataCollector::AddTime(absl::string_view datetime, bool published) {
  std::string* field = published ? &published_time_ : &time_;
  if (field->empty()) *field = DateOfTimestamp(Clean(datetime));
}

std::string MetadataCollector::ResolveTitle() const {
  const absl::string_view site =
      !site_name_.empty() ? site_name_ : ld_publisher_;
  // A heading that the page's other titles confirm is the headline as shown.
  for (const std::string* other :
       {&og_title_, &ld_title_, &other_title_, &title_tag_}) {
    if (!heading_.empty() && SameHeadline(*other, heading_)) return heading_;
  }
  for (const std::string* candidate :
       {&og_title_, &ld_title_, &other_title_, &title_tag_}) {
    if (candidate->empty() || SameHeadline(*candidate, site)) continue;
    return StripSite(*candidate, site, heading_);
  }
  return heading_;
}

PageMetadata MetadataCollector::Resolve(absl::string_view uri) const {
  PageMetadata result;
  result.title = ResolveTitle();
  result.byline = ld_author_.empty() ? author_ : ld_author_;
  if (absl::StartsWith(result.byline, "http")) result.byline.clear();
  result.publisher = site_name_.empty() ? ld_publisher_ : site_name_;
  for (const std::string& date : {published_, ld_published_, published_time_,
                                  DateInUri(uri), other_date_, time_}) {
    if (date.size() > result.publish_date.size()) result.publish_date = date;
    if (result.publish_date.size() == 10) break;
  }
  return result;
}

}  // namespace impactwire::text
