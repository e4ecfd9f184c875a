// The secret that a request must bring.

#ifndef SWITCHGATE_RUNNER_SERVE_TOKEN_H_
#define SWITCHGATE_RUNNER_SERVE_TOKEN_H_

#include <string>
#include <string_view>

namespace switchgate::serve {

class Token {
 public:
  Token() = default;  // none is asked for
  explicit Token(std::string_view secret);

  bool is_set() const { return !digest_.empty(); }
  // Does the header `Authorization` bring it, as `Bearer TOKEN`, or as the password of
  // `Basic …` (all that a URL can carry, and Flagger's webhooks have nothing but a URL)? True
  // when none is asked for. Takes the same time for every wrong one.
  bool admits(std::string_view authorization) const;

 private:
  std::string digest_;
};

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_TOKEN_H_
