// curl command lines as a draft.

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "runner/init/draft.h"
#include "runner/init/hide.h"
#include "runner/init/request_parts.h"
#include "runner/init/shell_words.h"

namespace switchgate::init {
namespace {

// What an option means to a suite.
enum class Use : std::uint8_t {
  kMethod,
  kHeader,
  kData,        // added to the body as written, "&" between; @file
  kDataBinary,  // the same, line ends kept
  kUrlEncode,   // name=value, the value percent-encoded
  kJson,        // --json: data, and two headers
  kUser,
  kCookie,
  kUrl,
  kGet,
  kHead,
  kFollow,
  kIgnored,  // says nothing about the request
  kLeftOut,  // says something that the suite's author has to say: a note
  kRefused,  // a request that no single check can be
};

struct Option {
  std::string_view name;  // "--header"
  char letter;            // 'H'; 0: none
  bool takes_value;
  Use use;
};

// curl 7.88's options as far as people paste them.
constexpr std::array<Option, 60> kOptions = {{
    {"--request", 'X', true, Use::kMethod},
    {"--header", 'H', true, Use::kHeader},
    {"--data", 'd', true, Use::kData},
    {"--data-ascii", 0, true, Use::kData},
    {"--data-raw", 0, true, Use::kDataBinary},
    {"--data-binary", 0, true, Use::kDataBinary},
    {"--data-urlencode", 0, true, Use::kUrlEncode},
    {"--json", 0, true, Use::kJson},
    {"--user", 'u', true, Use::kUser},
    {"--oauth2-bearer", 0, true, Use::kUser},
    {"--cookie", 'b', true, Use::kCookie},
    {"--url", 0, true, Use::kUrl},
    {"--get", 'G', false, Use::kGet},
    {"--head", 'I', false, Use::kHead},
    {"--location", 'L', false, Use::kFollow},
    {"--form", 'F', true, Use::kRefused},
    {"--upload-file", 'T', true, Use::kRefused},
    {"--next", ':', false, Use::kRefused},
    {"--config", 'K', true, Use::kRefused},
    {"--insecure", 'k', false, Use::kLeftOut},
    {"--cacert", 0, true, Use::kLeftOut},
    {"--cert", 'E', true, Use::kLeftOut},
    {"--key", 0, true, Use::kLeftOut},
    {"--proxy", 'x', true, Use::kLeftOut},
    {"--resolve", 0, true, Use::kLeftOut},
    {"--connect-to", 0, true, Use::kLeftOut},
    {"--unix-socket", 0, true, Use::kLeftOut},
    {"--max-time", 'm', true, Use::kLeftOut},
    {"--connect-timeout", 0, true, Use::kLeftOut},
    {"--retry", 0, true, Use::kLeftOut},
    {"--max-redirs", 0, true, Use::kLeftOut},
    {"--range", 'r', true, Use::kLeftOut},
    {"--digest", 0, false, Use::kLeftOut},
    {"--user-agent", 'A', true, Use::kIgnored},
    {"--referer", 'e', true, Use::kIgnored},
    {"--output", 'o', true, Use::kIgnored},
    {"--remote-name", 'O', false, Use::kIgnored},
    {"--write-out", 'w', true, Use::kIgnored},
    {"--dump-header", 'D', true, Use::kIgnored},
    {"--cookie-jar", 'c', true, Use::kIgnored},
    {"--include", 'i', false, Use::kIgnored},
    {"--silent", 's', false, Use::kIgnored},
    {"--show-error", 'S', false, Use::kIgnored},
    {"--fail", 'f', false, Use::kIgnored},
    {"--fail-with-body", 0, false, Use::kIgnored},
    {"--verbose", 'v', false, Use::kIgnored},
    {"--compressed", 0, false, Use::kIgnored},
    {"--globoff", 'g', false, Use::kIgnored},
    {"--path-as-is", 0, false, Use::kIgnored},
    {"--http1.1", 0, false, Use::kIgnored},
    {"--http2", 0, false, Use::kIgnored},
    {"--http2-prior-knowledge", 0, false, Use::kIgnored},
    {"--no-buffer", 'N', false, Use::kIgnored},
    {"--progress-bar", '#', false, Use::kIgnored},
    {"--ipv4", '4', false, Use::kIgnored},
    {"--ipv6", '6', false, Use::kIgnored},
    {"--location-trusted", 0, false, Use::kLeftOut},
    {"--no-progress-meter", 0, false, Use::kIgnored},
    {"--noproxy", 0, true, Use::kLeftOut},
    {"--aws-sigv4", 0, true, Use::kRefused},
}};

const Option* find_option(std::string_view name) {
  const auto* found = std::find_if(kOptions.begin(), kOptions.end(),
                                   [&](const Option& option) { return option.name == name; });
  return found == kOptions.end() ? nullptr : found;
}

const Option* find_letter(char letter) {
  const auto* found = std::find_if(kOptions.begin(), kOptions.end(), [&](const Option& option) {
    return option.letter != 0 && option.letter == letter;
  });
  return found == kOptions.end() ? nullptr : found;
}

class CurlCommand {
 public:
  CurlCommand(const std::vector<std::string>& words, Draft& draft) : words_(words), draft_(draft) {}

