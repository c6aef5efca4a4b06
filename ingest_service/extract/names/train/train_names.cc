// train_names: makes names/data/gazetteer.bin and names/data/tagger.bin from
// public data (scripts/train-names). Deterministic.
//
//   train_names gazetteer DATA MARKED OUT   the gazetteer
//   train_names tagger DATA MARKED OUT [EPOCHS [ROWS_LOG2 [DROP [MARGIN
//                                      [MODELS]]]]]
//   train_names kinds DATA MARKED ARTICLES OUT [EPOCHS [ROWS_LOG2 [DROP
//                                              [MARGIN]]]]
//   train_names score MODEL FILE...         span F1 of a tagger
//   train_names score-kinds MODEL ARTICLES  of the kinds
//
// DATA is the folder that holds ner/, gazetteers/ and news/; MARKED the names
// of the project's own training articles (marked_articles.py names); ARTICLES
// what kind_articles.py writes.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"
#include "extract_names_data.h"
#include "ingest_service/extract/names/gazetteer.h"
#include "ingest_service/extract/names/lexicon.h"
#include "ingest_service/extract/names/tagger.h"
#include "ingest_service/extract/names/token_facts.h"
#include "ingest_service/extract/names/train/conll.h"
#include "ingest_service/extract/names/train/gazetteer_builder.h"
#include "ingest_service/extract/names/train/headlines.h"
#include "ingest_service/extract/names/train/kind_trainer.h"
#include "ingest_service/extract/names/train/perceptron.h"
#include "train_names_data.h"

