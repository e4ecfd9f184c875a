// Fuzzes what webhooks send: the first line is a query of `name=value` words, the rest a body.
// Whatever is accepted names a revision, and holds nothing but the signs of a key.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "checks/base/text.h"
#include "runner/serve/hook.h"

namespace {

using switchgate::Result;
using switchgate::serve::Key;
using switchgate::serve::Query;

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

bool harmless(std::string_view text) {
  constexpr std::string_view kSigns =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:+@-";
  return text.size() <= 253 && text.find_first_not_of(kSigns) == std::string_view::npos &&
         !text.starts_with('-') && !text.starts_with('.');
}

void check(const Result<Key>& key, std::string_view input) {
  if (!key) {
    // A sentence of ours, whatever came.
    must(!key.error().message.empty() && key.error().message.size() < 250 &&
         !switchgate::find_invalid_utf8(key.error().message));
    return;
  }
  must(!key->revision.empty() && key->gate.empty());
  for (const std::string& part : {key->name, key->space, key->revision}) {
    must(harmless(part));
    // Nothing is made up; an escape may hide a letter in the input.
    must(input.find('\\') != std::string_view::npos || input.find(part) != std::string_view::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view body = line == std::string_view::npos ? text : text.substr(line + 1);
  Query query;
  if (line != std::string_view::npos) {
    for (const std::string_view word : switchgate::split(text.substr(0, line), ' ')) {
      const std::size_t equals = word.find('=');
      query.emplace_back(word.substr(0, equals),
                         equals == std::string_view::npos ? "" : word.substr(equals + 1));
    }
  }
  check(switchgate::serve::read_flagger_hook(body), body);
  check(switchgate::serve::read_argo_question(query, body), text);
  return 0;
}
