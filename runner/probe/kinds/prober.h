// How the kinds of checks/kinds are asked: one prober a kind, one row in one table.

#ifndef SWITCHGATE_RUNNER_PROBE_KINDS_PROBER_H_
#define SWITCHGATE_RUNNER_PROBE_KINDS_PROBER_H_

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/exchange.h"
#include "checks/model/masker.h"
#include "checks/model/question.h"

namespace switchgate::probe {

// A question with nothing left to fill in.
struct Inquiry {
  struct Field {
    std::string name;
    std::string text;           // of a field that is a text
    std::vector<Header> names;  // of one that is a mapping
  };
  HttpRequest to;  // whom, where the kind asks somebody: URL, address, TLS, headers; and the
                   // timeout of every kind
  std::vector<std::string> words;  // the subject: one text, or the words of a command
  std::vector<Field> fields;       // those that the suite has
  std::string directory;           // of the suite's file; empty: the working directory

  const std::string& subject() const { return words.front(); }
  const Field* field(std::string_view name) const;
};

struct Prober {
  std::string_view kind;
  // Where `subject` is asked: a URL that stands for the party; empty for kinds that ask
  // nobody. `base` is the target's URL, empty when it is for none. The error says what a
  // subject looks like.
  Result<std::string> (*url)(const std::string& base, const std::string& subject);
  // Blocks until the reply is there, the timeout has passed, or `stop` asks (noticed
  // within 50 ms: kCancelled). Any thread.
  Reply (*ask)(const Inquiry& inquiry, std::stop_token stop);
  // A command line that shows a person the same; secrets as "$NAME".
  std::string (*again)(const Inquiry& inquiry, const Masker& masker);
};

std::span<const Prober> probers();

// Null when there is none.
const Prober* find_prober(std::string_view kind);

// certificate.cc, tcp.cc, dns.cc, command.cc, websocket.cc, grpc_health.cc
Result<std::string> certificate_url(const std::string& base, const std::string& subject);
Result<std::string> tcp_url(const std::string& base, const std::string& subject);
Result<std::string> dns_url(const std::string& base, const std::string& subject);
Result<std::string> command_url(const std::string& base, const std::string& subject);
Result<std::string> websocket_url(const std::string& base, const std::string& subject);
Result<std::string> grpc_health_url(const std::string& base, const std::string& subject);

Reply ask_certificate(const Inquiry& inquiry, std::stop_token stop);
Reply ask_tcp(const Inquiry& inquiry, std::stop_token stop);
Reply ask_dns(const Inquiry& inquiry, std::stop_token stop);
Reply ask_command(const Inquiry& inquiry, std::stop_token stop);
Reply ask_websocket(const Inquiry& inquiry, std::stop_token stop);
Reply ask_grpc_health(const Inquiry& inquiry, std::stop_token stop);

std::string certificate_again(const Inquiry& inquiry, const Masker& masker);
std::string tcp_again(const Inquiry& inquiry, const Masker& masker);
std::string dns_again(const Inquiry& inquiry, const Masker& masker);
std::string command_again(const Inquiry& inquiry, const Masker& masker);
std::string websocket_again(const Inquiry& inquiry, const Masker& masker);
std::string grpc_health_again(const Inquiry& inquiry, const Masker& masker);

// Microseconds, as matchers of durations take them.
inline Fact time_fact(Micros value) { return {"time", json::Value(std::int64_t{value.count()})}; }

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_KINDS_PROBER_H_
