// Puts look-up, connection and TLS together.

#include "runner/probe/net/stream.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include <sys/socket.h>

#include "runner/probe/net/connect.h"
#include "runner/probe/net/resolve.h"

namespace switchgate::probe {
namespace {

struct HostPort {
  std::string host;
  int port = 0;
};

HostPort take_apart(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  HostPort out{address.substr(0, colon), 0};
  std::from_chars(address.data() + colon + 1, address.data() + address.size(), out.port);
  return out;
}

std::string without_brackets(const std::string& host) {
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

// No proxy that only the environment names: nothing here goes through one.
HttpRequest without_environment(HttpRequest to) {
  to.proxy = to.proxy.value_or("");
  return to;
}

}  // namespace

Stream::Stream(const HttpRequest& to, std::stop_token stop)
    : to_(without_environment(to)), dial_(dial_of(to_)), patience_(to.timeout, std::move(stop)) {
  address_ = dial_ ? dial_->address() : std::string();
}

ExchangeFailure Stream::fail(FailureKind kind, std::string message) const {
  ExchangeFailure failure{kind, std::move(message), {}, address_};
  failure.phases.total = passed();
  return failure;
}

ExchangeFailure Stream::fail(SocketEnd end, Progress progress, int os_error,
                             std::string detail) const {
  TransferFacts facts;
  facts.os_error = os_error;
  facts.detail = std::move(detail);
  facts.progress = progress;
  facts.host =
      progress == Progress::kResolving ? take_apart(dial_->address()).host : dial_->url.host;
  facts.address = address_;
  facts.timeout = to_.timeout;
  facts.tls = to_.tls;
  facts.unix_socket = !dial_->unix_socket.empty();
  if (tls_) {
    facts.certificate = tls_->certificate();
  }
  FailureText text = classify(end, std::move(facts));
  return fail(text.kind, std::move(text.message));
}

ExchangeFailure Stream::gave_up(Waited waited, Progress progress) const {
  return waited == Waited::kStopped
             ? fail(FailureKind::kCancelled,
                    "the run was told to stop before " + address_ + " had answered")
             : fail(SocketEnd::kTimedOut, progress);
}

Stream::Trouble Stream::connect() {
  if (!dial_) {
    return fail(FailureKind::kRequest, "this was not asked: " + dial_.error().message);
  }
  if (!dial_->proxy.empty()) {
    return fail(
        FailureKind::kRequest,
        "this was not asked: the target has a `proxy`, which only requests go through; give "
        "`connect_to`, or another target");
  }
  std::vector<Address> addresses;
  if (dial_->unix_socket.empty()) {
    const HostPort peer = take_apart(dial_->address());
    Lookup lookup = look_up(peer.host, peer.port, patience_);
    if (lookup.waited != Waited::kReady) {
      return gave_up(lookup.waited, Progress::kResolving);
    }
    if (lookup.addresses.empty()) {
      return fail(SocketEnd::kUnresolved, Progress::kResolving);
    }
    addresses = std::move(lookup.addresses);
  } else {
    addresses.push_back(socket_address(dial_->unix_socket));
  }
  Connected connected = connect_to_any(addresses, patience_);
  address_ = connected.address;
  if (connected.socket) {
    socket_ = std::move(connected.socket);
    return std::nullopt;
  }
  return connected.waited == Waited::kReady
             ? fail(SocketEnd::kNotConnected, Progress::kConnecting, connected.error)
             : gave_up(connected.waited, Progress::kConnecting);
}

Stream::Trouble Stream::secure(bool lenient) {
  tls_ =
      std::make_unique<Tls>(to_.tls, without_brackets(dial_->url.host), socket_.get(), patience_);
  if (const auto& file = tls_->unusable_file()) {
    return fail(SocketEnd::kUnusableFile, Progress::kHandshaking, 0, *file);
  }
  if (lenient) {
    tls_->go_on_untrusted();
  }
  while (true) {
    if (auto trouble = in_time(Progress::kHandshaking)) {
      return trouble;
    }
    const Tls::Step step = tls_->shake_hands();
    if (step == Tls::Step::kDone) {
      return std::nullopt;
    }
    if (auto trouble = after(step, Progress::kHandshaking)) {
      return trouble;
    }
  }
}

Stream::Trouble Stream::distrust() const {
  if (!to_.tls.verify || tls_ == nullptr || tls_->certificate().error == 0) {
    return std::nullopt;
  }
  return fail(SocketEnd::kHandshakeFailed, Progress::kHandshaking);
}

Stream::Trouble Stream::in_time(Progress progress) const {
  const std::optional<Waited> over = patience_.over();
  return over ? Trouble(gave_up(*over, progress)) : std::nullopt;
}

Stream::Trouble Stream::wait(short events, Progress progress) {
  const Waited waited = patience_.wait(socket_.get(), events);
  return waited == Waited::kReady ? Trouble() : gave_up(waited, progress);
}

Stream::Trouble Stream::after(Tls::Step step, Progress progress) {
  switch (step) {
    case Tls::Step::kDone:
      return std::nullopt;
    case Tls::Step::kRead:
      return wait(POLLIN, progress);
    case Tls::Step::kWrite:
      return wait(POLLOUT, progress);
    case Tls::Step::kClosed:
      return progress == Progress::kHandshaking
                 ? fail(SocketEnd::kHandshakeFailed, progress, 0, "it closed the connection")
                 : fail(SocketEnd::kClosed, progress);
    case Tls::Step::kFailed:
      return fail(SocketEnd::kHandshakeFailed, progress, 0, tls_->error());
  }
  return std::nullopt;
}

Stream::Trouble Stream::send(std::string_view bytes) {
  while (!bytes.empty()) {
    Trouble trouble = in_time(Progress::kWaiting);
    if (trouble) {
      return trouble;
    }
    if (tls_) {
      trouble = after(tls_->write(bytes), Progress::kWaiting);
    } else if (const ssize_t n = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
               n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else {
      trouble = errno == EAGAIN ? wait(POLLOUT, Progress::kWaiting)
                                : fail(SocketEnd::kClosed, Progress::kWaiting);
    }
    if (trouble) {
      return trouble;
    }
  }
  return std::nullopt;
}

void Stream::send_if_it_fits(std::string_view bytes) {
  if (tls_) {
    static_cast<void>(tls_->write(bytes));
  } else {
    static_cast<void>(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }
}

Stream::Trouble Stream::receive(std::string& into) {
  const std::size_t before = into.size();
  const Progress progress = received_ ? Progress::kReading : Progress::kWaiting;
  std::array<char, 16'384> buffer{};
  while (into.size() == before) {
    Trouble trouble = in_time(progress);
    if (trouble) {
      return trouble;
    }
    if (tls_) {
      trouble = after(tls_->read(into), progress);
    } else if (const ssize_t n = recv(socket_.get(), buffer.data(), buffer.size(), 0); n > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(n));
    } else {
      trouble =
          n < 0 && errno == EAGAIN ? wait(POLLIN, progress) : fail(SocketEnd::kClosed, progress);
    }
    if (trouble) {
      return trouble;
    }
  }
  received_ = true;
  return std::nullopt;
}

}  // namespace switchgate::probe
