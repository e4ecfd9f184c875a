// What one session leaves to others: captures, cookies, and which of them are secret.

#include "runner/exec/session.h"
#include "runner/suite/filters.h"

namespace switchgate::exec {

Seed Session::leave(const std::vector<Step>& steps) const {
  Seed seed{cookies_, other_cookies_, {}};
  for (const Step& step : steps) {
    for (const Capture& capture : step.captures) {
      if (const json::Value* value = own_.find_own(capture.name)) {
        const bool secret = is_secret(capture) || masker().find(text_of(*value));
        seed.captured.push_back({capture.name, *value, secret});
      }
    }
  }
  return seed;
}

void Session::begin_with(const Seed& seed) {
  cookies_.add(seed.cookies);
  for (const auto& [side, cookies] : seed.other_cookies) {
    cookies_of(*side).add(cookies);
  }
  for (const Seed::Captured& captured : seed.captured) {
    own_.set_captured(captured.name, captured.value);
    if (captured.secret) {
      own_.hide(captured.name, captured.value);
    }
  }
}

}  // namespace switchgate::exec
