// SHA-256 (FIPS 180-4), by OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace impactwire {

// Hashes a sequence of fields so that moving bytes from one field to the next
// changes the result: each field is preceded by its length. Not thread-safe.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& Field(absl::string_view bytes);

  // Ends the hash: call one of these, once.
  std::array<uint8_t, 32> Digest();
  std::string Hex();

 private:
  void* context_;
};

}  // namespace impactwire
