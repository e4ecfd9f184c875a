// Looks at the certificate that a TLS server shows, also when it is not to be trusted.

#include <utility>

#include <arpa/inet.h>

#include "checks/base/text.h"
#include "runner/probe/kinds/prober.h"
#include "runner/probe/net/stream.h"
#include "runner/probe/url.h"

namespace switchgate::probe {
namespace {

json::Value list_of(const std::vector<std::string>& texts) {
  return json::Array(texts.begin(), texts.end());
}

// Whole days from now on, rounded down: -1 for what expired an hour ago.
std::int64_t days_left(Instant not_after) {
  const auto left = not_after - std::chrono::system_clock::now();
  return std::chrono::floor<std::chrono::days>(left).count();
}

bool is_ipv4(const std::string& host) {
  in_addr bytes{};
  return inet_pton(AF_INET, host.c_str(), &bytes) == 1;
}

Facts facts_of(const Stream& stream) {
  const TlsFacts tls = stream.tls()->facts();
  Facts facts;
  facts.emplace_back("days_left", days_left(tls.not_after));
  facts.emplace_back("protocol", tls.protocol);
  facts.emplace_back("cipher", tls.cipher);
  facts.emplace_back("subject", tls.subject);
  facts.emplace_back("issuer", tls.issuer);
  facts.emplace_back("names", list_of(tls.names));
  facts.emplace_back("not_before", format_date_time(tls.not_before));
  facts.emplace_back("not_after", format_date_time(tls.not_after));
  facts.emplace_back("chain", list_of(stream.tls()->chain()));
  facts.emplace_back("address", stream.address());
  facts.push_back(time_fact(stream.passed()));
  return facts;
}

}  // namespace

Result<std::string> certificate_url(const std::string& base, const std::string& subject) {
  if (!base.empty()) {
    return base;
  }
  const bool whole = subject.find("://") != std::string::npos;
  const Result<Url> url = parse_url(whole ? subject : "https://" + subject);
  if (!url || url->scheme != "https" || (!whole && (url->path != "/" || url->has_query))) {
    return Error{
        "expected HOST, HOST:PORT or an https:// URL, got '" + excerpt(subject, 100) + '\'', {}};
  }
  return to_string(*url);
}

Reply ask_certificate(const Inquiry& inquiry, std::stop_token stop) {
  Stream stream(inquiry.to, std::move(stop));
  if (stream.dial() && stream.dial()->url.scheme != "https") {
    return {{},
            stream.fail(FailureKind::kRequest, "this was not asked: " + inquiry.to.url +
                                                   " is no https:// URL, so nothing shows a "
                                                   "certificate there")};
  }
  Stream::Trouble trouble = stream.connect();
  if (!trouble) {
    trouble = stream.secure(true);
  }
  if (trouble) {
    return {{}, std::move(trouble)};
  }
  return {facts_of(stream), stream.distrust()};
}

std::string certificate_again(const Inquiry& inquiry, const Masker& masker) {
  const Result<Dial> dial = dial_of(inquiry.to);
  if (!dial) {
    return {};
  }
  const std::string& host = dial->url.host;
  const bool address = host.starts_with('[') || is_ipv4(host);
  const std::string name =
      masker.shell_word(host.starts_with('[') ? host.substr(1, host.size() - 2) : host);
  std::string command =
      "openssl s_client " + std::string(dial->unix_socket.empty() ? "-connect " : "-unix ") +
      masker.shell_word(dial->address()) +
      (address ? " -verify_ip " + name : " -servername " + name + " -verify_hostname " + name) +
      " -showcerts";
  const TlsSettings& tls = inquiry.to.tls;
  for (const auto& [option, file] :
       {std::pair{" -CAfile ", &tls.ca}, {" -cert ", &tls.cert}, {" -key ", &tls.key}}) {
    command += file->empty() ? "" : option + masker.shell_word(*file);
  }
  return command + " </dev/null";
}

}  // namespace switchgate::probe
