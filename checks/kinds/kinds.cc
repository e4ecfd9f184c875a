// The table of kinds.

#include "checks/kinds/kinds.h"

#include <algorithm>
#include <array>

namespace switchgate::kinds {
namespace {

using expect::Kind;

constexpr FactRow kAddress = {"address", Kind::kText, "that was dialled: \"10.0.3.7:8443\"", true};
constexpr FactRow kTime = {"time", Kind::kDuration, "from the start to the last of the answer",
                           false};

constexpr std::array kCertificateFacts = {
    FactRow{"days_left", Kind::kNumber, "whole days until it expires; negative when it has", false},
    FactRow{"protocol", Kind::kText, "\"TLSv1.3\"", false},
    FactRow{"cipher", Kind::kText, "\"TLS_AES_256_GCM_SHA384\"", false},
    FactRow{"subject", Kind::kText, "\"CN=shop.example.com\"", true},
    FactRow{"issuer", Kind::kText, "\"CN=Example CA\"", true},
    FactRow{"names", Kind::kJson, "the DNS names and addresses that it is for", false},
    FactRow{"not_before", Kind::kText, "\"2026-01-01T00:00:00Z\"", false},
    FactRow{"not_after", Kind::kText, "\"2026-12-31T23:59:59Z\"", true},
    FactRow{"chain", Kind::kJson, "the subjects of all certificates that were sent", false},
    kAddress,
    kTime,
};
constexpr std::array kCertificateDefaults = {DefaultRow{"days_left", R"({"at_least": 0})", {}}};

constexpr std::array kTcpFacts = {kAddress, kTime};

constexpr std::array kDnsFacts = {
    FactRow{"addresses", Kind::kJson, "of the name, each once; none when it does not exist", true},
    kTime,
};
constexpr std::array kDnsDefaults = {DefaultRow{"addresses", R"({"length": {"at_least": 1}})", {}}};

constexpr std::array kCommandFields = {
    FieldRow{"env", Form::kVariables, "environment variables beside PATH, HOME and LANG"}};
constexpr std::array kCommandFacts = {
    FactRow{"exit", Kind::kNumber, "the exit status; 128 + N when signal N ended it", true},
    FactRow{"stdout", Kind::kText, "what it wrote, without the line ends at the end", true},
    FactRow{"stderr", Kind::kText, "the same of standard error", true},
    kTime,
};
constexpr std::array kCommandDefaults = {DefaultRow{"exit", "0", {}}};

constexpr std::array kWebSocketFields = {
    FieldRow{"text", Form::kText, "the message that is sent (default: switchgate)"},
    FieldRow{"headers", Form::kHeaders, "of the handshake, beside the target's"},
};
constexpr std::array kWebSocketFacts = {
    FactRow{"status", Kind::kNumber, "of the handshake: 101 when it is accepted", true},
    FactRow{"protocol", Kind::kText, "the subprotocol that was chosen, else empty", false},
    FactRow{"message", Kind::kText, "the first that came", true},
    FactRow{"echo", Kind::kJson, "is it the one that was sent?", false},
    kAddress,
    kTime,
};
constexpr std::array kWebSocketDefaults = {DefaultRow{"status", "101", {}},
                                           DefaultRow{"echo", "true", "message"}};

constexpr std::array kGrpcHealthFacts = {
    FactRow{"grpc_status", Kind::kNumber, "0 (OK), 5 (no such service), 12 (no health service)",
            true},
    FactRow{"grpc_message", Kind::kText, "the server's words, when it gave some", true},
    FactRow{"status", Kind::kText, "SERVING, NOT_SERVING, SERVICE_UNKNOWN, UNKNOWN", true},
    kAddress,
    kTime,
};
constexpr std::array kGrpcHealthDefaults = {DefaultRow{"grpc_status", "0", {}},
                                            DefaultRow{"status", R"("SERVING")", {}}};

constexpr std::array kKinds = {
    KindRow{"certificate",
            Form::kText,
            Whom::kNamed,
            "a target's name, HOST, HOST:PORT or an https:// URL",
            {},
            kCertificateFacts,
            kCertificateDefaults,
            "certificate/value",
            "certificate/failed",
            Effect::kNone,
            "the certificate that a TLS server shows: trusted, for the right name, not expired",
            "{certificate: candidate, expect: {days_left: {at_least: 14}}}"},
    KindRow{"tcp",
            Form::kText,
            Whom::kNamed,
            "a target's name, or HOST:PORT",
            {},
            kTcpFacts,
            {},
            "tcp/value",
            "tcp/failed",
            Effect::kNone,
            "somebody listens on a port",
            "{tcp: '${env.DATABASE}', warn: {time: {at_most: 2s}}}"},
    KindRow{"dns",
            Form::kText,
            Whom::kItself,
            "a host name",
            {},
            kDnsFacts,
            kDnsDefaults,
            "dns/value",
            "dns/failed",
            Effect::kNone,
            "a name has addresses",
            "{dns: localhost, expect: {addresses: {includes: 127.0.0.1}}}"},
    KindRow{"command", Form::kWords, Whom::kItself,
            "a program and its arguments as a list, such as [./ops/queue-depth, --env, green]",
            kCommandFields, kCommandFacts, kCommandDefaults, "command/value", "command/failed",
            Effect::kProgram, "a program of yours ends as expected; only with --allow-commands",
            "{command: [uname, -s], expect: {stdout: {matches: '^Linux$'}}}"},
    KindRow{"websocket", Form::kText, Whom::kTarget, "a path, or a ws:// or wss:// URL",
            kWebSocketFields, kWebSocketFacts, kWebSocketDefaults, "websocket/value",
            "websocket/failed", Effect::kMessage, "a WebSocket opens and answers a message",
            "{websocket: /chat, text: ping, expect: {message: pong}}"},
    KindRow{"grpc_health",
            Form::kText,
            Whom::kTarget,
            "the name of a service, or ''",
            {},
            kGrpcHealthFacts,
            kGrpcHealthDefaults,
            "grpc-health/value",
            {},
            Effect::kNone,
            "a service says by grpc.health.v1 that it is SERVING",
            "{grpc_health: shop.v1.Cart}"},
};

}  // namespace

std::span<const KindRow> kinds() { return kKinds; }

const KindRow* find_kind(std::string_view name) {
  const auto* row = std::find_if(kKinds.begin(), kKinds.end(),
                                 [&](const KindRow& kind) { return kind.name == name; });
  return row == kKinds.end() ? nullptr : row;
}

}  // namespace switchgate::kinds
