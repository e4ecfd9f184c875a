// Opens a WebSocket, says one thing and hears what comes back.

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include <openssl/rand.h>

#include "checks/base/text.h"
#include "runner/probe/curl_command.h"
#include "runner/probe/http/request_rules.h"
#include "runner/probe/kinds/prober.h"
#include "runner/probe/kinds/websocket_protocol.h"
#include "runner/probe/net/stream.h"
#include "runner/probe/url.h"

namespace switchgate::probe {
namespace {

constexpr std::string_view kUsualText = "switchgate";
constexpr std::size_t kMaxHeadBytes = 64'000;
constexpr std::string_view kEndOfHead = "\r\n\r\n";

template <std::size_t kSize>
std::array<char, kSize> random_bytes() {
  std::array<unsigned char, kSize> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::bad_alloc();  // OpenSSL has no randomness: for want of memory
  }
  std::array<char, kSize> out{};
  std::transform(bytes.begin(), bytes.end(), out.begin(),
                 [](unsigned char byte) { return static_cast<char>(byte); });
  return out;
}

// The headers of the handshake that are the same for everybody.
std::vector<Header> upgrade_headers(const std::string& key) {
  return {{"Connection", "Upgrade"},
          {"Upgrade", "websocket"},
          {"Sec-WebSocket-Version", "13"},
          {"Sec-WebSocket-Key", key}};
}

// The request that opens it, as HTTP tells it.
HttpRequest handshake_of(const Inquiry& inquiry, const std::string& key) {
  HttpRequest request = inquiry.to;
  request.method = "GET";
  request.proxy = request.proxy.value_or("");  // as Stream has it
  if (const Inquiry::Field* field = inquiry.field("headers")) {
    for (const Header& header : field->names) {
      std::erase_if(request.headers, [&](const Header& other) {
        return equals_ignore_case(other.name, header.name);
      });
      request.headers.push_back(header);
    }
  }
  const std::vector<Header> own = upgrade_headers(key);
  std::erase_if(request.headers,
                [&](const Header& header) { return find_header(own, header.name) != nullptr; });
  request.headers.insert(request.headers.end(), own.begin(), own.end());
  return request;
}

std::string bytes_of(const HttpRequest& request, const Dial& dial, const Url& url) {
  std::string out = "GET " + url.path + (url.has_query ? '?' + url.query : "") + " HTTP/1.1\r\n";
  if (find_header(request.headers, "Host") == nullptr) {
    out += "Host: " + (dial.host.empty() ? authority(dial.url) : dial.host) + "\r\n";
  }
  for (const Header& header : request.headers) {
    out += header.name + ": " + header.value + "\r\n";
  }
  return out + "\r\n";
}

// One conversation.
class Conversation {
 public:
  Conversation(const Inquiry& inquiry, std::stop_token stop)
      : inquiry_(inquiry), stream_(inquiry.to, std::move(stop)) {}

  Reply run() {
    Stream::Trouble trouble = open();
    if (!trouble && status_ == kSwitching) {
      trouble = talk();
    }
    if (status_ != 0) {
      facts_.emplace_back("address", stream_.address());
      facts_.push_back(time_fact(stream_.passed()));
    }
    return {std::move(facts_), std::move(trouble)};
  }

 private:
  static constexpr int kSwitching = 101;

  Stream::Trouble open() {
    const std::array<char, 16> nonce = random_bytes<16>();
    const std::string key = base64_encode({nonce.data(), nonce.size()});
    const HttpRequest request = handshake_of(inquiry_, key);
    if (const Status status = check_request(request); !status) {
      return stream_.fail(FailureKind::kRequest, status.error().message);
    }
    if (auto trouble = stream_.connect()) {
      return trouble;
    }
    const Dial& dial = *stream_.dial();
    if (dial.url.scheme == "https") {
      if (auto trouble = stream_.secure()) {
        return trouble;
      }
    }
    if (auto trouble = stream_.send(bytes_of(request, dial, dial.url))) {
      return trouble;
    }
    std::string came;
    while (came.find(kEndOfHead) == std::string::npos) {
      if (came.size() > kMaxHeadBytes) {
        return stream_.fail(FailureKind::kTooLarge,
                            stream_.address() +
                                " answered the WebSocket handshake with more than " +
                                format_bytes(kMaxHeadBytes) + " of headers");
      }
      if (auto trouble = stream_.receive(came)) {
        return trouble;
      }
    }
    const std::size_t end = came.find(kEndOfHead) + kEndOfHead.size();
    reader_.feed(std::string_view(came).substr(end));
    return judge_head(came.substr(0, end), key, request);
  }

