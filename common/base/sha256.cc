#include "common/base/sha256.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"

namespace impactwire {

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  // EVP_sha256() is looked up anew, under a lock, by every Init.
  static const EVP_MD* const algorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), algorithm, nullptr);
}

Sha256::~Sha256() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }

Sha256& Sha256::Field(absl::string_view bytes) {
  uint8_t length[8];
  for (int i = 0; i < 8; ++i) {
    length[i] = static_cast<uint8_t>(uint64_t{bytes.size()} >> (8 * i));
  }
  auto* context = static_cast<EVP_MD_CTX*>(context_);
  EVP_DigestUpdate(context, length, sizeof(length));
  EVP_DigestUpdate(context, bytes.data(), bytes.size());
  return *this;
}

std::array<uint8_t, 32> Sha256::Digest() {
  std::array<uint8_t, 32> digest{};
  EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), digest.data(),
                     nullptr);
  return digest;
}

std::string Sha256::Hex() {
  const auto digest = Digest();
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace impactwire
