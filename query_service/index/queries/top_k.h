// TopK: the k smallest of many elements, in O(1) amortized per element and
// memory for 2k.
#pragma once

#include <algorithm>
#include <vector>

namespace impactwire::query {

template <typename T, typename Less>
class TopK {
 public:
  TopK(size_t k, Less less) : k_(k), less_(less) {}

  void Add(T element) {
    elements_.push_back(std::move(element));
    if (elements_.size() >= 2 * k_ + 64) Cut();
  }

  // Ascending. Ends the object's use.
  std::vector<T> Take() {
    Cut();
    std::sort(elements_.begin(), elements_.end(), less_);
    return std::move(elements_);
  }

 private:
  void Cut() {
    if (elements_.size() <= k_) return;
    std::nth_element(elements_.begin(), elements_.begin() + k_, elements_.end(),
                     less_);
    elements_.resize(k_);
  }

  const size_t k_;
  const Less less_;
  std::vector<T> elements_;
};

}  // namespace impactwire::query
