// What one session leaves to others: captures, cookies, and which of them are secret.

#include "runner/exec/session.h"
#include "runner/suite/filters.h"

namespace switchgate::exec {

Seed Session::leave(const std::vector<Step>& steps) const {
  Seed seed{cookies_, {}};
  for (const Step& step : steps) {
    for (const Capture& capture : step.captures) {
      const auto value = scope().values.find(capture.name);
      if (value != scope().values.end()) {
        seed.captured.push_back({capture.name, value->second,
                                 is_secret(capture) || masker().find(text_of(value->second))});
      }
    }
  }
  return seed;
}

void Session::begin_with(const Seed& seed) {
  cookies_.add(seed.cookies);
  for (const Seed::Captured& captured : seed.captured) {
    own_scope().values.insert_or_assign(captured.name, captured.value);
    if (captured.secret) {
      hide(captured.name, captured.value);
    }
  }
}

}  // namespace switchgate::exec