namespace impactwire::extract {
namespace {

absl::Status WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  return out ? absl::OkStatus()
             : absl::InternalError(absl::StrCat("cannot write ", path));
}

constexpr int kFolds = 3;  // of the texts that the kinds are learnt of

struct Source {
  std::string file;
  int repeat = 1;
  std::vector<int> folds;
  bool bodies = false;  // its names say what is an organization
};

// The annotated texts of train/sources.tsv; "marked" is the file MARKED.
std::vector<Source> Sources(const std::string& data,
                            const std::string& marked) {
  std::vector<Source> sources;
  for (absl::string_view line :
       absl::StrSplit(train_data::data::Sources(), '\n', absl::SkipEmpty())) {
    if (line[0] == '#') continue;
    const std::vector<std::string> field = absl::StrSplit(line, '\t');
    Source source;
    source.file =
        field[0] == "marked" ? marked : data + "/ner/train/" + field[0];
    (void)absl::SimpleAtoi(field[1], &source.repeat);
    if (field.size() > 2) {
      for (absl::string_view fold : absl::StrSplit(field[2], ' ')) {
        source.folds.push_back(std::atoi(std::string(fold).c_str()));
      }
    }
    source.bodies = field.size() > 3 && field[3] == "bodies";
    sources.push_back(source);
  }
  return sources;
}

absl::Status MakeGazetteer(const std::string& data, const std::string& marked,
                           const std::string& out) {
  std::vector<std::string> texts;
  ASSIGN_OR_RETURN(std::string news,
                   ReadFile(data + "/news/wikinews/articles.jsonl"));
  texts.push_back(std::move(news));
  for (const Source& source : Sources(data, marked)) {
    ASSIGN_OR_RETURN(std::string words, ReadFile(source.file));
    texts.push_back(std::move(words));
  }
  ASSIGN_OR_RETURN(
      std::string bytes,
      BuildGazetteer(data + "/gazetteers",
                     {data::CountryAliases(), data::KnownOrganizations(),
                      train_data::data::GivenNames()},
                     texts));
  return WriteFile(out, bytes);
}

// A tagger of all documents but those of fold `without` (-1: of all).
absl::StatusOr<std::string> TrainTagger(const std::string& data,
                                        const std::string& marked, int without,
                                        const PerceptronOptions& options) {
  ASSIGN_OR_RETURN(const Lexicon lexicon, Lexicon::Parse(data::WordClasses()));
  ASSIGN_OR_RETURN(const Gazetteer gazetteer,
                   Gazetteer::Load(data::Gazetteer()));
  std::vector<TrainingRun> runs;
  std::vector<int> repeat;
  for (const Source& source : Sources(data, marked)) {
    ASSIGN_OR_RETURN(const std::string bytes, ReadFile(source.file));
    size_t number = 0;
    for (const AnnotatedDocument& document : ParseConll(bytes)) {
      const int fold = source.folds.empty()
                           ? -1
                           : source.folds[number++ % source.folds.size()];
      if (without >= 0 && fold == without) continue;
      const TokenFacts facts =
          FindTokenFacts(document.document, lexicon, gazetteer);
      AppendRuns(document, facts, {}, &runs);
      repeat.resize(runs.size(), source.repeat);
      std::vector<bool> chosen;
      const AnnotatedDocument headlines =
          AsHeadlines(document, lexicon, &chosen);
      AppendRuns(headlines,
                 FindTokenFacts(headlines.document, lexicon, gazetteer), chosen,
                 &runs);
      repeat.resize(runs.size(), 1);
    }
  }
  std::printf("%zu runs\n", runs.size());
  return TrainPerceptron(runs, repeat, options);
}

absl::Status MakeTagger(const std::string& data, const std::string& marked,
                        const std::string& out,
                        const PerceptronOptions& options) {
  ASSIGN_OR_RETURN(const std::string bytes,
                   TrainTagger(data, marked, -1, options));
  return WriteFile(out, bytes);
}

absl::Status Score(const std::string& model, const std::string& file) {
  ASSIGN_OR_RETURN(const Lexicon lexicon, Lexicon::Parse(data::WordClasses()));
  ASSIGN_OR_RETURN(const Gazetteer gazetteer,
                   Gazetteer::Load(data::Gazetteer()));
  ASSIGN_OR_RETURN(const std::string weights, ReadFile(model));
  ASSIGN_OR_RETURN(const Tagger tagger, Tagger::Load(weights));
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  const char* names[] = {"PER", "ORG", "LOC"};
  int hit[3] = {}, found[3] = {}, gold[3] = {};
  int bins[10][2] = {};  // by margin: wrong, right
  for (const AnnotatedDocument& document : ParseConll(bytes)) {
    const TokenFacts facts =
        FindTokenFacts(document.document, lexicon, gazetteer);
    std::map<std::pair<int, int>, int> want;
    int begin = -1;
    for (size_t i = 0; i < document.labels.size(); ++i) {
      const int label = document.labels[i];
      if (label == kOutside) continue;
      const LabelPart part = PartOf(label);
      if (part == LabelPart::kBegin || part == LabelPart::kUnit) {
        begin = static_cast<int>(i);
      }
      if (part == LabelPart::kLast || part == LabelPart::kUnit) {
        want[{begin, static_cast<int>(i) + 1}] = LabelType(label);
        ++gold[LabelType(label)];
      }
    }
    for (const TaggedName& name : tagger.Tag(facts)) {
      const int type = static_cast<int>(name.kind);
      ++found[type];
      const int bin =
          std::min(9, std::max(0, static_cast<int>(name.margin * 2)));
      const auto seen = want.find({name.first_token, name.last_token});
      ++bins[bin][seen != want.end() && seen->second == type];
      const auto it = want.find({name.first_token, name.last_token});
      if (it != want.end() && it->second == type) ++hit[type];
    }
  }
  std::printf("%s:", file.c_str());
  for (int t = 0; t < 3; ++t) {
    const double p = found[t] ? 100.0 * hit[t] / found[t] : 0;
    const double r = gold[t] ? 100.0 * hit[t] / gold[t] : 0;
    std::printf("  %s P %.1f R %.1f F1 %.1f", names[t], p, r,
                p + r > 0 ? 2 * p * r / (p + r) : 0);
  }
  std::printf("\n  right by margin:");
  for (int b = 0; b < 10; ++b) {
    const int n = bins[b][0] + bins[b][1];
    std::printf(" %.1f+: %d%% of %d", b / 2.0, n ? 100 * bins[b][1] / n : 0, n);
  }
  std::printf("\n");
  return absl::OkStatus();
}

absl::Status MakeKinds(const std::string& data, const std::string& marked,
                       const std::string& articles, const std::string& out,
                       const KindOptions& options) {
  std::vector<std::string> taggers(kFolds);
  std::vector<std::unique_ptr<EntityFinder>> finders;
  for (int fold = 0; fold < kFolds; ++fold) {
    PerceptronOptions tagger;
    tagger.models = 2;
    ASSIGN_OR_RETURN(taggers[fold], TrainTagger(data, marked, fold, tagger));
    ASSIGN_OR_RETURN(auto finder, EntityFinder::CreateWith(taggers[fold]));
    finders.push_back(std::move(finder));
  }
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(articles));
  ASSIGN_OR_RETURN(auto examples, ReadKindExamples(bytes, finders));
  for (const Source& source : Sources(data, marked)) {
    if (!source.bodies) continue;
    ASSIGN_OR_RETURN(const std::string text, ReadFile(source.file));
    size_t number = 0;
    for (const AnnotatedDocument& document : ParseConll(text)) {
      const int fold = source.folds[number++ % source.folds.size()];
      RETURN_IF_ERROR(AppendNameExamples(document, *finders[fold], &examples));
    }
  }
  size_t none = 0;
  for (const KindExample& example : examples) none += example.kind == 0;
  std::printf("%zu organizations, %zu of them none\n", examples.size(), none);
  return WriteFile(out, TrainKinds(examples, options));
}

