#include "tests/ingest_service/extract/hostile_article.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace impactwire::extract {
namespace {

constexpr HostileArticle::Body kText = HostileArticle::kText;
constexpr HostileArticle::Body kPage = HostileArticle::kPage;

// The i-th of some made-up words, capitalized: "Bako", "Bakobe", ...
std::string Name(size_t i) {
  static constexpr char kConsonants[] = "bdfgklmnprstvz";
  static constexpr char kVowels[] = "aeiou";
  std::string name;
  do {
    name += kConsonants[i % 14];
    name += kVowels[i / 14 % 5];
    i /= 70;
  } while (i > 0 || name.size() < 4);
  name[0] += 'A' - 'a';
  return name;
}

// The pattern again and again, with @ for another name and # for another
// number each time.
std::string Series(const char* pattern, size_t bytes) {
  std::string out;
  for (size_t i = 0; out.size() < bytes; ++i) {
    absl::StrAppend(
        &out,
        absl::StrReplaceAll(
            pattern, {{"@", Name(i)}, {"#", absl::StrCat(i * 7919 % 100003)}}));
  }
  return out;
}

std::string Between(const char* before, const char* pattern, const char* after,
                    size_t bytes) {
  return absl::StrCat(before, Series(pattern, bytes), after);
}

// A short article around what `pattern` gives.
std::string InArticle(const char* pattern, size_t bytes) {
  return Between(
      "Bright Harvest Foundation helps growers\n\n"
      "Bright Harvest Foundation said on Monday that it has trained more than "
      "4,500 farmers in Kisumu since March 2019.\n\n",
      pattern, "\n\nThe foundation will plant 20,000 trees by 2025.\n", bytes);
}

// The same as a page that reads like an article.
std::string InPage(const char* pattern, size_t bytes) {
  return Between(
      "<article><h1>Bright Harvest Foundation helps growers</h1><p>Bright "
      "Harvest Foundation said on Monday that it has trained more than 4,500 "
      "farmers in Kisumu since March 2019, and that each of them has found "
      "work.</p><p>It runs 16 bases and pays for them, and the villages of the "
      "north send it more people every year.</p>",
      pattern, "<p>The foundation will plant 20,000 trees by 2025.</article>",
      bytes);
}

}  // namespace