  Stream::Trouble judge_head(const std::string& head, const std::string& key,
                             const HttpRequest& request) {
    const Result<Upgrade> upgrade = read_upgrade(head);
    if (!upgrade) {
      return malformed("answered the WebSocket handshake wrongly: " + upgrade.error().message);
    }
    status_ = upgrade->status;
    facts_.emplace_back("status", upgrade->status);
    if (status_ != kSwitching) {
      return std::nullopt;
    }
    const std::string* offered = find_header(request.headers, "Sec-WebSocket-Protocol");
    if (const Status status =
            check_upgrade(*upgrade, key, offered == nullptr ? std::string_view() : *offered);
        !status) {
      return malformed("answered the WebSocket handshake wrongly: " + status.error().message);
    }
    const std::string* protocol = find_header(upgrade->headers, "Sec-WebSocket-Protocol");
    facts_.emplace_back("protocol", protocol == nullptr ? std::string() : *protocol);
    return std::nullopt;
  }

  Stream::Trouble talk() {
    const Inquiry::Field* field = inquiry_.field("text");
    const std::string text = field == nullptr ? std::string(kUsualText) : field->text;
    if (auto trouble = say(Opcode::kText, text)) {
      return trouble;
    }
    while (true) {
      const Result<std::optional<WebSocketMessage>> message = reader_.next();
      if (!message) {
        return malformed("broke the WebSocket protocol: " + message.error().message);
      }
      Stream::Trouble trouble = *message ? hear(**message, text) : more();
      if (trouble && trouble->kind == FailureKind::kDeadline) {
        trouble->message = no_message();
      }
      if (trouble || heard_) {
        return trouble;
      }
    }
  }

  Stream::Trouble hear(const WebSocketMessage& message, const std::string& text) {
    switch (message.opcode) {
      case Opcode::kPing:
        return say(Opcode::kPong, message.payload);
      case Opcode::kPong:
      case Opcode::kContinuation:  // FrameReader has joined them
        return std::nullopt;
      case Opcode::kClose:
        return stream_.fail(FailureKind::kReset,
                            stream_.address() + " closed the WebSocket (" +
                                close_reason(message.payload) +
                                ") before it sent a message; its log knows why");
      case Opcode::kText:
      case Opcode::kBinary:
        break;
    }
    heard_ = true;
    facts_.emplace_back("message", message.payload);
    facts_.emplace_back("echo", message.payload == text);
    // It is polite to say so, and no matter if it does not arrive: a peer that reads nothing
    // is not waited for.
    stream_.send_if_it_fits(
        client_frame(Opcode::kClose, std::string_view("\x03\xE8", 2), random_bytes<4>()));
    return std::nullopt;
  }

  Stream::Trouble more() {
    std::string came;
    Stream::Trouble trouble = stream_.receive(came);
    reader_.feed(came);
    return trouble;
  }

  // Also of a peer that sends pings all the time, or reads no pong of ours.
  std::string no_message() const {
    return stream_.address() + " opened the WebSocket, but sent no message within " +
           format_duration(inquiry_.to.timeout) +
           "; does it answer `text`, and is the timeout long enough?";
  }

  Stream::Trouble say(Opcode opcode, std::string_view payload) {
    return stream_.send(client_frame(opcode, payload, random_bytes<4>()));
  }

  ExchangeFailure malformed(const std::string& what) const {
    return stream_.fail(
        FailureKind::kMalformed,
        stream_.address() + ' ' + what + "; look at the service, or at the proxy in front of it");
  }

  const Inquiry& inquiry_;
  Stream stream_;
  FrameReader reader_;
  Facts facts_;
  int status_ = 0;
  bool heard_ = false;
};

}  // namespace

Result<std::string> websocket_url(const std::string& base, const std::string& subject) {
  const std::size_t scheme = subject.starts_with("ws://") || subject.starts_with("wss://") ? 2 : 0;
  if (scheme != 0) {
    const Result<Url> url = parse_url("http" + subject.substr(scheme));
    return url ? Result<std::string>(to_string(*url)) : Result<std::string>(url.error());
  }
  if (!subject.starts_with('/')) {
    return Error{"expected a path such as /chat, or a ws:// or wss:// URL, got '" +
                     excerpt(subject, 100) + '\'',
                 {}};
  }
  return base.empty() ? Result<std::string>(subject) : join_target_url(base, subject);
}

Reply ask_websocket(const Inquiry& inquiry, std::stop_token stop) {
  return Conversation(inquiry, std::move(stop)).run();
}

std::string websocket_again(const Inquiry& inquiry, const Masker& masker) {
  // Any key will do: this one is RFC 6455's.
  return curl_command(handshake_of(inquiry, "dGhlIHNhbXBsZSBub25jZQ=="), masker) +
         "  # shows the handshake";
}

}  // namespace switchgate::probe
