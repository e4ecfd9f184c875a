// Takes names apart into words: of "X-Api-Key", "api_key" and "apiKey" they are the same.

#include "checks/base/secret_names.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "checks/base/formats.h"
#include "checks/base/text.h"

namespace switchgate {
namespace {

using Words = std::span<const std::string_view>;

// Wherever they stand within a word: "accesstoken", "dbpassword".
constexpr std::array<std::string_view, 13> kParts = {
    "token",     "password",   "passwd",     "passphrase",    "secret",  "authorization",  "apikey",
    "accesskey", "privatekey", "signingkey", "encryptionkey", "authkey", "subscriptionkey"};
// Whole words: within others they mean nothing ("jwtks", "cpwd").
constexpr std::array<std::string_view, 2> kWords = {"pwd", "jwt"};
// Whole names.
constexpr std::array<std::string_view, 2> kNames = {"cookie", "setcookie"};

// Behind the word: the name is about a secret. What the letters behind it make another word of
// ("tokenizer", "secretary") is so too.
constexpr std::array<std::string_view, 41> kAbout = {
    "type",    "count",      "limit",  "usage",    "used",     "budget",   "length",
    "size",    "policy",     "url",    "uri",      "endpoint", "hint",     "expires",
    "expiry",  "expiration", "ttl",    "lifetime", "age",      "timeout",  "algorithm",
    "alg",     "method",     "format", "scope",    "issuer",   "audience", "required",
    "enabled", "strength",   "name",   "header",   "field",    "status",   "state",
    "ize",     "ized",       "izer",   "ization",  "ary",      "less"};
// In front of it.
constexpr std::array<std::string_view, 9> kAsks = {"has", "is",       "show", "forgot", "min",
                                                   "max", "requires", "use",  "allow"};
// In front of "token": a place in a list. It opens nothing, and a reader has to see it; from an
// environment variable it could not come.
constexpr std::array<std::string_view, 17> kCursors = {
    "page",         "paging",   "pagination", "next",   "prev",  "previous",
    "continuation", "continue", "sync",       "cursor", "start", "starting",
    "marker",       "resume",   "skip",       "last",   "delta"};
// In front of "tokens": credentials, and no count of them.
constexpr std::array<std::string_view, 5> kHeld = {"access", "refresh", "auth", "api", "bearer"};

// Of what is sent: words, and whole names. No bare `csrf`: it opens nothing without the cookie
// of its session, and suites forge one on purpose.
constexpr std::array<std::string_view, 4> kSessions = {"session", "sessid", "sid", "sessionid"};
constexpr std::array<std::string_view, 4> kSentNames = {"pass", "pw", "userpass", "auth"};

bool among(Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool ends_with_any(std::string_view text, Words words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.ends_with(word); });
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool inside = is_letter_or_digit(name[i]);
    // "apiKey", and the K of "APIKey".
    const bool starts = inside && i > 0 && is_upper(name[i]) &&
                        (!is_upper(name[i - 1]) ||
                         (i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z'));
    if ((!inside || starts) && !words.back().empty()) {
      words.emplace_back();
    }
    if (inside) {
      words.back() += to_lower_ascii(name.substr(i, 1));
    }
  }
  if (words.back().empty()) {
    words.pop_back();
  }
  return words;
}

// What stands in front of a word for secrets and behind it, joined: of "nextPageToken" in any
// writing it is "nextpage" and "".
struct Around {
  std::string word;
  std::string before;
  std::vector<std::string> after;
};

std::vector<Around> secrets_in(const std::vector<std::string>& words) {
  std::vector<Around> found;
  std::string before;
  const auto add = [&](std::size_t i, std::string_view part, std::size_t at, std::size_t length) {
    Around around{std::string(part), before + words[i].substr(0, at), {}};
    if (std::string rest = words[i].substr(at + length); !rest.empty()) {
      around.after.push_back(std::move(rest));
    }
    around.after.insert(around.after.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                        words.end());
    found.push_back(std::move(around));
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const std::string_view part : kParts) {
      if (const std::size_t at = words[i].find(part); at != std::string::npos) {
        add(i, part, at, part.size());
      }
      // "api_key"
      if (i > 0 && words[i] == "key" && part.ends_with("key") && words[i - 1] + "key" == part) {
        add(i, part, 0, 3);
      }
    }
    if (among(kWords, words[i])) {
      add(i, words[i], 0, words[i].size());
    }
    before += words[i];
  }
  return found;
}

bool is_secret(const Around& name) {
  const auto follows = [&](auto holds) {
    return std::any_of(name.after.begin(), name.after.end(), holds);
  };
  const bool asks = std::any_of(kAsks.begin(), kAsks.end(),
                                [&](std::string_view word) { return name.before == word; });
  if (asks || follows([](const std::string& word) { return among(kAbout, word); })) {
    return false;
  }
  const bool several = !name.after.empty() && name.after.front() == "s";
  // The identifier of a key is no key, AWS shows its own in every request; an authorization
  // with one, and several of them, are what a payment or a role has.
  if (name.word == "authorization" || name.word.ends_with("key")) {
    const bool identifies = follows([](const std::string& word) { return word == "id"; });
    return !identifies && !(several && name.word == "authorization");
  }
  return name.word != "token" ||
         (several ? ends_with_any(name.before, kHeld) : !ends_with_any(name.before, kCursors));
}

// The first JSON Web Token.
SecretPlace find_jwt(std::string_view value) {
  const auto belongs = [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.';
  };
  for (std::size_t at = value.find("eyJ"); at != std::string_view::npos;
       at = value.find("eyJ", at + 1)) {
    const auto* end =
        std::find_if_not(value.begin() + static_cast<std::ptrdiff_t>(at), value.end(), belongs);
    std::string_view token = value.substr(at, static_cast<std::size_t>(end - value.begin()) - at);
    while (token.ends_with('.')) {
      token.remove_suffix(1);  // of a sentence
    }
    if (is_jwt(token)) {
      return {at, token.size()};
    }
  }
  return {};
}

// "scheme://user:password@host"
SecretPlace find_password(std::string_view value) {
  for (std::size_t at = value.find("://"); at != std::string_view::npos;
       at = value.find("://", at + 1)) {
    const std::string_view party =
        value.substr(at + 3, value.find_first_of("/?# \t\r\n\"'<>", at + 3) - at - 3);
    const std::size_t user = party.rfind('@');
    const std::size_t colon = party.find(':');
    if (user != std::string_view::npos && colon < user && user - colon > 1) {
      return {at + 3 + colon + 1, user - colon - 1};
    }
  }
  return {};
}

}  // namespace

bool names_secret(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  if (among(kNames, join(words, ""))) {
    return true;
  }
  const std::vector<Around> found = secrets_in(words);
  return std::any_of(found.begin(), found.end(), &is_secret);
}

bool may_name_secret(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  const auto holds = [&](auto what) { return std::any_of(words.begin(), words.end(), what); };
  const bool about = holds([](const std::string& word) { return among(kAbout, word); });
  const bool session = holds([](const std::string& word) {
    return among(kSessions, word) || word.ends_with("sessid") || word.ends_with("sessionid");
  });
  return names_secret(name) || (session && !about) || among(kSentNames, join(words, ""));
}

SecretPlace find_secret(std::string_view value) {
  const SecretPlace token = find_jwt(value);
  const SecretPlace password = find_password(value);
  const bool token_first = token.size != 0 && (password.size == 0 || token.at < password.at);
  return token_first ? token : password;
}

}  // namespace switchgate
