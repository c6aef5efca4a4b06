// SettingFinder: where and when a figure counts: one of the places and times
// told around it, or none.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/extract/figures/figure_context.h"
#include "ingest_service/extract/linear/linear_model.h"

namespace impactwire::extract {

// One place or time that may be meant.
struct Setting {
  int32_t index = -1;  // in Entities::mentions or FigureInput::times; -1: none
  bool same_sentence = false;
  Features features;
};

// For one article and one thread.
class SettingFinder : private ContextReader {
 public:
  // At most this many candidates are weighed per figure.
  static constexpr size_t kMaxCandidates = 16;

  // `context` must outlive the object.
  explicit SettingFinder(const FigureContext& context);

  // The candidates for one frame, "none" first. `previous`: the setting of the
  // figure before (-1 none, -2 no figure yet).
  std::vector<Setting> Places(size_t frame, absl::string_view category,
                              int32_t previous, bool keep_names) const;
  std::vector<Setting> Times(size_t frame, absl::string_view category,
                             absl::string_view status, int32_t previous,
                             bool keep_names) const;

  // Whether two mentions name the same place.
  bool SamePlace(int32_t a, int32_t b) const;

 private:
  void AddPlace(size_t frame, int32_t mention, absl::string_view category,
                int32_t previous, bool keep_names,
                std::vector<Setting>* out) const;
  void AddTime(size_t frame, int32_t time, absl::string_view category,
               absl::string_view status, int32_t previous, bool keep_names,
               std::vector<Setting>* out) const;
  // With the senses of what is counted and of what is done.
  void AddSenses(const FigureFrame& frame, absl::string_view name,
                 Features* out) const;
  absl::string_view Where(const FigureFrame& frame, int32_t sentence,
                          int32_t first) const;
  absl::string_view Word(int32_t lexeme, int32_t sentence) const;

  // Per sentence the first place mention (in places_) at or after it.
  std::vector<int32_t> places_;  // mentions that are places, in text order
  std::vector<int32_t> first_place_;
  std::vector<int32_t> first_time_;
  std::vector<int32_t> lexeme_;    // per place: its first lexeme
  std::vector<int32_t> count_;     // per place: how often it is named
  std::vector<uint8_t> in_title_;  // per place: whether the title names it
  int32_t most_ = -1;              // the place named most
  int32_t distinct_ = 0;           // how many places there are
};

}  // namespace impactwire::extract
