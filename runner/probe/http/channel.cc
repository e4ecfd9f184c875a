// Drives libcurl: sets a request up, waits for it or for the order to stop, and
// reads what it measured.

#include "runner/probe/http/channel.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include "checks/base/text.h"
#include "runner/probe/http/answer.h"
#include "runner/probe/http/classify.h"
#include "runner/probe/http/header_list.h"
#include "runner/probe/http/measure.h"
#include "runner/probe/http/transfer.h"
#include "runner/probe/http/watchdog.h"
#include "runner/probe/proxy.h"

namespace switchgate::probe {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kFindWhatCuts =
    "; find what cuts it: a worker that dies, or a proxy's buffer";
constexpr long kBufferBytes = 65'536;
constexpr int kPollMillis = 1000;  // a bound only: libcurl's timers and the stop order end it

struct CloseEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CloseMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

long version_for(HttpVersion version, std::string_view scheme) {
  switch (version) {
    case HttpVersion::kNegotiated:
      break;
    case HttpVersion::kOne:
      return CURL_HTTP_VERSION_1_1;
    case HttpVersion::kTwo:
      return scheme == "https" ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
  }
  return CURL_HTTP_VERSION_2TLS;  // 1.1 without TLS
}

bool may_speak_http2(const HttpRequest& request, const Dial& dial) {
  return request.http == HttpVersion::kTwo ||
         (request.http == HttpVersion::kNegotiated && dial.url.scheme == "https");
}

// Debian 12's 7.88, with the gaps in HTTP/2 that are closed here.
bool is_old_libcurl() {
  constexpr unsigned kVersion8 = 0x080000;
  static const bool old = curl_version_info(CURLVERSION_NOW)->version_num < kVersion8;
  return old;
}

// Where an answer comes from, as far as can be known.
std::string address_of(const Measured& measured, const Dial& dial) {
  if (!dial.proxy.empty()) {
    return dial.address() + " by proxy " + proxy_name(dial.proxy);
  }
  return measured.peer.empty() || !dial.unix_socket.empty() ? dial.address() : measured.peer;
}

Progress progress_of(const Measured& measured, const Transfer& transfer,
                     const Handshake& handshake) {
  if (transfer.answer.began()) {
    return Progress::kReading;
  }
  if (measured.sent) {
    return Progress::kWaiting;
  }
  if (handshake.began) {
    return Progress::kHandshaking;
  }
  return measured.resolved ? Progress::kConnecting : Progress::kResolving;
}

}  // namespace

struct Channel::Handles {
  Sockets sockets;  // before the handles, whose connections use it to their end
  std::unique_ptr<CURLM, CloseMulti> multi{curl_multi_init()};
  std::unique_ptr<CURL, CloseEasy> easy;  // a new one for each exchange
  TlsSettings tls;
  std::array<char, CURL_ERROR_SIZE> detail{};
  Handshake handshake;
  Watchdog* watchdog = nullptr;
  bool doubtful = false;  // the last exchange failed: its connection is not to be used again
  bool kept = false;      // there may be a connection of the last exchange

  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy.get(), option, value);
  }
  void renew();
  void set_for_all();
  void set_tls();
  void set_for(const HttpRequest& request, const Dial& dial, Transfer& transfer,
               Clock::time_point deadline);
  // How a transfer ended.
  struct End {
    int code = 0;  // CURLcode
    bool cancelled = false;
    Clock::time_point when;
  };
  // Nothing when it must be tried again without the kept connection.
  std::optional<Exchange> attempt(const HttpRequest& request, const Dial& dial,
                                  Clock::time_point deadline, const std::stop_token& stop);
  End run(const std::stop_token& stop);
  End run_watched(const std::stop_token& stop, Clock::time_point deadline);
  Exchange conclude(const End& end, const HttpRequest& request, const Dial& dial,
                    Transfer& transfer);
  FailureText explain(int code, const Measured& measured, const HttpRequest& request,
                      const Dial& dial, const Transfer& transfer) const;
  bool cut_short(const Transfer& transfer) const;
};

