#include "ingest_service/extract/linear/linear_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {
namespace {

constexpr size_t kFewSlots = 64;
constexpr size_t kUsualFeatures = 48;  // of a candidate

// What stands before the next `end`, which is taken off with it.
absl::string_view CutField(absl::string_view* text, char end) {
  // The library's find() takes as long again as the search itself.
  const void* at = std::memchr(text->data(), end, text->size());
  const size_t size = at == nullptr
                          ? text->size()
                          : static_cast<const char*>(at) - text->data();
  const absl::string_view field = text->substr(0, size);
  text->remove_prefix(std::min(size + 1, text->size()));
  return field;
}

// Passes over the lines that stand together and are of the same model as the
// first one, in steps that double and halve again.
void PassModel(absl::string_view* tsv) {
  const absl::string_view name =
      tsv->substr(0, std::min(tsv->find('\t'), tsv->find('\n')) + 1);
  CutField(tsv, '\n');
  if (name.empty() || name.back() == '\n' || name[0] == '#') return;
  size_t step = 1;
  bool halve = false;
  while (step > 0) {
    absl::string_view behind = tsv->substr(std::min(step, tsv->size()));
    CutField(&behind, '\n');
    if (absl::StartsWith(behind, name)) {
      *tsv = behind;
    } else {
      halve = true;
    }
    step = halve ? step / 2 : step * 2;
  }
  while (absl::StartsWith(*tsv, name)) CutField(tsv, '\n');
}

// A class and the tab behind it.
bool ReadClass(absl::string_view* text, int* value) {
  size_t i = 0;
  for (; i < text->size() && i < 4 && absl::ascii_isdigit((*text)[i]); ++i) {
    *value = *value * 10 + ((*text)[i] - '0');
  }
  if (i == 0 || i == text->size() || (*text)[i] != '\t') return false;
  text->remove_prefix(i + 1);
  return true;
}

// As SimpleAtof. Weights have few digits: both integers of a fraction are
// exact as floats, so one division rounds as reading the decimal does.
bool ReadWeight(absl::string_view text, float* weight) {
  constexpr float kPowers[] = {1, 10, 100, 1000, 10000};
  const bool minus = absl::StartsWith(text, "-");
  int digits = 0, value = 0, behind_dot = -1;
  for (const char c : text.substr(minus)) {
    if (c == '.' && behind_dot < 0) {
      behind_dot = 0;
    } else if (absl::ascii_isdigit(c) && digits < 7 && behind_dot < 4) {
      value = value * 10 + (c - '0');
      ++digits;
      behind_dot += behind_dot >= 0;
    } else {
      return absl::SimpleAtof(text, weight);
    }
  }
  if (digits == 0) return false;
  *weight = static_cast<float>(minus ? -value : value) /
            kPowers[std::max(behind_dot, 0)];
  return true;
}

// Cuts a weight of one digit, a dot and two digits, as nearly all are, and the
// end of the line behind it. False: it is written otherwise.
bool CutShortWeight(absl::string_view* text, float* weight) {
  const bool minus = absl::StartsWith(*text, "-");
  const absl::string_view rest = text->substr(minus);
  if (rest.size() < 5 || !absl::ascii_isdigit(rest[0]) || rest[1] != '.' ||
      !absl::ascii_isdigit(rest[2]) || !absl::ascii_isdigit(rest[3]) ||
      rest[4] != '\n') {
    return false;
  }
  const int value =
      (rest[0] - '0') * 100 + (rest[2] - '0') * 10 + (rest[3] - '0');
  *weight = static_cast<float>(minus ? -value : value) / 100;
  text->remove_prefix(5 + minus);
  return true;
}

}  // namespace

void Features::AddParts(absl::string_view name, uint64_t hash,
                        std::initializer_list<absl::string_view> parts) {
  if (hashes_.capacity() == 0) hashes_.reserve(kUsualFeatures);
  for (const absl::string_view part : parts) hash = HashWord(part, hash);
  hashes_.push_back(hash);
  if (keep_names_) {
    std::string full(name);
    for (const absl::string_view part : parts) absl::StrAppend(&full, part);
    absl::AsciiStrToLower(&full);
    names_.push_back(std::move(full));
  }
}

LinearModel::LinearModel(int classes)
    : classes_(classes), slots_(kFewSlots), mask_(kFewSlots - 1) {}