  Status read() {
    for (at_ = 1; at_ < words_.size() && problem_.empty(); ++at_) {
      const std::string& word = words_[at_];
      if (word.starts_with("--")) {
        take_long(word);
      } else if (word.size() > 1 && word.front() == '-') {
        take_letters(word);
      } else {
        urls_.push_back(word);
      }
    }
    if (problem_.empty()) {
      finish();
    }
    return problem_.empty() ? Status(Ok{}) : Status(Error{problem_, {}});
  }

 private:
  void take_long(const std::string& word) {
    const Option* option = find_option(word);
    if (option == nullptr) {
      std::vector<std::string_view> names;
      names.reserve(kOptions.size());
      for (const Option& row : kOptions) {
        names.push_back(row.name);
      }
      const auto near = nearest_name(word, names);
      problem_ =
          "the curl option " + excerpt(word, 60) + " is not known here" +
          (near ? "; did you mean " + *near + '?' : "; remove it, or write the check by hand");
      return;
    }
    apply(*option, option->takes_value ? next_word(word) : std::string());
  }

  void take_letters(const std::string& word) {
    for (std::size_t i = 1; i < word.size() && problem_.empty(); ++i) {
      const Option* option = find_letter(word[i]);
      if (option == nullptr) {
        problem_ = "the curl option -" + excerpt(word.substr(i, 1)) +
                   " is not known here; remove it, or write the check by hand";
        return;
      }
      if (option->takes_value) {
        const std::string rest = word.substr(i + 1);
        apply(*option, rest.empty() ? next_word(word) : rest);
        return;
      }
      apply(*option, {});
    }
  }

  std::string next_word(const std::string& option) {
    if (at_ + 1 >= words_.size()) {
      problem_ = "the curl option " + excerpt(option, 60) + " lacks its value";
      return {};
    }
    return words_[++at_];
  }

  void apply(const Option& option, const std::string& value) {
    switch (option.use) {
      case Use::kMethod:
        method_ = value;
        break;
      case Use::kHeader:
        take_header(value);
        break;
      case Use::kData:
      case Use::kDataBinary:
      case Use::kUrlEncode:
        take_data(option, value);
        break;
      case Use::kJson:
        media_type_ = "application/json";
        add_header("Accept", "application/json", draft_, check_);
        body_ = body_.value_or("") + value;
        break;
      case Use::kUser:
        add_header("Authorization",
                   option.letter == 'u' ? "Basic " + base64_encode(value) : "Bearer " + value,
                   draft_, check_);
        break;
      case Use::kCookie:
        add_header("Cookie", value, draft_, check_);
        break;
      case Use::kUrl:
        urls_.push_back(value);
        break;
      case Use::kGet:
        as_query_ = true;
        break;
      case Use::kHead:
        head_ = true;
        break;
      case Use::kFollow:
        check_.follow = 5;
        break;
      case Use::kIgnored:
        break;
      case Use::kLeftOut:
        notes_.push_back(std::string(option.name));
        break;
      case Use::kRefused:
        problem_ = "the curl option " + std::string(option.name) +
                   " has no counterpart that could be drafted; write that check by hand";
        break;
    }
  }