Channel::Channel(const TlsSettings& tls, Watchdog& watchdog)
    : handles_(std::make_unique<Handles>()) {
  if (!handles_->multi) {
    throw std::bad_alloc();
  }
  curl_multi_setopt(handles_->multi.get(), CURLMOPT_MAXCONNECTS, 2L);
  handles_->tls = tls;
  handles_->watchdog = &watchdog;
}

Channel::~Channel() = default;

// A handle that remembers nothing; connections are the multi handle's. One that was
// used before keeps a pointer to the last header of the last answer, which is freed
// by then, and libcurl 7.88 writes to it when an answer's first header begins with a
// blank: a server could crash us.
void Channel::Handles::renew() {
  easy.reset(curl_easy_init());
  if (!easy) {
    throw std::bad_alloc();
  }
  set_for_all();
  set_tls();
}

// What is the same for every request.
void Channel::Handles::set_for_all() {
  set(CURLOPT_ERRORBUFFER, detail.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // else a stalled resolver holds the deadline up
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_NOPROXY, "");  // the environment was read by dial_of
  set(CURLOPT_HTTP_CONTENT_DECODING,
      0L);  // Answer decompresses, and notices half a stream
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(CURLOPT_BUFFERSIZE, kBufferBytes);
  set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  hook(easy.get(), handshake);
  sockets.hook(easy.get());
}

void Channel::Handles::set_tls() {
  const auto file = [](const std::string& path) { return path.empty() ? nullptr : path.c_str(); };
  if (!tls.ca.empty()) {
    set(CURLOPT_CAINFO, tls.ca.c_str());
    set(CURLOPT_CAPATH,
        static_cast<const char*>(nullptr));  // that authority and no other
  }
  set(CURLOPT_SSLCERT, file(tls.cert));
  set(CURLOPT_SSLKEY, file(tls.key));
  set(CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
  set(CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
}

void Channel::Handles::set_for(const HttpRequest& request, const Dial& dial, Transfer& transfer,
                               Clock::time_point deadline) {
  const bool with_body = !request.body.empty() || request.method == "POST" ||
                         request.method == "PUT" || request.method == "PATCH";
  set(CURLOPT_URL, to_string(dial.url).c_str());
  set(CURLOPT_HTTPGET, 1L);  // undoes what the last request was
  if (with_body) {
    set(CURLOPT_POSTFIELDS, request.body.c_str());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  } else if (request.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  }
  set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  hook(easy.get(), transfer);
  const auto left = std::max(std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()),
                             std::chrono::milliseconds(1));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(left.count()));
  set(CURLOPT_PROXY, dial.proxy.c_str());  // empty: none, also none of the environment
  set(CURLOPT_UNIX_SOCKET_PATH, dial.unix_socket.empty() ? nullptr : dial.unix_socket.c_str());
  set(CURLOPT_HTTP_VERSION, transfer.only_on_old ? long{CURL_HTTP_VERSION_2_0}
                                                 : version_for(request.http, dial.url.scheme));
  // After a failure the streams of an old HTTP/2 connection may be stuck for good. And any old
  // connection may be closed under the request, however alive it looked: one that must not be
  // sent again would then fail, and that says nothing about the release.
  set(CURLOPT_FRESH_CONNECT, doubtful || transfer.only_once ? 1L : 0L);
  set(CURLOPT_VERBOSE, is_old_libcurl() && may_speak_http2(request, dial) ? 1L : 0L);
}