const std::vector<HostileArticle>& HostileArticles() {
  // In one table, so that a family is one line.
  static const auto* const articles = new std::vector<HostileArticle>{
      // Runs of one thing.
      {"OneLine", kText, [](size_t n) { return Series("some word or ", n); }},
      {"OneWord", kText, [](size_t n) { return Series("abc", n); }},
      {"OneDigitRun", kText, [](size_t n) { return Series("9", n); }},
      {"OneGroupedNumber", kText, [](size_t n) { return Series("1,000,", n); }},
      {"Hyphens", kText, [](size_t n) { return Series("well-", n); }},
      {"Dots", kText, [](size_t n) { return Series("A.", n); }},
      {"Brackets", kText, [](size_t n) { return InArticle("([{", n); }},
      {"Quotes", kText, [](size_t n) { return InArticle("\u201c\"'", n); }},
      {"QuotedWords", kText, [](size_t n) { return InArticle("\"@ ", n); }},
      {"Dashes", kText, [](size_t n) { return InArticle(" \u2014 a", n); }},
      {"Bidi", kText,
       [](size_t n) { return InArticle("\u202e\u2066a\u200f", n); }},
      {"Nuls", kText,
       [](size_t n) { return InArticle("a", n) + std::string(n, '\0'); }},
      {"Combining", kText, [](size_t n) { return InArticle("\u0301", n); }},
      {"BadBytes", kPage,
       [](size_t n) {
         return "<meta charset=utf-8>" + InArticle("\xff \xc3(\xe2\x82", n);
       }},
      // Numbers and times.
      {"Numbers", kText, [](size_t n) { return InArticle("# ", n); }},
      {"NumberWords", kText,
       [](size_t n) { return InArticle("twenty million hundred and ", n); }},
      {"NumberList", kText, [](size_t n) { return InArticle("#, ", n); }},
      {"Ranges", kText, [](size_t n) { return InArticle("# to #-", n); }},
      {"Moneys", kText, [](size_t n) { return InArticle("$# (Rs. # (", n); }},
      {"Rates", kText, [](size_t n) { return InArticle("# a day per ", n); }},
      {"Dates", kText, [](size_t n) { return InArticle("May 5, 2019 ", n); }},
      {"Years", kText, [](size_t n) { return InArticle("2019, ", n); }},
      {"Farmers", kText,
       [](size_t n) { return InArticle("# farmers and ", n); }},
      {"NounsOfOneNumber", kText,
       [](size_t n) { return InArticle("new rural school ", n) + "5 of"; }},
      // Names.
      {"Capitals", kText, [](size_t n) { return InArticle("@ ", n); }},
      {"Shouting", kText, [](size_t n) { return InArticle("ABC DE ", n); }},
      {"NameList", kText, [](size_t n) { return InArticle("@ @, ", n); }},
      {"NamesAndNames", kText, [](size_t n) { return InArticle("@ and ", n); }},
      {"NamesOfNames", kText,
       [](size_t n) { return InArticle("Bank of @ for ", n); }},
      {"Organizations", kText,
       [](size_t n) { return InArticle("@ Foundation gave. ", n); }},
      {"OrganizationsInOneLine", kText,
       [](size_t n) { return InArticle("@ Ltd, ", n); }},
      {"OneOrganization", kText,
       [](size_t n) { return InArticle("The Rural Fund and ", n); }},
      {"Acronyms", kText,
       [](size_t n) { return InArticle("@ Aid Fund (NAF) and NAF. ", n); }},
      {"OneFirstWord", kText,
       [](size_t n) { return InArticle("Green @ Ltd met Green. ", n); }},
      {"OneLastName", kText,
       [](size_t n) { return InArticle("@ Smith met Smith. ", n); }},
      {"Possessives", kText, [](size_t n) { return InArticle("@'s ", n); }},
      {"References", kText,
       [](size_t n) { return InArticle("The company said it ", n); }},
      {"ReferencesAndNames", kText,
       [](size_t n) { return InArticle("@ Ltd said the firm grew. ", n); }},
      // Roles.
      {"Titles", kText,
       [](size_t n) { return InArticle("chief executive director of ", n); }},
      {"Executives", kText,
       [](size_t n) { return InArticle("Ana @, CEO of @ Ltd, ", n); }},
      {"OneExecutive", kText,
       [](size_t n) { return InArticle("Ana Rao, CEO of @ Ltd, spoke. ", n); }},
      {"ExecutiveApart", kText,
       [](size_t n) {
         return InArticle("CEO Ana Rao spoke. Rural Fund grew. ", n);
       }},
      {"Appointments", kText,
       [](size_t n) { return InArticle("Ana @ was appointed chair. ", n); }},
      {"Ministers", kText,
       [](size_t n) { return InArticle("Minister for @ and @, ", n); }},
      {"Speakers", kText,
       [](size_t n) { return InArticle("\"We gave #,\" Ana @ said. ", n); }},
      // Lines.
      {"Lines", kText, [](size_t n) { return InArticle("a\n", n); }},
      {"BlankLines", kText, [](size_t n) { return InArticle("\n \n", n); }},
      {"Bullets", kText,
       [](size_t n) { return InArticle("\u2022 @: #\n", n); }},
      {"Furniture", kText,
       [](size_t n) { return InArticle("Read more: @ | #\n", n); }},
      {"Headings", kText, [](size_t n) { return InArticle("@ @\n\n", n); }},
      // Pages.
      {"NestedBlocks", kPage, [](size_t n) { return Series("<div>", n); }},
      {"NestedInlines", kPage, [](size_t n) { return Series("<b><a>", n); }},
      {"NestedArticles", kPage,
       [](size_t n) { return Series("<article><p>a word here, ", n); }},
      {"NestedTables", kPage,
       [](size_t n) { return Series("<table><tr><td>#", n); }},
      {"NestedLists", kPage, [](size_t n) { return Series("<ul><li>@", n); }},
      {"EndTags", kPage, [](size_t n) { return Series("</div></p>", n); }},
      {"Table", kPage,
       [](size_t n) {
         return InPage("<table><tr><td>@ Ltd<td># trees</table>", n);
       }},
      {"TableRows", kPage,
       [](size_t n) { return InPage("<tr><td>@ Ltd planted<td># trees", n); }},
      {"TableRow", kPage,
       [](size_t n) { return InPage("<td># of the trees", n); }},
      {"Comment", kPage,
       [](size_t n) { return Series("<p>One <!-- two ", n); }},
      {"Script", kPage,
       [](size_t n) { return Series("<p>One <script> two ", n); }},
      {"Attribute", kPage,
       [](size_t n) { return Series("<p title=\"one '>two ", n); }},
      {"Attributes", kPage,
       [](size_t n) { return Between("<p ", "a=b ", "", n); }},
      {"ClassNames", kPage,
       [](size_t n) { return Between("<p class='", "menu-", "'>a", n); }},
      {"Entities", kPage, [](size_t n) { return Series("&amp;&#x41;&", n); }},
      {"Paragraphs", kPage, [](size_t n) { return Series("<p>@ # ", n); }},
      {"Links", kPage, [](size_t n) { return Series("<a href=#>@</a> ", n); }},
      {"Headlines", kPage, [](size_t n) { return Series("<h1>@</h1>", n); }},
      {"LongTitle", kPage,
       [](size_t n) { return Between("<title>", "@ ", "</title><p>a", n); }},
      {"Metas", kPage,
       [](size_t n) {
         return Series("<meta property='og:site_name' content='@'>", n);
       }},
      {"JsonLd", kPage,
       [](size_t n) {
         return Between("<script type='application/ld+json'>",
                        "{\"author\":[{\"name\":\"@\",", "", n);
       }},
  };
  return *articles;
}

}  // namespace impactwire::extract
