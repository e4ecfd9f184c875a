// Looks a name up as this machine does.

#include <utility>

#include "checks/base/text.h"
#include "runner/probe/kinds/prober.h"
#include "runner/probe/net/patience.h"
#include "runner/probe/net/resolve.h"
#include "runner/probe/url.h"

namespace switchgate::probe {
namespace {

ExchangeFailure not_resolved(const Inquiry& inquiry, const Lookup& lookup,
                             const Patience& patience) {
  const std::string name = excerpt(inquiry.subject(), 100);
  ExchangeFailure failure;
  failure.phases.total = patience.passed();
  if (lookup.waited == Waited::kStopped) {
    failure.kind = FailureKind::kCancelled;
    failure.message = "the run was told to stop before " + name + " was resolved";
    return failure;
  }
  failure.kind = FailureKind::kResolve;
  failure.message = lookup.waited == Waited::kTooLong
                        ? "the name " + name + " was not resolved within " +
                              format_duration(inquiry.to.timeout) +
                              ": the resolver does not answer; check this machine's DNS"
                        : "the name " + name + " was not resolved: " + lookup_error(lookup.error) +
                              "; check this machine's DNS";
  return failure;
}

}  // namespace

Result<std::string> dns_url(const std::string&, const std::string& subject) {
  const Result<Url> url = parse_url("http://" + subject);
  const std::string_view name = std::string_view(subject).substr(
      0, subject.size() - (subject.ends_with('.') && subject.size() > 1 ? 1 : 0));
  if (!url || name.find_first_of(":/?#@[") != std::string_view::npos) {
    return Error{
        "expected a host name such as shop.example.com, got '" + excerpt(subject, 100) + '\'', {}};
  }
  return std::string();
}

Reply ask_dns(const Inquiry& inquiry, std::stop_token stop) {
  Patience patience(inquiry.to.timeout, std::move(stop));
  const Lookup lookup = look_up(inquiry.subject(), 0, patience);
  if (lookup.waited != Waited::kReady || (lookup.error != 0 && !lookup.unknown_name())) {
    return {{}, not_resolved(inquiry, lookup, patience)};
  }
  json::Array addresses;
  for (const Address& address : lookup.addresses) {
    addresses.emplace_back(host_text(address));
  }
  Facts facts;
  facts.emplace_back("addresses", std::move(addresses));
  facts.push_back(time_fact(patience.passed()));
  return {std::move(facts), std::nullopt};
}

std::string dns_again(const Inquiry& inquiry, const Masker& masker) {
  return "getent ahosts " + masker.shell_word(inquiry.subject());
}

}  // namespace switchgate::probe
