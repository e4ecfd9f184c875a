// Makes a connection and lets it go again.

#include <utility>

#include "checks/base/text.h"
#include "runner/probe/kinds/prober.h"
#include "runner/probe/net/stream.h"
#include "runner/probe/url.h"

namespace switchgate::probe {

Result<std::string> tcp_url(const std::string& base, const std::string& subject) {
  if (!base.empty()) {
    return base;
  }
  const std::size_t colon = subject.rfind(':');
  const bool has_port = colon != std::string::npos && !subject.ends_with(']') &&
                        subject.find_first_of("/?#@") == std::string::npos &&
                        colon + 1 < subject.size();
  const Result<Url> url = parse_url("http://" + subject);
  if (!has_port || !url) {
    return Error{
        "expected HOST:PORT such as 'db.internal:5432', got '" + excerpt(subject, 100) + '\'', {}};
  }
  return to_string(*url);
}

Reply ask_tcp(const Inquiry& inquiry, std::stop_token stop) {
  Stream stream(inquiry.to, std::move(stop));
  if (Stream::Trouble trouble = stream.connect()) {
    return {{}, std::move(trouble)};
  }
  Facts facts;
  facts.emplace_back("address", stream.address());
  facts.push_back(time_fact(stream.passed()));
  return {std::move(facts), std::nullopt};
}

std::string tcp_again(const Inquiry& inquiry, const Masker& masker) {
  const Result<Dial> dial = dial_of(inquiry.to);
  if (!dial) {
    return {};
  }
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(inquiry.to.timeout).count();
  const std::string nc = "nc -vz -w " + std::to_string(seconds) + ' ';
  if (!dial->unix_socket.empty()) {
    return nc + "-U " + masker.shell_word(dial->unix_socket);
  }
  const std::string address = dial->address();
  const std::size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.starts_with('[')) {
    host = host.substr(1, host.size() - 2);
  }
  return nc + masker.shell_word(host) + ' ' + address.substr(colon + 1);
}

}  // namespace switchgate::probe