  void take_header(const std::string& line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) {
      return;  // "Name;" sends an empty header, which no suite needs
    }
    const std::string name = line.substr(0, colon);
    const std::string value(trim(std::string_view(line).substr(colon + 1)));
    if (equals_ignore_case(name, "Content-Type")) {
      media_type_ = value;
    }
    if (value.empty()) {
      return;  // "Name:" has curl leave the header out
    }
    add_header(name, value, draft_, check_);
  }

  void take_data(const Option& option, const std::string& value) {
    if (option.name != "--data-raw" && value.starts_with('@')) {
      file_ = value.substr(1);
      return;
    }
    std::string part = value;
    if (option.use == Use::kUrlEncode) {
      const std::size_t equals = value.find('=');
      part = equals == std::string::npos || equals == 0
                 ? percent_encode(equals == 0 ? value.substr(1) : value)
                 : value.substr(0, equals + 1) + percent_encode(value.substr(equals + 1));
    }
    body_ = body_ ? *body_ + '&' + part : part;
  }

  void finish() {
    if (urls_.size() != 1) {
      problem_ = "a curl command needs one URL, found " + std::to_string(urls_.size());
      return;
    }
    std::string text = urls_.front();
    if (text.find("://") == std::string::npos) {
      text = "http://" + text;
    }
    const Result<UrlParts> url = url_parts(text);
    if (!url) {
      problem_ = url.error().message;
      return;
    }
    take_url(*url, draft_, check_);
    take_method_and_body();
    if (problem_.empty()) {
      place(url->origin);
    }
  }

  void take_method_and_body() {
    const bool has_body = body_ || file_;
    if (as_query_ && body_) {
      if (auto fields = decode_fields(*body_)) {
        for (auto& [name, value] : *fields) {
          check_.query.emplace_back(name, hide_value(name, value, draft_));
        }
      } else {
        check_.path += (check_.path.find('?') == std::string::npos ? '?' : '&') +
                       hide_in_query(as_query(*body_), draft_);
      }
    } else if (file_) {
      check_.body = FileBody{*file_};
    } else if (body_) {
      check_.body =
          body_of(*body_, media_type_.value_or("application/x-www-form-urlencoded"), draft_);
    }
    check_.method = !method_.empty()         ? method_
                    : head_                  ? "HEAD"
                    : has_body && !as_query_ ? "POST"
                                             : "GET";
    const bool letters = std::all_of(check_.method.begin(), check_.method.end(),
                                     [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
    if (!letters) {
      problem_ = "'" + excerpt(check_.method, 40) + "' is no method; methods are upper case";
    }
  }

  void place(const std::string& origin) {
    if (draft_.origin.empty()) {
      draft_.origin = origin;
    } else if (draft_.origin != origin) {
      problem_ = "the commands ask " + draft_.origin + " and " + origin +
                 ": a draft has one target; run init once for each";
      return;
    }
    check_.name = to_lower_ascii(check_.method) + ' ' + check_.path;
    for (const std::string& note : notes_) {
      draft_.notes.push_back(check_.name + ": " + note + " was left out; see `targets` and `tls`");
    }
    draft_.checks.push_back(std::move(check_));
  }

  const std::vector<std::string>& words_;
  Draft& draft_;
  DraftCheck check_;
  std::size_t at_ = 1;
  std::string problem_;
  std::vector<std::string> urls_;
  std::string method_;
  std::optional<std::string> media_type_;  // empty: sent without one
  std::optional<std::string> body_;
  std::optional<std::string> file_;
  bool as_query_ = false;
  bool head_ = false;
  std::vector<std::string> notes_;
};

}  // namespace

Result<Draft> from_curl(std::string_view text) {
  const auto commands = shell_commands(text);
  if (!commands) {
    return commands.error();
  }
  Draft draft;
  draft.name = "from-curl";
  for (const std::vector<std::string>& words : *commands) {
    if (words.front() != "curl" && !words.front().ends_with("/curl")) {
      return Error{"expected a curl command, found '" + excerpt(words.front(), 60) + '\'', {}};
    }
    if (const Status status = CurlCommand(words, draft).read(); !status) {
      return status.error();
    }
  }
  if (draft.checks.empty()) {
    return Error{"there is no curl command to draft a check from", {}};
  }
  return draft;
}

}  // namespace switchgate::init