absl::Status ScoreKinds(const std::string& model, const std::string& articles) {
  std::vector<std::unique_ptr<EntityFinder>> finders(1);
  ASSIGN_OR_RETURN(finders[0], EntityFinder::CreateWith(data::Tagger()));
  ASSIGN_OR_RETURN(const std::string weights, ReadFile(model));
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(articles));
  ASSIGN_OR_RETURN(const auto examples, ReadKindExamples(bytes, finders));
  ASSIGN_OR_RETURN(const int right, CountRight(examples, weights));
  std::printf("%s: %d of %zu kinds right, %.1f %%\n", articles.c_str(), right,
              examples.size(), 100.0 * right / examples.size());
  return absl::OkStatus();
}

absl::Status Run(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "gazetteer" && argc == 5) {
    return MakeGazetteer(argv[2], argv[3], argv[4]);
  }
  if (mode == "tagger" && argc >= 5) {
    PerceptronOptions options;
    if (argc > 5) options.epochs = std::atoi(argv[5]);
    if (argc > 6) options.rows_log2 = std::atoi(argv[6]);
    if (argc > 7) options.drop_per_mille = std::atoi(argv[7]);
    if (argc > 8) options.margin = std::atoi(argv[8]);
    if (argc > 9) options.models = std::atoi(argv[9]);
    if (argc > 10) options.missed_margin = std::atoi(argv[10]);
    return MakeTagger(argv[2], argv[3], argv[4], options);
  }
  if (mode == "kinds" && argc >= 6) {
    KindOptions options;
    if (argc > 6) options.epochs = std::atoi(argv[6]);
    if (argc > 7) options.rows_log2 = std::atoi(argv[7]);
    if (argc > 8) options.drop_per_mille = std::atoi(argv[8]);
    if (argc > 9) options.margin = std::atoi(argv[9]);
    return MakeKinds(argv[2], argv[3], argv[4], argv[5], options);
  }
  if (mode == "score-kinds" && argc == 4) return ScoreKinds(argv[2], argv[3]);
  if (mode == "score" && argc >= 4) {
    for (int i = 3; i < argc; ++i) RETURN_IF_ERROR(Score(argv[2], argv[i]));
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "usage: train_names gazetteer DATA MARKED OUT | tagger DATA MARKED OUT "
      "[EPOCHS [ROWS_LOG2 [DROP [MARGIN [MODELS]]]]] | kinds DATA MARKED "
      "ARTICLES OUT | "
      "score MODEL FILE... | score-kinds MODEL ARTICLES");
}

}  // namespace
}  // namespace impactwire::extract

int main(int argc, char** argv) {
  const absl::Status status = impactwire::extract::Run(argc, argv);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
