// Tag: the HTML elements the page reader tells apart, and what it needs to know
// of each.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace impactwire::text {

enum class Tag : uint8_t {
  kUnknown,  // inline
  kA,
  kAbbr,
  kAddress,
  kArticle,
  kAside,
  kAudio,
  kB,
  kBlockquote,
  kBody,
  kBr,
  kButton,
  kCanvas,
  kCaption,
  kCenter,
  kDd,
  kDetails,
  kDialog,
  kDiv,
  kDl,
  kDt,
  kEm,
  kFieldset,
  kFigcaption,
  kFigure,
  kFooter,
  kForm,
  kH1,
  kH2,
  kH3,
  kH4,
  kH5,
  kH6,
  kHead,
  kHeader,
  kHr,
  kHtml,
  kI,
  kIframe,
  kImg,
  kInput,
  kLabel,
  kLi,
  kLink,
  kMain,
  kMath,
  kMenu,
  kMeta,
  kNav,
  kNoscript,
  kObject,
  kOl,
  kP,
  kPicture,
  kPre,
  kScript,
  kSection,
  kSelect,
  kSpan,
  kStrong,
  kStyle,
  kSummary,
  kSvg,
  kTable,
  kTbody,
  kTd,
  kTemplate,
  kTextarea,
  kTfoot,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kUl,
  kVideo,
  kCount,
};

// Of a name in any case. Unknown names (custom elements, too) are kUnknown.
Tag TagOf(absl::string_view name);

// Has no content and no end tag: br, hr, img, input, link, meta.
bool IsVoid(Tag tag);
// Holds characters only, up to its end tag: script, style, textarea, title,
// iframe.
bool IsRawText(Tag tag);
// Starts and ends a block of text.
bool IsBlock(Tag tag);
// Its content is no part of the page's text: template, svg, select, button ...
bool IsSkipped(Tag tag);

inline bool IsHeading(Tag tag) { return tag >= Tag::kH1 && tag <= Tag::kH6; }

}  // namespace impactwire::text
