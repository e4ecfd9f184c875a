// The only file that includes RE2.

#include "checks/regex/regex.h"

#include <vector>

#include <re2/re2.h>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/regex/iregexp.h"

namespace switchgate {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// RE2's complaint in our words; empty: RE2 says it well enough.
std::string_view complaint(re2::RE2::ErrorCode code, std::string_view found) {
  using re2::RE2;
  switch (code) {
    case RE2::ErrorBadEscape:
      return found.size() > 1 && found[1] >= '1' && found[1] <= '9'
                 ? "back references are not supported (they would need "
                   "backtracking)"
                 : "unknown escape";
    case RE2::ErrorBadCharClass:
      return "a bad character class";
    case RE2::ErrorBadCharRange:
      return "a bad range inside a character class";
    case RE2::ErrorMissingBracket:
      return "'[' is not closed";
    case RE2::ErrorMissingParen:
      return "'(' is not closed";
    case RE2::ErrorUnexpectedParen:
      return "')' closes nothing";
    case RE2::ErrorTrailingBackslash:
      return "'\\' stands at the end";
    case RE2::ErrorRepeatArgument:
      return "there is nothing to repeat";
    case RE2::ErrorRepeatSize:
      return "a repetition is beyond 1000 or runs backwards";
    case RE2::ErrorRepeatOp:
      return "two quantifiers in a row";
    case RE2::ErrorBadPerlOp:
      return "look-around and other Perl extensions are not supported (they "
             "would need backtracking)";
    case RE2::ErrorBadUTF8:
      return "the pattern is not valid UTF-8";
    case RE2::ErrorBadNamedCapture:
      return "a bad name of a group; write (?P<name>…)";
    case RE2::ErrorPatternTooLarge:
      return "the pattern is too large; its repetitions multiply";
    default:
      return {};
  }
}

Result<std::shared_ptr<const re2::RE2>> compile_re2(std::string_view pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  // Bounds the compiled program and the states kept while matching.
  options.set_max_mem(static_cast<std::int64_t>(limits_in_force().regex_bytes));
  auto compiled = std::make_shared<const re2::RE2>(piece(pattern), options);
  if (compiled->ok()) {
    return compiled;
  }
  const std::string& found = compiled->error_arg();
  const std::string_view ours = complaint(compiled->error_code(), found);
  std::string message = "not a valid regular expression: ";
  message += ours.empty() ? std::string_view(compiled->error()) : ours;
  if (!found.empty() && !ours.empty()) {
    message += ", at '" + excerpt(found, 60) + "'";
  }
  if (compiled->error_code() == re2::RE2::ErrorPatternTooLarge) {
    message += raise_hint(&Limits::regex_bytes);
  }
  return Error{message, {}};
}

}  // namespace

Result<Regex> Regex::compile(std::string_view pattern) {
  auto compiled = compile_re2(pattern);
  if (!compiled) {
    return compiled.error();
  }
  return Regex(std::string(pattern), std::move(*compiled));
}

Result<Regex> Regex::compile_iregexp(std::string_view pattern) {
  const auto translated = iregexp_to_re2(pattern);
  if (!translated) {
    return translated.error();
  }
  auto compiled = compile_re2(*translated);
  if (!compiled) {
    return compiled.error();
  }
  return Regex(std::string(pattern), std::move(*compiled));
}

std::string Regex::quote(std::string_view text) { return re2::RE2::QuoteMeta(piece(text)); }

bool Regex::matches_somewhere(std::string_view text) const {
  return re2::RE2::PartialMatch(piece(text), *compiled_);
}

bool Regex::matches_whole(std::string_view text) const {
  return re2::RE2::FullMatch(piece(text), *compiled_);
}

std::optional<std::string> Regex::capture(std::string_view text, int group) const {
  if (group < 0 || group > groups()) {
    return std::nullopt;
  }
  std::vector<re2::StringPiece> found(static_cast<std::size_t>(group) + 1);
  const auto whole = piece(text);
  if (!compiled_->Match(whole, 0, whole.size(), re2::RE2::UNANCHORED, found.data(), group + 1)) {
    return std::nullopt;
  }
  const re2::StringPiece& part = found[static_cast<std::size_t>(group)];
  if (part.data() == nullptr) {  // the group took no part in the match
    return std::nullopt;
  }
  return std::string(part.data(), part.size());
}

int Regex::groups() const { return compiled_->NumberOfCapturingGroups(); }

}  // namespace switchgate
