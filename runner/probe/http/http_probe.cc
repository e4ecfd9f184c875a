// The probe that speaks HTTP: checks a request, then hands it to the channel of
// its target and origin.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <list>
#include <memory>
#include <string>
#include <utility>

#include "runner/probe/dial.h"
#include "runner/probe/http/channel.h"
#include "runner/probe/http/request_rules.h"
#include "runner/probe/http/watchdog.h"
#include "runner/probe/probe.h"

namespace switchgate::probe {
namespace {

// What two requests must have in common to share a connection.
struct ChannelKey {
  std::string target;
  std::string origin;
  std::string connect;
  std::string unix_socket;
  std::string proxy;
  HttpVersion http = HttpVersion::kNegotiated;
  TlsSettings tls;
  friend bool operator==(const ChannelKey&, const ChannelKey&) = default;
};

struct Entry {
  ChannelKey key;
  std::unique_ptr<Channel> channel;
};

// A suite asks a few origins; redirects and variables in host names may add
// more.
constexpr std::size_t kMaxChannels = 32;

class HttpProbe : public Probe {
 public:
  Exchange perform(const HttpRequest& request, std::stop_token stop) override {
    if (const Status status = check_request(request); !status) {
      return ExchangeFailure{FailureKind::kRequest, status.error().message, {}, {}};
    }
    const Result<Dial> dial = dial_of(request);
    if (!dial) {
      return ExchangeFailure{
          FailureKind::kRequest, "this request was not sent: " + dial.error().message, {}, {}};
    }
    if (stop.stop_requested()) {
      return ExchangeFailure{
          FailureKind::kCancelled, "the run was told to stop before this request was sent", {}, {}};
    }
    return channel_for({request.target, origin(dial->url), dial->connect, dial->unix_socket,
                        dial->proxy, request.http, request.tls})
        .perform(request, *dial, stop);
  }

 private:
  // The most recently used channel stands first.
  Channel& channel_for(ChannelKey key) {
    const auto found = std::find_if(channels_.begin(), channels_.end(),
                                    [&key](const Entry& entry) { return entry.key == key; });
    if (found != channels_.end()) {
      channels_.splice(channels_.begin(), channels_, found);
    } else {
      auto channel = std::make_unique<Channel>(key.tls, watchdog_);
      channels_.push_front(Entry{std::move(key), std::move(channel)});
      if (channels_.size() > kMaxChannels) {
        channels_.pop_back();
      }
    }
    return *channels_.front().channel;
  }

  Watchdog watchdog_;  // before the channels, which it watches
  std::list<Entry> channels_;
};

}  // namespace

std::unique_ptr<Probe> make_http_probe() { return std::make_unique<HttpProbe>(); }

}  // namespace switchgate::probe
