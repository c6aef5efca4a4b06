// PersonName: a person's name as it is compared across articles, and what may
// be concluded from two such names (executive_joiner.h says when it is).
//
// A name is read word by word: hyphens inside a word do not count ("Jin-bo" is
// "Jinbo"), nor do case and accents; honorifics at either end are left out, and
// a word for the generation at the end ("Jr", "Senior", "III") is set apart. A
// word of one letter is an initial; "J.P." are two, and "M.S." before a name is
// no "Ms". Either the last word is the surname, or, as Chinese, Hungarian and
// lists write it, the first; an initial is none. The words are from
// data/name_words.tsv and data/spellings.tsv. Of spellings
// only those listed there are the same: a letter more is another name of two
// syllables ("Min-jae", "Min-ja"), and which word is the surname is not known.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"

namespace impactwire::query {

class PersonName {
 public:
  // `text`: as an article writes it.
  explicit PersonName(absl::string_view text);

  // A surname and something before or after it. A bare surname, or a name that
  // is written without spaces, is nobody's in particular.
  bool is_full() const { return !readings_.empty(); }
  // Its first given name is more than an initial, unlike that of "J. Smith",
  // "J. Adam Smith" and "Smith J.".
  bool has_given_name() const;

  // Of the surname and the first letter of the given names, for each of both
  // readings: names of which IsSameName or IsFuller holds share one at least.
  absl::InlinedVector<uint64_t, 2> Keys() const;

  // Whether both are one name: of the same generation, with the same surname
  // and the same given names in the same order, whichever end the surname
  // stands at and wherever the given ones are cut: "Yao Jinbo", "Jinbo Yao" and
  // "Dr Jin Bo Yao"; not "John Smith" and "John A. Smith".
  static bool IsSame(const PersonName& a, const PersonName& b);
  // The same, with the surname at the same end: "Ahmed Hassan" may be the son
  // of "Hassan Ahmed".
  static bool IsSameInOrder(const PersonName& a, const PersonName& b);

  // Whether `full` tells what `name` leaves out: of the same generation, both
  // with the same surname at the end; the given names of `full` begin with
  // those of `name`, where an initial is the same as each name that begins with
  // it, but not the other way round; and they are not the same name. So "John
  // A. Smith" and "John Adam Smith" are fuller than "John Smith" and "J.
  // Smith", and "J. A. Smith" than "J. Smith" only; "George H. W. Bush" is not
  // fuller than "George W. Bush".
  static bool IsFuller(const PersonName& full, const PersonName& name);

 private:
  struct Word {
    std::string folded;
    std::string spelling;
    bool is_initial = false;
  };
  struct Reading {
    size_t surname;
    // All given names in one, so that it does not matter where they are cut.
    std::string given;
    // Where they begin.
    size_t first_given;
  };

  void AddWord(absl::string_view folded);
  void SetEndsAside();
  void AddReading(size_t surname);
  absl::string_view FirstLetter(const Reading& reading) const;
  static bool AreSame(const PersonName& a, const PersonName& b, bool in_order);

  std::vector<Word> words_;
  // "" where none is said.
  absl::string_view generation_;
  absl::InlinedVector<Reading, 2> readings_;
};

}  // namespace impactwire::query