// Runs what is set up to its end, or to the order to stop.
Channel::Handles::End Channel::Handles::run(const std::stop_token& stop) {
  CURLM* const waiter = multi.get();
  const std::stop_callback wake(stop, [waiter] { curl_multi_wakeup(waiter); });
  End end;
  int running = 1;
  CURLMcode trouble = curl_multi_add_handle(waiter, easy.get());
  while (trouble == CURLM_OK) {
    trouble = curl_multi_perform(waiter, &running);
    if (running == 0 || trouble != CURLM_OK) {
      break;
    }
    if (stop.stop_requested()) {
      end.cancelled = true;
      break;
    }
    trouble = curl_multi_poll(waiter, nullptr, 0, kPollMillis, nullptr);
  }
  end.when = Clock::now();
  end.code = trouble == CURLM_OK ? CURLE_OK : CURLE_FAILED_INIT;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(waiter, &left)) {
    if (message->msg == CURLMSG_DONE) {
      end.code = message->data.result;
    }
  }
  return end;
}

// Like run(), for a peer that may keep libcurl from looking at the clock.
Channel::Handles::End Channel::Handles::run_watched(const std::stop_token& stop,
                                                    Clock::time_point deadline) {
  constexpr std::chrono::milliseconds kGrace(100);  // libcurl comes first, with better words
  const std::stop_callback hurry(stop, [this] { watchdog->hurry(); });
  watchdog->watch(sockets, deadline + kGrace);
  if (stop.stop_requested()) {
    watchdog->hurry();  // the order came before there was anything to watch
  }
  End end = run(stop);
  if (watchdog->rest()) {
    end.code = CURLE_OPERATION_TIMEDOUT;
    end.cancelled = stop.stop_requested();
  }
  return end;
}

