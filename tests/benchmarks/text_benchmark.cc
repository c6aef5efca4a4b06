// The text stage: pages of HTML and plain articles to documents.
//
//   build/bench/bin/text_benchmark
//
// One thread. The pages are made by rule (menus, scripts, an article of 700
// words, teasers, comments; 174 KB, mostly markup and scripts, as news pages
// are), so that branches are predicted better than on real ones.
#include <benchmark/benchmark.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "ingest_service/text/document_reader.h"

namespace {

using impactwire::text::Document;
using impactwire::text::DocumentReader;

constexpr size_t kPageBytes = 174 << 10;

std::string Sentence(int i) {
  constexpr absl::string_view kSubjects[] = {"The company",
                                             "Acme Inc.",
                                             "Its founder, J. K. Rao,",
                                             "The ministry",
                                             "\u201cWe,\u201d she said,",
                                             "The U.S. fund"};
  constexpr absl::string_view kVerbs[] = {
      "has trained over 6,000 rural workers", "gave US$2.5 million to schools",
      "plans to plant 1.2m trees by 2030",    "cut emissions by 15.2 per cent",
      "brought water to 23-year-old farms",   "opened 16 bases"};
  return absl::StrCat(kSubjects[i % 6], " ", kVerbs[(i / 2) % 6],
                      " in the north of the country since April, and the "
                      "people of the villages have found work there. ");
}

std::string Article(int paragraphs, absl::string_view open,
                    absl::string_view close) {
  std::string out;
  for (int p = 0; p < paragraphs; ++p) {
    absl::StrAppend(&out, open);
    for (int i = 0; i < 3; ++i) absl::StrAppend(&out, Sentence(p * 3 + i));
    absl::StrAppend(&out, close);
  }
  return out;
}

std::string Page() {
  std::string page =
      "<!DOCTYPE html><html><head><title>Acme trains the north | Example"
      "</title><meta property=\"article:published_time\" "
      "content=\"2017-12-05T08:00:00Z\"></head><body class=\"home page\">";
  for (int i = 0; i < 120; ++i) {
    absl::StrAppend(&page, "<div class=\"nav-item item-", i,
                    "\"><ul class=\"menu\"><li><a href=\"/section/", i,
                    "\" class=\"link link--primary\" data-track=\"nav-", i,
                    "\">Section ", i, "</a></li></ul></div>\n");
  }
  absl::StrAppend(&page,
                  "<article class=\"story\"><h1>Acme trains the north"
                  "</h1>",
                  Article(10, "<p class=\"story-text\">", "</p>\n"),
                  "</article>");
  for (int i = 0; i < 150; ++i) {
    absl::StrAppend(&page, "<div class=\"teaser-card card-", i,
                    "\"><figure><img src=\"/i/", i,
                    ".jpg\" alt=\"x\"></figure><h3><a href=\"/story/", i,
                    "\">Ten ways to cook rice &amp; beans</a></h3></div>\n");
  }
  while (page.size() + 4096 < kPageBytes) {
    absl::StrAppend(&page, "<script>", std::string(2000, 'x'),
                    "; if (a<b) { go(); }</script><style>",
                    std::string(1000, 'y'), "</style>\n<!-- part -->");
  }
  return page + "</body></html>";
}

int64_t Words(const Document& document) {
  int64_t words = 0;
  for (const auto& token : document.tokens) {
    words += token.kind != impactwire::text::TokenKind::kPunctuation;
  }
  return words;
}

void BM_ReadHtml_174KB(benchmark::State& state) {
  const std::string page = Page();
  const DocumentReader reader;
  for (auto _ : state) {
    benchmark::DoNotOptimize(reader.ReadHtml(page, {}));
  }
  state.SetBytesProcessed(state.iterations() * page.size());
  state.counters["pages/s"] =
      benchmark::Counter(state.iterations(), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_ReadHtml_174KB);

void BM_ReadRawHtml_174KB(benchmark::State& state) {
  const std::string page = Page();
  const DocumentReader reader;
  for (auto _ : state) {
    benchmark::DoNotOptimize(reader.ReadRawHtml(page, {}));
  }
  state.counters["pages/s"] =
      benchmark::Counter(state.iterations(), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_ReadRawHtml_174KB);

// Range: paragraphs of three sentences. Time must grow as the text.
void BM_ReadText_Paragraphs(benchmark::State& state) {
  const std::string text =
      absl::StrCat("Acme trains the north\n\n",
                   Article(static_cast<int>(state.range(0)), "", "\n\n"));
  const DocumentReader reader;
  int64_t words = 0;
  for (auto _ : state) words = Words(reader.ReadText(text, {}));
  state.SetBytesProcessed(state.iterations() * text.size());
  state.counters["words/s"] = benchmark::Counter(state.iterations() * words,
                                                 benchmark::Counter::kIsRate);
}
BENCHMARK(BM_ReadText_Paragraphs)->Arg(10)->Arg(100)->Arg(1000);

}  // namespace
