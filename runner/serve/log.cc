#include "runner/serve/log.h"

#include <algorithm>
#include <chrono>

#include "checks/base/calendar.h"
#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/json/value.h"

namespace switchgate::serve {
namespace {

constexpr std::size_t kMostValueBytes = 1'000;
constexpr std::string_view kPlain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:+@-/[]";

std::string shown(const std::string& value) {
  const bool plain = !value.empty() && value.find_first_not_of(kPlain) == std::string::npos;
  return plain ? value : json::to_text(json::Value(excerpt(value, kMostValueBytes)));
}

}  // namespace

void Log::event(std::string_view what, const Fields& fields) {
  std::string line =
      format_date_time(std::chrono::floor<Micros>(std::chrono::system_clock::now())) + ' ' +
      std::string(what);
  for (const auto& [name, value] : fields) {
    line += ' ' + std::string(name) + '=' + shown(value);
  }
  line += '\n';
  const std::lock_guard lock(mutex_);
  out_ << line << std::flush;
}

Log::Fields fields_of(const Key& key) {
  Log::Fields all{
      {"gate", key.gate}, {"name", key.name}, {"namespace", key.space}, {"revision", key.revision}};
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const auto& field) { return field.second.empty(); }),
            all.end());
  return all;
}

}  // namespace switchgate::serve
