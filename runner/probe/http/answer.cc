// Reads an answer's head and body as libcurl hands them over.

#include "runner/probe/http/answer.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "runner/probe/http/inflate.h"

namespace switchgate::probe {
namespace {

constexpr std::string_view kAskTheService = "look at the service, or at the proxy in front of it";
constexpr std::string_view kAskForLess =
    "ask for less (a page, a filter), check it without its body by `head:`, or raise --max-body";
// More codings on top of each other than anybody needs; a bound on work.
constexpr std::size_t kMaxCodings = 4;
constexpr std::uint64_t kMaxReserve = 64'000'000;

std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// Is there a byte before `first` or after `last`?
bool has_outside(std::string_view text, unsigned char first, unsigned char last) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < first || byte > last;
  });
}

// The members of a header that is a list, from all its lines.
std::vector<std::string_view> list_of(const std::vector<Header>& headers, std::string_view name) {
  std::vector<std::string_view> out;
  for (const Header& header : headers) {
    if (equals_ignore_case(header.name, name)) {
      for (const std::string_view member : split(header.value, ',')) {
        out.push_back(trim(member));
      }
    }
  }
  return out;
}

std::string join_all(const std::vector<std::string_view>& members) {
  std::string out;
  for (const std::string_view member : members) {
    out += out.empty() ? "" : ", ";
    out += member;
  }
  return out;
}

}  // namespace

Answer::Answer(const ExchangeLimits& limits, bool head_only)
    : limits_(limits), head_only_(head_only) {}

bool Answer::refuse(FailureKind kind, std::string what, std::string next) {
  problem_ = AnswerProblem{kind, std::move(what), std::move(next)};
  return false;
}

bool Answer::take_line(std::string_view line) {
  head_bytes_ += line.size();
  if (head_bytes_ > limits_.header_bytes) {
    const bool lowered = limits_.header_bytes < ExchangeLimits{}.header_bytes;  // the most there is
    return refuse(FailureKind::kTooLarge,
                  "sent more than " + format_bytes(limits_.header_bytes) + " of headers",
                  std::string(kAskTheService) + (lowered ? ", or raise --max-headers" : ""));
  }
  // Some readers end a line there, so that others would see another header.
  if (const std::size_t cr = line.find('\r'); cr < line.find_last_not_of("\r\n") + 1) {
    return refuse(FailureKind::kMalformed,
                  "sent a carriage return within the line '" + excerpt(trim(line)) + "'",
                  std::string(kAskTheService));
  }
  // No header's name holds a slash: this is an answer's first line, of the next
  // one if an interim answer came before.
  if (line.starts_with("HTTP/")) {
    return start(line);
  }
  if (head_complete_) {
    return true;  // a trailer
  }
  const std::string_view text = trim(line);
  if (text.empty()) {
    return end_of_head();
  }
  if ((line.front() == ' ' || line.front() == '\t') && !response_.headers.empty()) {
    (response_.headers.back().value += ' ') += text;
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return refuse(FailureKind::kMalformed,
                  "sent a header line without a colon: '" + excerpt(text) + "'",
                  std::string(kAskTheService));
  }
  return take_header(line.substr(0, colon), trim(line.substr(colon + 1)));
}

bool Answer::take_header(std::string_view name, std::string_view value) {
  if (trim(name).empty()) {
    return refuse(FailureKind::kMalformed,
                  "sent a header without a name: ': " + excerpt(value) + "'",
                  std::string(kAskTheService));
  }
  // "Content-Length : 5": some read the header, others do not.
  if (has_outside(name, 0x21, 0x7e)) {
    return refuse(FailureKind::kMalformed,
                  "sent a header whose name holds a blank, a control character or a byte beyond "
                  "ASCII: '" +
                      excerpt(name) + "'",
                  std::string(kAskTheService));
  }
  if (value.find('\0') != std::string_view::npos) {
    return refuse(FailureKind::kMalformed, "sent a NUL byte in the header '" + excerpt(name) + "'",
                  std::string(kAskTheService));
  }
  response_.headers.push_back({std::string(name), std::string(value)});
  return true;
}

bool Answer::start(std::string_view status_line) {
  response_ = {};
  head_complete_ = false;
  const std::string_view text = trim(status_line);
  const std::size_t blank = text.find(' ');
  const std::string_view code = blank == std::string_view::npos ? "" : text.substr(blank + 1, 3);
  const std::optional<std::uint64_t> status = parse_length(code);
  const std::string_view rest =
      blank == std::string_view::npos ? "" : text.substr(std::min(blank + 4, text.size()));
  if (!status || *status < 100 || code.size() != 3 || !(rest.empty() || rest.starts_with(' '))) {
    return refuse(FailureKind::kMalformed,
                  "sent a status line that is none: '" + excerpt(text) + "'",
                  std::string(kAskTheService));
  }
  response_.status = static_cast<int>(*status);
  response_.http_version = text.substr(5, blank - 5);
  response_.reason = trim(rest);
  return true;
}

