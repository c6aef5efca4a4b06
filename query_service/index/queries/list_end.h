// What a list's answer says besides its elements.
#pragma once

#include <cstdint>
#include <string>

namespace impactwire::query {

struct ListEnd {
  std::string next_page_token;
  uint32_t total_count = 0;
  std::string position;

  // `response`: of any list.
  template <typename Response>
  void MoveTo(Response* response) {
    response->set_next_page_token(std::move(next_page_token));
    response->set_total_count(static_cast<int32_t>(total_count));
    response->set_position(std::move(position));
  }
};

}  // namespace impactwire::query
