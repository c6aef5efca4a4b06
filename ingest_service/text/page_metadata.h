// PageMetadata: what an HTML page says of its article outside of the text.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::text {

struct PageMetadata {
  std::string title;
  std::string byline;
  std::string publisher;
  std::string publish_date;  // "YYYY-MM-DD", "YYYY-MM" or empty
  std::string body;          // the article's text in JSON-LD, or empty
};

// Collects while the page is read; one per page, not thread-safe. Every value
// kept is at most 2 KiB, the body at most 1 MiB.
class MetadataCollector {
 public:
  // A <meta> tag's attributes.
  void AddMeta(absl::string_view attributes);
  // The content of a script of type application/ld+json.
  void AddJsonLd(absl::string_view json);
  // The content of <title>, with its references.
  void AddTitle(absl::string_view text);
  // The text of an <h1>; the first eight count.
  void AddHeading(absl::string_view text);
  // The datetime attribute of a <time> tag; `published`: it is marked so.
  void AddTime(absl::string_view datetime, bool published);

  // What the page says, the surest source first. `uri` may be empty.
  PageMetadata Resolve(absl::string_view uri) const;

 private:
  std::string ResolveTitle() const;

  std::string og_title_;
  std::string other_title_;
  std::string ld_title_;
  std::string title_tag_;
  std::vector<std::string> headings_;
  std::string site_name_;
  std::string ld_publisher_;
  std::string author_;
  std::string ld_author_;
  std::string published_;  // from meta tags made for it
  std::string ld_published_;
  std::string ld_body_;
  std::string other_date_;  // from meta tags named "date"
  std::string time_;        // the first <time> behind a heading, or at all
  bool time_behind_heading_ = false;
  std::string published_time_;  // a <time> marked as the publication's
};

// The date at the head of an ISO 8601 time ("2017-12-05T08:00:00+08:00"), or
// the date found in the text; empty if none.
std::string DateOfTimestamp(absl::string_view text);

}  // namespace impactwire::text