bool Answer::end_of_head() {
  constexpr int kSwitchingProtocols = 101;
  if (response_.status < 200 && response_.status != kSwitchingProtocols) {
    return true;
  }
  head_complete_ = true;
  return check_transfer() && check_lengths();
}

// Nothing but `chunked`, and that once, was offered.
bool Answer::check_transfer() {
  const std::vector<std::string_view> codings = list_of(response_.headers, "transfer-encoding");
  const bool known =
      codings.empty() || (codings.size() == 1 && (equals_ignore_case(codings.front(), "chunked") ||
                                                  equals_ignore_case(codings.front(), "identity")));
  return known || refuse(FailureKind::kMalformed,
                         "sent the Transfer-Encoding '" + excerpt(join_all(codings)) +
                             "', and only 'chunked' is offered",
                         std::string(kAskTheService));
}

bool Answer::check_lengths() {
  const std::vector<std::string_view> lengths = list_of(response_.headers, "content-length");
  const bool bodiless = head_only_ || response_.status == 204 || response_.status == 304;
  length_known_ = bodiless || !lengths.empty();
  if (lengths.empty()) {
    return true;
  }
  const std::optional<std::uint64_t> first = parse_length(lengths.front());
  for (const std::string_view text : lengths) {
    const std::optional<std::uint64_t> length = parse_length(text);
    if (!length) {
      return refuse(FailureKind::kMalformed,
                    "sent Content-Length '" + excerpt(text) + "', which is no length",
                    std::string(kAskTheService));
    }
    if (length != first) {
      return refuse(FailureKind::kMalformed,
                    "sent two different Content-Lengths (" + std::to_string(*first) + " and " +
                        std::to_string(*length) + ")",
                    std::string(kAskTheService));
    }
  }
  if (bodiless || find_header(response_.headers, "transfer-encoding") != nullptr) {
    return true;
  }
  if (*first > limits_.body_bytes) {
    return refuse(FailureKind::kTooLarge,
                  "announced a body of " + format_bytes(*first) + ", and the limit is " +
                      format_bytes(limits_.body_bytes),
                  std::string(kAskForLess));
  }
  // A length is a claim: room for it costs nothing until it is filled, but
  // within reason.
  response_.body.reserve(std::min<std::uint64_t>(*first, kMaxReserve));
  return true;
}

bool Answer::take_body(std::string_view bytes) {
  if (bytes.size() > limits_.body_bytes - response_.body.size()) {
    return refuse(
        FailureKind::kTooLarge,
        "sent more than the " + format_bytes(limits_.body_bytes) + " that a body may have",
        std::string(kAskForLess));
  }
  response_.body += bytes;
  return true;
}

std::optional<HttpResponse> Answer::finish() {
  response_.wire_bytes = response_.body.size();
  if (problem_ || !undo_codings()) {
    return std::nullopt;
  }
  return std::move(response_);
}

bool Answer::undo_codings() {
  std::vector<std::string_view> names = list_of(response_.headers, "content-encoding");
  for (std::size_t done = 0; !names.empty() && !response_.body.empty(); names.pop_back()) {
    if (names.back().empty() || equals_ignore_case(names.back(), "identity")) {
      continue;
    }
    const std::optional<Coding> coding = coding_of(names.back());
    if (!coding || ++done > kMaxCodings) {
      return true;  // left as it is: the expectations see the bytes that were
                    // sent
    }
    const std::string name = to_lower_ascii(names.back());
    Inflated inflated = inflate(*coding, response_.body, limits_.body_bytes);
    switch (inflated.end) {
      case InflateEnd::kWhole:
        response_.body = std::move(inflated.bytes);
        break;
      case InflateEnd::kTruncated:
        return refuse(FailureKind::kTruncated, "sent a " + name + " body that ends in the middle",
                      "find what cuts the stream: a worker that dies, or a "
                      "proxy's buffer");
      case InflateEnd::kMalformed:
        return refuse(FailureKind::kMalformed,
                      "sent a body that is not the " + name + " it is said to be",
                      std::string(kAskTheService));
      case InflateEnd::kTooLarge:
        return refuse(
            FailureKind::kTooLarge,
            "sent a " + name + " body that becomes larger than " + format_bytes(limits_.body_bytes),
            std::string(kAskForLess));
    }
  }
  return true;
}

}  // namespace switchgate::probe
