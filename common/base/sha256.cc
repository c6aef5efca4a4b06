#include "common/base/sha256.h"

#include <openssl/evp.h>

#include <utility>

#include "absl/strings/escaping.h"

namespace impactwire {
namespace {

EVP_MD_CTX* NewContext() {
  // EVP_sha256() is looked up anew, under a lock, by every Init.
  static const EVP_MD* const algorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, algorithm, nullptr);
  return context;
}

// A context takes longer to make than an id to hash: each thread keeps one.
struct KeptContext {
  EVP_MD_CTX* context = nullptr;
  ~KeptContext() { EVP_MD_CTX_free(context); }
};
thread_local KeptContext kept;

}  // namespace

Sha256::Sha256() {
  if (kept.context == nullptr) {
    context_ = NewContext();
    return;
  }
  EVP_MD_CTX* const context = std::exchange(kept.context, nullptr);
  // Anew, by the same algorithm.
  EVP_DigestInit_ex(context, nullptr, nullptr);
  context_ = context;
}

Sha256::~Sha256() {
  auto* const context = static_cast<EVP_MD_CTX*>(context_);
  if (kept.context == nullptr) {
    kept.context = context;
  } else {
    EVP_MD_CTX_free(context);
  }
}

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
