// Certificates made while a test runs, so that no key is ever committed and
// none expires.

#ifndef SWITCHGATE_TESTS_SUPPORT_CERTIFICATES_H_
#define SWITCHGATE_TESTS_SUPPORT_CERTIFICATES_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace switchgate::testing {

// A certificate and its key, as PEM.
struct Identity {
  std::string certificate;
  std::string key;
};

struct CertificateSpec {
  std::string common_name = "switchgate test";
  std::vector<std::string> names;                             // "DNS:localhost", "IP:127.0.0.1"
  std::chrono::seconds valid_from = -std::chrono::hours(24);  // from now
  std::chrono::seconds valid_to = std::chrono::hours(24);
};

// Signed by its own key.
Identity make_self_signed(const CertificateSpec& spec);

// Signs certificates; clients trust it by its own, `certificate()`.
class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name = "switchgate test authority");
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  Identity issue(const CertificateSpec& spec) const;
  const std::string& certificate() const { return certificate_; }

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::string certificate_;
};

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_CERTIFICATES_H_
