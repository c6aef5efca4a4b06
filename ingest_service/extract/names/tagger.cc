#include "ingest_service/extract/names/tagger.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "ingest_service/extract/names/tagger_features.h"

namespace impactwire::extract {
namespace {

constexpr int kNever = -(1 << 28);

// Labels behind which a name may begin or none be, which are those at which one
// ends or none is; and labels at which none is or one begins.
constexpr int kClosed[] = {0, 3, 4, 7, 8, 11, 12};
constexpr int kFresh[] = {0, 1, 4, 5, 8, 9, 12};

constexpr bool AreAllTransitions() {
  for (int next = 0; next < kLabels; ++next) {
    for (int label = 0; label < kLabels; ++label) {
      bool found = false;
      for (const int fresh : kFresh) {
        for (const int closed : kClosed) {
          found |= next == fresh && label == closed;
        }
      }
      for (int type = 0; type < 3; ++type) {
        for (const LabelPart behind : {LabelPart::kInside, LabelPart::kLast}) {
          found |= next == Label(type, behind) &&
                   (label == Label(type, LabelPart::kBegin) ||
                    label == Label(type, LabelPart::kInside));
        }
      }
      if (found != MayFollow(label, next)) return false;
    }
  }
  return true;
}
static_assert(AreAllTransitions());

// One step of Viterbi: the best scores of sequences that end in each label, and
// the label before it.
void Step(const int16_t* transitions, const std::array<int, kLabels>& best,
          const std::array<int16_t, kLabelRow>& scores,
          std::array<int, kLabels>* next, std::array<uint8_t, kLabels>* from) {
  const auto settle = [&](int label, int top, int source) {
    (*next)[label] = std::max(top, kNever) + scores[label];
    (*from)[label] = static_cast<uint8_t>(source);
  };
  for (const int label : kFresh) {
    int top = kNever * 2;
    int source = 0;
    for (const int before : kClosed) {
      const int score = best[before] + transitions[before * kLabels + label];
      source = score > top ? before : source;
      top = std::max(score, top);
    }
    settle(label, top, source);
  }
  for (int type = 0; type < 3; ++type) {
    const int begin = Label(type, LabelPart::kBegin);
    const int inside = Label(type, LabelPart::kInside);
    for (const int label : {inside, Label(type, LabelPart::kLast)}) {
      const int begun = best[begin] + transitions[begin * kLabels + label];
      const int gone_on = best[inside] + transitions[inside * kLabels + label];
      settle(label, std::max(begun, gone_on), gone_on > begun ? inside : begin);
    }
  }
}

}  // namespace

absl::StatusOr<Tagger> Tagger::Load(absl::string_view bytes) {
  Tagger tagger;
  if (bytes.size() < sizeof(Header)) {
    return absl::InternalError("tagger model is cut short");
  }
  std::memcpy(&tagger.header_, bytes.data(), sizeof(Header));
  const Header& header = tagger.header_;
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0 ||
      header.rows == 0 || (header.rows & (header.rows - 1)) != 0 ||
      header.unit == 0 ||
      bytes.size() != sizeof(Header) + uint64_t{header.rows} * kLabelRow) {
    return absl::InternalError("tagger model is malformed");
  }
  tagger.rows_ = reinterpret_cast<const int8_t*>(bytes.data()) + sizeof(Header);
  tagger.mask_ = header.rows - 1;
  return tagger;
}

std::vector<TaggedName> Tagger::Tag(const TokenFacts& facts) const {
  std::vector<TaggedName> names;
  std::vector<std::array<int16_t, kLabelRow>> scores;
  std::vector<std::array<uint8_t, kLabels>> from;
  std::vector<uint8_t> labels;
  // Of a token and the next: the model is larger than the caches, so its rows
  // are asked for one token ahead of their use.
  uint32_t features[2][kMaxFeatures];
  int counts[2];

  for (const text::Sentence& sentence : facts.document->sentences) {
    for (int begin = sentence.first_token; begin < sentence.last_token;) {
      if (!facts.tokens[begin].candidate) {
        ++begin;
        continue;
      }
      int end = begin + 1;
      while (end < sentence.last_token && facts.tokens[end].candidate) ++end;
      const int n = end - begin;
      scores.resize(n);
      from.resize(n);
      labels.resize(n);
      const TaggerRun run(facts, sentence, begin, end);
      const auto fetch = [&](int i) {
        uint32_t* rows = features[i % 2];
        counts[i % 2] = TaggerFeatures(facts, run, begin + i, rows);
        for (int f = 0; f < counts[i % 2]; ++f) {
          rows[f] &= mask_;
          __builtin_prefetch(rows_ + size_t{rows[f]} * kLabelRow);
        }
      };
      fetch(0);
      for (int i = 0; i < n; ++i) {
        if (i + 1 < n) fetch(i + 1);
        std::array<int16_t, kLabelRow> sum{};
        for (int f = 0; f < counts[i % 2]; ++f) {
          const int8_t* row = rows_ + size_t{features[i % 2][f]} * kLabelRow;
          for (int l = 0; l < kLabelRow; ++l) sum[l] += row[l];
        }
        scores[i] = sum;
      }
      std::array<int, kLabels> best;
      for (int l = 0; l < kLabels; ++l) {
        best[l] = MayFollow(kOutside, l) ? scores[0][l] + header_.transitions[l]
                                         : kNever;
      }
      for (int i = 1; i < n; ++i) {
        std::array<int, kLabels> next;
        Step(header_.transitions, best, scores[i], &next, &from[i]);
        best = next;
      }
      int last = kOutside;
      for (int l = 1; l < kLabels; ++l) {
        if (MayFollow(l, kOutside) && best[l] > best[last]) last = l;
      }
      for (int i = n - 1; i >= 0; --i) {
        labels[i] = static_cast<uint8_t>(last);
        if (i > 0) last = from[i][last];
      }
      for (int i = 0; i < n;) {
        if (labels[i] == kOutside) {
          ++i;
          continue;
        }
        const int type = LabelType(labels[i]);
        int k = i;
        while (k < n && PartOf(labels[k]) != LabelPart::kLast &&
               PartOf(labels[k]) != LabelPart::kUnit) {
          ++k;
        }
        TaggedName name;
        name.kind = static_cast<EntityKind>(type);
        name.first_token = begin + i;
        name.last_token = begin + std::min(k, n - 1) + 1;
        int margin = 0;
        for (int j = i; j <= std::min(k, n - 1); ++j) {
          int other = scores[j][kOutside];
          for (int l = 1; l < kLabels; ++l) {
            if (LabelType(l) != type) {
              other = std::max<int>(other, scores[j][l]);
            }
          }
          margin += scores[j][labels[j]] - other;
        }
        name.margin =
            static_cast<float>(margin) / (static_cast<float>(header_.unit) *
                                          (name.last_token - name.first_token));
        names.push_back(name);
        i = k + 1;
      }
      begin = end;
    }
  }
  return names;
}

}  // namespace impactwire::extract
