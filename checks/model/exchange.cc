#include "checks/model/exchange.h"

#include "checks/base/text.h"

namespace switchgate {

const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (equals_ignore_case(header.name, name)) {
      return &header.value;
    }
  }
  return nullptr;
}

std::string_view name_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::kResolve:
      return "resolve";
    case FailureKind::kRefused:
      return "refused";
    case FailureKind::kConnectTimeout:
      return "connect-timeout";
    case FailureKind::kTlsChain:
      return "tls-chain";
    case FailureKind::kTlsName:
      return "tls-name";
    case FailureKind::kTlsExpired:
      return "tls-expired";
    case FailureKind::kTls:
      return "tls";
    case FailureKind::kReset:
      return "reset";
    case FailureKind::kTruncated:
      return "truncated";
    case FailureKind::kMalformed:
      return "malformed";
    case FailureKind::kDeadline:
      return "deadline";
    case FailureKind::kTooLarge:
      return "too-large";
    case FailureKind::kProxy:
      return "proxy";
    case FailureKind::kHttpVersion:
      return "http-version";
    case FailureKind::kCancelled:
      return "cancelled";
    case FailureKind::kRequest:
      return "request";
  }
  return "malformed";
}

}  // namespace switchgate