LinearModel::Slot& LinearModel::RowOf(uint64_t feature) {
  size_t slot = SlotOf(feature);
  if (slots_[slot].row < 0) {
    if ((static_cast<size_t>(rows_) + 1) * 2 > slots_.size()) {
      const std::vector<Slot> old(std::move(slots_));
      slots_ = std::vector<Slot>(old.size() * 2);
      mask_ = slots_.size() - 1;
      for (const Slot& kept : old) {
        if (kept.row >= 0) slots_[SlotOf(kept.feature)] = kept;
      }
      slot = SlotOf(feature);
    }
    slots_[slot] = {feature, rows_++};
    if (classes_ > 1) weights_.resize(weights_.size() + classes_);
  }
  return slots_[slot];
}

absl::StatusOr<std::unique_ptr<LinearModel>> LinearModel::Create(
    absl::string_view tsv, absl::string_view name, int classes) {
  std::unique_ptr<LinearModel> model(new LinearModel(classes));
  // One file holds several models.
  const std::string prefix = absl::StrCat(name, "\t");
  while (!tsv.empty() && !absl::StartsWith(tsv, prefix)) PassModel(&tsv);
  absl::string_view last;  // with its tab; rows of a feature stand together
  float* row = nullptr;
  while (absl::StartsWith(tsv, prefix)) {
    absl::string_view rest = tsv.substr(prefix.size());
    bool whole = true;
    if (row == nullptr || !absl::StartsWith(rest, last)) {
      last = rest;
      const absl::string_view feature = CutField(&rest, '\t');
      whole = !absl::StrContains(feature, '\n');
      last = last.substr(0, feature.size() + 1);
      Slot& slot = model->RowOf(HashWord(feature));
      row = classes == 1
                ? &slot.weight
                : &model->weights_[static_cast<size_t>(slot.row) * classes];
    } else {
      rest.remove_prefix(last.size());
    }
    int which = 0;
    float weight = 0;
    whole = whole && ReadClass(&rest, &which) &&
            (CutShortWeight(&rest, &weight) ||
             ReadWeight(CutField(&rest, '\n'), &weight));
    if (!whole) {
      return absl::InternalError(
          absl::StrCat("model: malformed row \"", CutField(&tsv, '\n'), "\""));
    }
    tsv = rest;
    if (which >= classes) {
      return absl::InternalError(absl::StrCat("model: no class ", which));
    }
    row[which] = weight;
  }
  return model;
}

void LinearModel::Score(const Features& features, double* scores) const {
  if (classes_ == 1) {
    *scores = ScoreOfOne(features);
    return;
  }
  std::fill(scores, scores + classes_, 0.0);
  // Slots and rows are spread over more memory than the caches hold: each is
  // asked for well before it is read.
  constexpr size_t kAtOnce = 64;
  const float* rows[kAtOnce];
  const std::vector<uint64_t>& all = features.hashes();
  for (size_t begin = 0; begin < all.size(); begin += kAtOnce) {
    const size_t end = std::min(all.size(), begin + kAtOnce);
    for (size_t i = begin; i < end; ++i) {
      __builtin_prefetch(&slots_[FirstSlot(all[i])]);
    }
    size_t found = 0;
    for (size_t i = begin; i < end; ++i) {
      const int32_t row = slots_[SlotOf(all[i])].row;
      if (row < 0) continue;
      rows[found] = &weights_[static_cast<size_t>(row) * classes_];
      __builtin_prefetch(rows[found]);
      __builtin_prefetch(rows[found] + classes_ - 1);
      ++found;
    }
    for (size_t r = 0; r < found; ++r) {
      for (int c = 0; c < classes_; ++c) scores[c] += rows[r][c];
    }
  }
}

double LinearModel::ScoreOfOne(const Features& features) const {
  for (const uint64_t feature : features.hashes()) {
    __builtin_prefetch(&slots_[FirstSlot(feature)]);
  }
  double score = 0;
  for (const uint64_t feature : features.hashes()) {
    score += slots_[SlotOf(feature)].weight;  // 0 of a free one
  }
  return score;
}

void LinearModel::Normalize(double* scores, int count) {
  double top = scores[0], sum = 0;
  for (int c = 1; c < count; ++c) top = std::max(top, scores[c]);
  for (int c = 0; c < count; ++c) sum += scores[c] = std::exp(scores[c] - top);
  for (int c = 0; c < count; ++c) scores[c] /= sum;
}

}  // namespace impactwire::extract
