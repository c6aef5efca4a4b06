// NameQueue: names in the order of their keys (NameOrderKey), sorted only as
// far as they are taken.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace impactwire::query {

class NameQueue {
 public:
  // Before the first Next().
  void Add(uint32_t order_key, uint32_t name) {
    keys_.push_back(uint64_t{order_key} << 32 | name);
  }

  std::optional<uint32_t> Next() {
    if (next_ == keys_.size()) return std::nullopt;
    if (next_ == sorted_) Sort();
    return static_cast<uint32_t>(keys_[next_++]);
  }

  // The name that Next() gives after so many others, if that is known.
  std::optional<uint32_t> Ahead(size_t names) const {
    if (next_ + names >= sorted_) return std::nullopt;
    return static_cast<uint32_t>(keys_[next_ + names]);
  }

  void Clear() {
    keys_.clear();
    sorted_ = next_ = 0;
  }

 private:
  // Four times as many each time.
  static constexpr size_t kFirst = 128;

  void Sort() {
    const auto begin = keys_.begin() + sorted_;
    const auto end =
        begin + std::min(keys_.size() - sorted_, std::max(kFirst, 3 * sorted_));
    if (end != keys_.end()) std::nth_element(begin, end, keys_.end());
    std::sort(begin, end);
    sorted_ = end - keys_.begin();
  }

  std::vector<uint64_t> keys_;
  size_t sorted_ = 0;
  size_t next_ = 0;
};

}  // namespace impactwire::query