Exchange Channel::perform(const HttpRequest& request, const Dial& dial,
                          const std::stop_token& stop) {
  constexpr std::chrono::hours kLongest(1000);
  const Clock::time_point deadline =
      Clock::now() + std::clamp<Micros>(request.timeout, Micros(1'000), kLongest);
  std::optional<Exchange> exchange;
  while (!exchange) {
    exchange = handles_->attempt(request, dial, deadline, stop);
  }
  return *std::move(exchange);
}

std::optional<Exchange> Channel::Handles::attempt(const HttpRequest& request, const Dial& dial,
                                                  Clock::time_point deadline,
                                                  const std::stop_token& stop) {
  renew();
  Transfer transfer{Answer(request.limits, request.method == "HEAD"), easy.get(), &handshake};
  transfer.only_once =
      !request.repeatable && (request.method == "POST" || request.method == "PATCH");
  const bool without_tls = request.http == HttpVersion::kTwo && dial.url.scheme == "http";
  transfer.http2 = without_tls;
  // libcurl 7.88 fails to send by prior knowledge on a connection that it has kept;
  // asked for plain HTTP/2 it uses that connection well, but offers an upgrade on a
  // new one. Goes when libcurl 8.0 is the oldest that is built with.
  transfer.only_on_old =
      without_tls && kept && !doubtful && !transfer.only_once && is_old_libcurl();
  detail[0] = '\0';
  handshake.began = false;
  handshake.certificate = {};
  set_for(request, dial, transfer, deadline);
  const HeaderList headers = header_lines(request, dial.host);
  set(CURLOPT_HTTPHEADER, headers.get());
  HeaderList connect;
  if (!dial.connect.empty()) {
    append(connect, "::" + dial.connect);
  }
  set(CURLOPT_CONNECT_TO, connect.get());

  // By frames of HTTP/2 or records of TLS a peer may keep libcurl from looking at the clock.
  const bool may_flood = may_speak_http2(request, dial) || dial.url.scheme == "https";
  const End end = may_flood ? run_watched(stop, deadline) : run(stop);
  std::optional<Exchange> exchange;
  if (!transfer.refused_new) {
    exchange = conclude(end, request, dial, transfer);
  }
  kept = exchange && std::holds_alternative<HttpResponse>(*exchange);
  doubtful = !kept;
  // Measured first: taking it out closes a connection that is in the middle of
  // an answer. libcurl takes leave of it by TLS, and reads for that: from a peer
  // that floods, without end.
  if (end.cancelled) {
    sockets.shut_down();
  }
  curl_multi_remove_handle(multi.get(), easy.get());
  return exchange;
}

Exchange Channel::Handles::conclude(const End& end, const HttpRequest& request, const Dial& dial,
                                    Transfer& transfer) {
  Measured measured = measure(easy.get());
  if (transfer.times_sent > 0) {
    // libcurl's own mark is set when the request has been sent: a peer on the
    // same machine may have answered by then.
    measured.phases.served = std::chrono::duration_cast<Micros>(end.when - transfer.sent);
    // libcurl stopped its clock a little before: no part is longer than the whole.
    measured.phases.total = std::max(measured.phases.total, measured.phases.served);
  }
  measured.peer = address_of(measured, dial);
  const auto fail = [&measured](FailureKind kind, std::string message) -> Exchange {
    return ExchangeFailure{kind, std::move(message), measured.phases, measured.peer};
  };
  if (end.cancelled) {
    return fail(FailureKind::kCancelled,
                "the run was told to stop before " + measured.peer + " had answered");
  }
  if (transfer.refused_resend) {
    return fail(FailureKind::kReset, measured.peer + " closed a kept-alive connection while the " +
                                         request.method +
                                         " was on its way; it was not sent twice. Run it again");
  }
  if (end.code == CURLE_OK && transfer.answer.head_complete() && cut_short(transfer)) {
    return fail(FailureKind::kTruncated,
                measured.peer + " broke off its HTTP/2 answer" + std::string(kFindWhatCuts));
  }
  if (end.code == CURLE_OK && transfer.answer.head_complete()) {
    if (std::optional<HttpResponse> response = transfer.answer.finish()) {
      if (std::optional<FailureText> wrong = not_as_asked(*response, request, dial)) {
        return fail(wrong->kind, std::move(wrong->message));
      }
      response->url = request.url;
      response->phases = measured.phases;
      response->address = measured.peer;
      response->reused_connection = measured.reused;
      response->tls = std::move(transfer.tls);
      return *std::move(response);
    }
  }
  if (const std::optional<AnswerProblem>& problem = transfer.answer.problem()) {
    return fail(problem->kind, measured.peer + " " + problem->what + "; " + problem->next);
  }
  FailureText text = explain(end.code, measured, request, dial, transfer);
  return fail(text.kind, std::move(text.message));
}

// libcurl 7.88 takes an answer for whole when its HTTP/2 connection broke down
// within it, and no length tells otherwise. A connection that ended without a
// farewell is the sign. Goes when libcurl 8.0 is the oldest that is built with.
bool Channel::Handles::cut_short(const Transfer& transfer) const {
  if (!is_old_libcurl() || !transfer.http2 || transfer.left_politely ||
      transfer.answer.length_known()) {
    return false;
  }
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(easy.get(), CURLINFO_ACTIVESOCKET, &socket);
  return socket == CURL_SOCKET_BAD;
}

FailureText Channel::Handles::explain(int code, const Measured& measured,
                                      const HttpRequest& request, const Dial& dial,
                                      const Transfer& transfer) const {
  TransferFacts facts;
  // An answer that ends within its headers is no error to libcurl.
  facts.code = code == CURLE_OK ? CURLE_RECV_ERROR : code;
  facts.os_error = measured.os_error;
  facts.detail = detail.data();
  facts.progress = progress_of(measured, transfer, handshake);
  // The name that was looked up, or the one that was verified.
  const bool looked_up_another = facts.progress == Progress::kResolving && !dial.connect.empty();
  facts.host = looked_up_another ? dial.connect.substr(0, dial.connect.rfind(':')) : dial.url.host;
  facts.address = dial.proxy.empty() ? measured.peer : dial.address();
  facts.timeout = request.timeout;
  facts.proxy = proxy_name(dial.proxy);
  facts.proxy_status = measured.proxy_status;
  facts.proxy_connected = measured.connected;
  facts.unix_socket = !dial.unix_socket.empty();
  facts.http = request.http;
  facts.http2 = transfer.http2;
  facts.by_prior_knowledge = transfer.http2 && !transfer.tls;
  facts.tls = request.tls;
  facts.certificate = handshake.certificate;
  return classify(facts);
}

}  // namespace switchgate::probe
