// Asks grpc.health.v1 whether a service is serving.

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "checks/base/text.h"
#include "runner/probe/dial.h"
#include "runner/probe/http/grpc_call.h"
#include "runner/probe/kinds/grpc_protocol.h"
#include "runner/probe/kinds/prober.h"
#include "runner/probe/url.h"

namespace switchgate::probe {
namespace {

constexpr std::string_view kPath = "/grpc.health.v1.Health/Check";

HttpRequest call_of(const Inquiry& inquiry) {
  HttpRequest request = inquiry.to;
  request.method = "POST";
  request.body = health_request(inquiry.subject());
  std::erase_if(request.headers, [](const Header& header) {
    return equals_ignore_case(header.name, "Content-Type") || equals_ignore_case(header.name, "TE");
  });
  request.headers.push_back({"Content-Type", "application/grpc"});
  request.headers.push_back({"TE", "trailers"});
  const auto millis = std::chrono::ceil<std::chrono::milliseconds>(request.timeout).count();
  constexpr std::int64_t kMostDigits = 99'999'999;  // of a grpc-timeout
  request.headers.push_back({"grpc-timeout", std::to_string(std::min(millis, kMostDigits)) + 'm'});
  return request;
}

std::optional<int> number_of(const std::string& text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

// grpc-message is percent-encoded.
std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, code, 16).ptr ==
            text.data() + i + 3) {
      out += static_cast<char>(code);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

ExchangeFailure malformed(const GrpcAnswer& answer, const std::string& what) {
  ExchangeFailure failure{FailureKind::kMalformed, answer.address + ' ' + what, {}, answer.address};
  failure.phases.total = answer.took;
  return failure;
}

Reply reply_of(const GrpcAnswer& answer) {
  constexpr int kOk = 200;
  const std::string* type = find_header(answer.headers, "Content-Type");
  if (answer.http_status != kOk || type == nullptr || !type->starts_with("application/grpc")) {
    return {{},
            malformed(answer,
                      "answered HTTP " + std::to_string(answer.http_status) + " with " +
                          (type == nullptr ? "no content type" : '\'' + excerpt(*type, 60) + '\'') +
                          " to a gRPC call; is this its gRPC port, and does a proxy stand "
                          "in front of it?")};
  }
  const std::string* code = find_header(answer.headers, "grpc-status");
  const std::optional<int> status = code == nullptr ? std::nullopt : number_of(*code);
  if (!status) {
    return {{},
            malformed(answer,
                      "ended a gRPC call without a grpc-status: the answer is cut off, or "
                      "a proxy drops the trailers")};
  }
  Facts facts;
  facts.emplace_back("grpc_status", *status);
  const std::string* words = find_header(answer.headers, "grpc-message");
  facts.emplace_back("grpc_message", words != nullptr ? percent_decode(*words)
                                     : *status == 0   ? std::string()
                                                      : grpc_status_name(*status));
  std::optional<ExchangeFailure> failure;
  if (*status == 0) {
    const Result<std::int64_t> health = read_health_response(answer.body);
    if (health) {
      facts.emplace_back("status", health_name(*health));
    } else {
      failure = malformed(
          answer, "sent an answer that is no HealthCheckResponse: " + health.error().message);
    }
  }
  facts.emplace_back("address", answer.address);
  facts.push_back(time_fact(answer.took));
  return {std::move(facts), std::move(failure)};
}

}  // namespace

Result<std::string> grpc_health_url(const std::string& base, const std::string&) {
  return base.empty() ? Result<std::string>(std::string()) : join_target_url(base, kPath);
}

Reply ask_grpc_health(const Inquiry& inquiry, std::stop_token stop) {
  const auto answer = call_grpc(call_of(inquiry), std::move(stop));
  if (const auto* failure = std::get_if<ExchangeFailure>(&answer)) {
    return {{}, *failure};
  }
  return reply_of(std::get<GrpcAnswer>(answer));
}

std::string grpc_health_again(const Inquiry& inquiry, const Masker& masker) {
  const Result<Dial> dial = dial_of(inquiry.to);
  if (!dial) {
    return {};
  }
  std::string command = "grpc_health_probe -addr " + masker.shell_word(dial->address());
  if (!inquiry.subject().empty()) {
    command += " -service " + masker.shell_word(inquiry.subject());
  }
  if (dial->url.scheme == "https") {
    const TlsSettings& tls = inquiry.to.tls;
    command += " -tls -tls-server-name " + masker.shell_word(dial->url.host);
    command += tls.verify ? "" : " -tls-no-verify";
    for (const auto& [option, file] : {std::pair{" -tls-ca-cert ", &tls.ca},
                                       {" -tls-client-cert ", &tls.cert},
                                       {" -tls-client-key ", &tls.key}}) {
      command += file->empty() ? "" : option + masker.shell_word(*file);
    }
  }
  return command;
}

}  // namespace switchgate::probe
