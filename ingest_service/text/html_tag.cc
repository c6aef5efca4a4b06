#include "ingest_service/text/html_tag.h"

#include "absl/strings/ascii.h"

namespace impactwire::text {
namespace {

// Up to ten letters of six bits ('a' 1 ... 'z' 26, '0' 27 ... '9' 36).
constexpr uint64_t Pack(const char* name) {
  uint64_t packed = 0;
  for (; *name != '\0'; ++name) {
    const char c = *name;
    packed = packed << 6 |
             static_cast<uint64_t>(c >= 'a' ? c - 'a' + 1 : c - '0' + 27);
  }
  return packed;
}

enum : uint8_t { kVoid = 1, kRaw = 2, kBlock = 4, kSkip = 8 };

uint8_t Properties(Tag tag) {
  switch (tag) {
    case Tag::kBr:
    case Tag::kImg:
    case Tag::kInput:
    case Tag::kLink:
    case Tag::kMeta:
      return kVoid;
    case Tag::kHr:
      return kVoid | kBlock;
    case Tag::kScript:
    case Tag::kStyle:
    case Tag::kTitle:
      return kRaw;
    case Tag::kIframe:
    case Tag::kTextarea:
      return kRaw | kSkip;
    case Tag::kAudio:
    case Tag::kButton:
    case Tag::kCanvas:
    case Tag::kMath:
    case Tag::kObject:
    case Tag::kSelect:
    case Tag::kSvg:
    case Tag::kTemplate:
    case Tag::kVideo:
      return kSkip;
    case Tag::kAddress:
    case Tag::kArticle:
    case Tag::kAside:
    case Tag::kBlockquote:
    case Tag::kBody:
    case Tag::kCaption:
    case Tag::kCenter:
    case Tag::kDd:
    case Tag::kDetails:
    case Tag::kDialog:
    case Tag::kDiv:
    case Tag::kDl:
    case Tag::kDt:
    case Tag::kFieldset:
    case Tag::kFigcaption:
    case Tag::kFigure:
    case Tag::kFooter:
    case Tag::kForm:
    case Tag::kH1:
    case Tag::kH2:
    case Tag::kH3:
    case Tag::kH4:
    case Tag::kH5:
    case Tag::kH6:
    case Tag::kHead:
    case Tag::kHeader:
    case Tag::kHtml:
    case Tag::kLi:
    case Tag::kMain:
    case Tag::kMenu:
    case Tag::kNav:
    case Tag::kNoscript:
    case Tag::kOl:
    case Tag::kP:
    case Tag::kPre:
    case Tag::kSection:
    case Tag::kSummary:
    case Tag::kTable:
    case Tag::kTbody:
    case Tag::kTd:
    case Tag::kTfoot:
    case Tag::kTh:
    case Tag::kThead:
    case Tag::kTr:
    case Tag::kUl:
      return kBlock;
    default:
      return 0;
  }
}

}  // namespace

Tag TagOf(absl::string_view name) {
  if (name.empty() || name.size() > 10) return Tag::kUnknown;
  uint64_t packed = 0;
  for (const char raw : name) {
    const char c = absl::ascii_tolower(raw);
    uint64_t code = 0;
    if (c >= 'a' && c <= 'z') {
      code = c - 'a' + 1;
    } else if (c >= '0' && c <= '9') {
      code = c - '0' + 27;
    } else {
      return Tag::kUnknown;
    }
    packed = packed << 6 | code;
  }
  switch (packed) {
    case Pack("a"):
      return Tag::kA;
    case Pack("abbr"):
      return Tag::kAbbr;
    case Pack("address"):
      return Tag::kAddress;
    case Pack("article"):
      return Tag::kArticle;
    case Pack("aside"):
      return Tag::kAside;
    case Pack("audio"):
      return Tag::kAudio;
    case Pack("b"):
      return Tag::kB;
    case Pack("blockquote"):
      return Tag::kBlockquote;
    case Pack("body"):
      return Tag::kBody;
    case Pack("br"):
      return Tag::kBr;
    case Pack("button"):
      return Tag::kButton;
    case Pack("canvas"):
      return Tag::kCanvas;
    case Pack("caption"):
      return Tag::kCaption;
    case Pack("center"):
      return Tag::kCenter;
    case Pack("dd"):
      return Tag::kDd;
    case Pack("details"):
      return Tag::kDetails;
    case Pack("dialog"):
      return Tag::kDialog;
    case Pack("div"):
      return Tag::kDiv;
    case Pack("dl"):
      return Tag::kDl;
    case Pack("dt"):
      return Tag::kDt;
    case Pack("em"):
      return Tag::kEm;
    case Pack("embed"):
      return Tag::kImg;
    case Pack("fieldset"):
      return Tag::kFieldset;
    case Pack("figcaption"):
      return Tag::kFigcaption;
    case Pack("figure"):
      return Tag::kFigure;
    case Pack("footer"):
      return Tag::kFooter;
    case Pack("form"):
      return Tag::kForm;
    case Pack("h1"):
      return Tag::kH1;
    case Pack("h2"):
      return Tag::kH2;
    case Pack("h3"):
      return Tag::kH3;
    case Pack("h4"):
      return Tag::kH4;
    case Pack("h5"):
      return Tag::kH5;
    case Pack("h6"):
      return Tag::kH6;
    case Pack("head"):
      return Tag::kHead;
    case Pack("header"):
      return Tag::kHeader;
    case Pack("hr"):
      return Tag::kHr;
    case Pack("html"):
      return Tag::kHtml;
    case Pack("i"):
      return Tag::kI;
    case Pack("iframe"):
      return Tag::kIframe;
    case Pack("img"):
      return Tag::kImg;
    case Pack("input"):
      return Tag::kInput;
    case Pack("label"):
      return Tag::kLabel;
    case Pack("li"):
      return Tag::kLi;
    case Pack("link"):
      return Tag::kLink;
    case Pack("main"):
      return Tag::kMain;
    case Pack("math"):
      return Tag::kMath;
    case Pack("menu"):
      return Tag::kMenu;
    case Pack("meta"):
      return Tag::kMeta;
    case Pack("nav"):
      return Tag::kNav;
    case Pack("noscript"):
      return Tag::kNoscript;
    case Pack("object"):
      return Tag::kObject;
    case Pack("ol"):
      return Tag::kOl;
    case Pack("p"):
      return Tag::kP;
    case Pack("picture"):
      return Tag::kPicture;
    case Pack("pre"):
      return Tag::kPre;
    case Pack("script"):
      return Tag::kScript;
    case Pack("section"):
      return Tag::kSection;
    case Pack("select"):
      return Tag::kSelect;
    case Pack("source"):
      return Tag::kImg;
    case Pack("span"):
      return Tag::kSpan;
    case Pack("strong"):
      return Tag::kStrong;
    case Pack("style"):
      return Tag::kStyle;
    case Pack("summary"):
      return Tag::kSummary;
    case Pack("svg"):
      return Tag::kSvg;
    case Pack("table"):
      return Tag::kTable;
    case Pack("tbody"):
      return Tag::kTbody;
    case Pack("td"):
      return Tag::kTd;
    case Pack("template"):
      return Tag::kTemplate;
    case Pack("textarea"):
      return Tag::kTextarea;
    case Pack("tfoot"):
      return Tag::kTfoot;
    case Pack("th"):
      return Tag::kTh;
    case Pack("thead"):
      return Tag::kThead;
    case Pack("time"):
      return Tag::kTime;
    case Pack("title"):
      return Tag::kTitle;
    case Pack("tr"):
      return Tag::kTr;
    case Pack("ul"):
      return Tag::kUl;
    case Pack("video"):
      return Tag::kVideo;
    default:
      return Tag::kUnknown;
  }
}

bool IsVoid(Tag tag) { return (Properties(tag) & kVoid) != 0; }
bool IsRawText(Tag tag) { return (Properties(tag) & kRaw) != 0; }
bool IsBlock(Tag tag) { return (Properties(tag) & kBlock) != 0; }
bool IsSkipped(Tag tag) { return (Properties(tag) & kSkip) != 0; }

}  // namespace impactwire::text
