#include "ingest_service/extract/linear/linear_model.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {

void Features::Add(absl::string_view prefix, absl::string_view value) {
  hashes_.push_back(HashWord(value, HashWord(prefix)));
  if (keep_names_) {
    names_.push_back(absl::AsciiStrToLower(absl::StrCat(prefix, value)));
  }
}

absl::StatusOr<std::unique_ptr<LinearModel>> LinearModel::Create(
    absl::string_view tsv, absl::string_view name, int classes) {
  std::unique_ptr<LinearModel> model(new LinearModel(classes));
  // One file holds several models: lines of others are passed over unread.
  const std::string prefix = absl::StrCat(name, "\t");
  while (!tsv.empty()) {
    const size_t end = std::min(tsv.find('\n'), tsv.size());
    const absl::string_view line = tsv.substr(0, end);
    tsv.remove_prefix(std::min(end + 1, tsv.size()));
    if (!absl::StartsWith(line, prefix)) continue;
    int which = 0;
    float weight = 0;
    const std::vector<absl::string_view> row = absl::StrSplit(line, '\t');
    if (row.size() != 4 || !absl::SimpleAtoi(row[2], &which) ||
        !absl::SimpleAtof(row[3], &weight)) {
      return absl::InternalError(
          absl::StrCat("model: malformed row \"", line, "\""));
    }
    if (which < 0 || which >= classes) {
      return absl::InternalError(absl::StrCat("model: no class ", which));
    }
    const auto [it, added] =
        model->rows_.try_emplace(HashWord(row[1]), model->weights_.size());
    if (added) model->weights_.resize(model->weights_.size() + classes);
    model->weights_[it->second + which] = weight;
  }
  return model;
}

void LinearModel::Score(const Features& features, double* scores) const {
  std::fill(scores, scores + classes_, 0.0);
  for (const uint64_t hash : features.hashes()) {
    const auto it = rows_.find(hash);
    if (it == rows_.end()) continue;
    for (int c = 0; c < classes_; ++c) scores[c] += weights_[it->second + c];
  }
}

void LinearModel::Normalize(double* scores, int count) {
  double top = scores[0], sum = 0;
  for (int c = 1; c < count; ++c) top = std::max(top, scores[c]);
  for (int c = 0; c < count; ++c) sum += scores[c] = std::exp(scores[c] - top);
  for (int c = 0; c < count; ++c) scores[c] /= sum;
}

}  // namespace impactwire::extract
