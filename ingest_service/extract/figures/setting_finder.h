// SettingFinder: where and when a figure counts: one of the places and times
// told around it, or none.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "ingest_service/extract/figures/figure_context.h"
#include "ingest_service/extract/linear/linear_model.h"

namespace impactwire::extract {

// One place or time that may be meant.
struct Setting {
  int32_t index = -1;  // in Entities::mentions or FigureInput::times; -1: none
  std::string where;   // "before", "title"; empty: none
  Features features;
};

// The settings of the figures before, in text order. What it makes features of
// is added by scripts/train-figures in training, in the same words.
struct SettingMemory {
  int32_t previous = -2;  // of the figure before; -1: none, -2: no figure yet
  int32_t last = -1;      // the last that was told; -1: none yet
  int32_t sentence = -1;  // of the figure before

  void Add(int32_t setting, int32_t in_sentence) {
    previous = setting;
    if (setting >= 0) last = setting;
    sentence = in_sentence;
  }
};

// For one article and one thread.
class SettingFinder : private ContextReader {
 public:
  // About this many candidates are weighed per figure.
  static constexpr size_t kMaxCandidates = 16;

  // `context` must outlive the object.
  explicit SettingFinder(const FigureContext& context);

  // The candidates for one frame, "none" first.
  std::vector<Setting> Places(size_t frame, absl::string_view category,
                              const SettingMemory& memory,
                              bool keep_names) const;
  std::vector<Setting> Times(size_t frame, absl::string_view category,
                             absl::string_view status,
                             const SettingMemory& memory,
                             bool keep_names) const;

 private:
  // One place or time of the text, with its lexemes, half open.
  struct Spot {
    int32_t index = 0;
    int32_t sentence = 0;
    int32_t first = 0;
    int32_t last = 0;
    int32_t group = 0;  // of those that are the same
  };
  // What the article tells of the same place or time.
  struct Group {
    int32_t count = 0;
    int32_t located = 0;  // of them behind "in" and the like
    bool titled = false;
    bool dateline = false;
    absl::string_view region;  // "county" of "Dafang County"; empty: untold
  };
  struct Spots {
    std::vector<Spot> all;  // in text order
    std::vector<int32_t> first_of_sentence;
    std::vector<Group> groups;
    std::vector<int32_t> salient;  // one of each group, most told first
  };
  // One figure and what is asked about it.
  struct Query {
    size_t frame;
    absl::string_view category, status, unit_class;
    const SettingMemory& memory;
    bool keep_names;
    absl::string_view region, pointer;  // Region, Pointer of the frame
  };

  void FindPlaces();
  void FindTimes();
  void Finish(Spots* spots) const;
  // Gives the candidates of `spots` to `add` in the order in which they are
  // weighed; how many of the figure's own sentence it took.
  template <typename Add>
  size_t Around(const Spots& spots, size_t frame, const Add& add) const;
  // `rank`: how many other candidates are weighed before it.
  Setting Place(const Query& query, const Spot& spot, size_t rank) const;
  Setting Time(const Query& query, const Spot& spot, size_t rank) const;
  Setting NoPlace(const Query& query, size_t own, bool alone) const;
  Setting NoTime(const Query& query, size_t own, bool alone) const;

  // Features of both sorts; those that every candidate has, and "none".
  void AddCommon(const Query& query, const Spots& spots, const Spot& spot,
                 absl::string_view where, Features* out) const;
  void AddCommonOfNone(const Query& query, bool alone, Features* out) const;
  // With the word before the number, if it tells of a number known already.
  void AddDeterminer(const FigureFrame& frame, absl::string_view name,
                     Features* out) const;
  void AddMemory(const Query& query, const Spots& spots, int32_t index,
                 absl::string_view where, Features* out) const;
  void AddNoMemory(const Query& query, Features* out) const;
  void AddGroup(const Spots& spots, const Spot& spot, absl::string_view where,
                Features* out) const;
  void AddLink(const FigureFrame& frame, size_t index, const Spot& spot,
               int32_t preposition, absl::string_view where,
               Features* out) const;
  // What the words of a setting stand behind: the lexeme before them.
  absl::string_view Host(size_t index, int32_t lexeme) const;
  // With the senses of what is counted and of what is done.
  void AddSenses(const FigureFrame& frame, absl::string_view name,
                 Features* out) const;

  // "has" of "has trained 60 people": the auxiliary of the nearest verb, or how
  // the verb ends; before the number if there is one.
  absl::string_view Tense(const FigureFrame& frame) const;
  std::string Where(const FigureFrame& frame, int32_t sentence,
                    int32_t first) const;
  absl::string_view Word(int32_t lexeme, int32_t sentence) const;
  text::ParagraphKind Kind(int32_t sentence) const;
  // "country" of "across the country"; empty: none.
  absl::string_view Region(const FigureFrame& frame) const;
  // What the words around a mention of a place tell of all its mentions.
  void Describe(const Spot& spot, Group* group) const;
  // "the Shenzhen-based company": where somebody is, not what was done there.
  bool IsSeat(const Spot& spot) const;
  bool IsDateline(const Spot& spot) const;
  // How many places are told in one breath with it: "A, B and C".
  int32_t Listed(const Spot& spot) const;
  // "Kenyan" for Kenya: a word of the sentence that begins as the place does.
  void AddKin(const FigureFrame& frame, const Spot& spot,
              absl::string_view where, Features* out) const;
  // The words on either side of the number, for "none".
  void AddWords(const FigureFrame& frame, absl::string_view name,
                Features* out) const;
  // "then" of "by then": the word that points at a time told before.
  absl::string_view Pointer(const FigureFrame& frame) const;
  // What is read of the sentence around a number.
  static constexpr int32_t kWindow = 48;
  int32_t From(const FigureFrame& frame) const {
    return std::max(input_.lexed.First(frame.sentence), frame.first - kWindow);
  }
  int32_t To(const FigureFrame& frame) const {
    return std::min(input_.lexed.End(frame.sentence), frame.last + kWindow);
  }

  Spots places_, times_;
  std::vector<int32_t> place_group_;  // per mention; -1: no place
  std::vector<uint8_t> named_;        // per lexeme: part of an organization's
                                      // or a person's name
  int publish_year_ = 0;
};

}  // namespace impactwire::extract
