// Tells a peer that leaves from one that breaks the rules.

#include "runner/probe/http/http2_failure.h"

#include <curl/curl.h>

#include "checks/base/text.h"
#include "runner/probe/http/failure_words.h"

namespace switchgate::probe {
namespace {

constexpr std::string_view kAskTheService = "; look at the service, or at the proxy in front of it";
constexpr std::string_view kAskTheLog = "; did the service crash or restart? Its log knows";

FailureText failure(FailureKind kind, const TransferFacts& facts, std::string_view did,
                    std::string_view next) {
  return {kind, facts.address + std::string(did) + std::string(when_of(facts)) + std::string(next)};
}

}  // namespace

FailureText stream_failure(const TransferFacts& facts) {
  // By the peer's own word, or by its breaking the rules, which only these are for.
  for (const std::string_view broken :
       {"protocol_error", "flow_control_error", "frame_size_error", "compression_error"}) {
    if (detail_has(facts, broken)) {
      return {FailureKind::kMalformed, facts.address +
                                           " sent an answer that is not valid HTTP/2 (" +
                                           detail_of(facts) + ")" + std::string(kAskTheService)};
    }
  }
  return failure(FailureKind::kReset, facts, " broke its HTTP/2 stream off ",
                 " (" + detail_of(facts) + ")" + std::string(kAskTheLog));
}

FailureText connection_failure(const TransferFacts& facts) {
  if (detail_has(facts, "callback function failed")) {  // libcurl's own limit
    return {FailureKind::kTooLarge,
            facts.address + " sent too many headers" + std::string(kAskTheService)};
  }
  if (detail_has(facts, "nghttp2")) {
    const std::string detail = detail_of(facts);
    const std::string_view why = trim(std::string_view(detail).substr(detail.rfind(':') + 1));
    return failure(FailureKind::kMalformed, facts, " broke the rules of HTTP/2 ",
                   " (" + std::string(why) + ")" + std::string(kAskTheService));
  }
  // Not closed by the peer, which libcurl would say: what it sent was no HTTP/2.
  if (facts.code == CURLE_GOT_NOTHING && facts.by_prior_knowledge) {
    return other_version(facts.address, "does not answer in valid HTTP/2");
  }
  if (facts.code == CURLE_GOT_NOTHING) {
    return failure(FailureKind::kMalformed, facts, " broke the rules of HTTP/2 ", kAskTheService);
  }
  return failure(FailureKind::kReset, facts, " ended the HTTP/2 connection ", kAskTheLog);
}

FailureText other_version(const std::string& address, std::string_view what) {
  return {FailureKind::kHttpVersion,
          address + " " + std::string(what) +
              ", and `http: \"2\"` asks for HTTP/2; switch it on there, or leave `http` out"};
}

}  // namespace switchgate::probe
