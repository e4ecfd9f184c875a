// Drives libcurl for a single call.

#include "runner/probe/http/grpc_call.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <utility>

#include <curl/curl.h>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "runner/probe/dial.h"
#include "runner/probe/http/classify.h"
#include "runner/probe/http/measure.h"
#include "runner/probe/http/request_rules.h"
#include "runner/probe/http/watchdog.h"

namespace switchgate::probe {
namespace {

constexpr int kPollMillis = 1000;  // a bound only: libcurl's timers and the stop order end it

struct CloseEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CloseMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// As libcurl counts it.
std::chrono::milliseconds timeout_of(const HttpRequest& request) {
  constexpr std::chrono::hours kLongest(1000);
  return std::clamp(std::chrono::ceil<std::chrono::milliseconds>(request.timeout),
                    std::chrono::milliseconds(1), std::chrono::milliseconds(kLongest));
}

class Call {
 public:
  Call(const HttpRequest& request, Dial dial) : request_(request), dial_(std::move(dial)) {
    if (!multi_ || !easy_) {
      throw std::bad_alloc();
    }
    set_request();
    set_tls();
    set_callbacks();
  }
  ~Call() { curl_multi_remove_handle(multi_.get(), easy_.get()); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  std::variant<GrpcAnswer, ExchangeFailure> run(const std::stop_token& stop) {
    constexpr std::chrono::milliseconds kGrace(100);  // libcurl comes first, with better words
    CURLM* const waiter = multi_.get();
    const std::stop_callback wake(stop, [waiter] { curl_multi_wakeup(waiter); });
    const std::stop_callback hurry(stop, [this] { watchdog_.hurry(); });
    watchdog_.watch(sockets_, Watchdog::Clock::now() + timeout_of(request_) + kGrace);
    int running = 1;
    CURLMcode trouble = curl_multi_add_handle(waiter, easy_.get());
    while (trouble == CURLM_OK && running != 0 && !stop.stop_requested()) {
      trouble = curl_multi_perform(waiter, &running);
      if (trouble == CURLM_OK && running != 0 && !stop.stop_requested()) {
        trouble = curl_multi_poll(waiter, nullptr, 0, kPollMillis, nullptr);
      }
    }
    const bool bitten = watchdog_.rest();
    measured_ = measure(easy_.get());
    if (running != 0) {
      // libcurl takes leave by TLS, and reads for that: from a peer that floods, without end.
      sockets_.shut_down();
    }
    if (measured_.peer.empty()) {
      measured_.peer = dial_.address();
    }
    if ((running != 0 || bitten) && stop.stop_requested()) {
      return fail(FailureKind::kCancelled,
                  "the run was told to stop before " + measured_.peer + " had answered");
    }
    const int code = code_of_transfer(trouble);
    return conclude(bitten ? CURLE_OPERATION_TIMEDOUT : code);
  }

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_.get(), option, value);
  }

  void set_request() {
    set(CURLOPT_URL, to_string(dial_.url).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, dial_.url.scheme == "https"
                                  ? long{CURL_HTTP_VERSION_2TLS}
                                  : long{CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE});
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);
    set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_COPYPOSTFIELDS, request_.body.c_str());
    const std::chrono::milliseconds timeout = timeout_of(request_);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout.count()));
    set(CURLOPT_PROXY, dial_.proxy.c_str());  // empty: none, also none of the environment
    if (!dial_.unix_socket.empty()) {
      set(CURLOPT_UNIX_SOCKET_PATH, dial_.unix_socket.c_str());
    }
    for (const Header& header : request_.headers) {
      append(headers_, header.name + ": " + header.value);
    }
    if (!dial_.host.empty() && find_header(request_.headers, "Host") == nullptr) {
      append(headers_, "Host: " + dial_.host);
    }
    append(headers_, "Expect:");
    set(CURLOPT_HTTPHEADER, headers_.get());
    if (!dial_.connect.empty()) {
      append(connect_, "::" + dial_.connect);
      set(CURLOPT_CONNECT_TO, connect_.get());
    }
  }

  void set_tls() {
    const TlsSettings& tls = request_.tls;
    set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    if (!tls.ca.empty()) {
      set(CURLOPT_CAINFO, tls.ca.c_str());
      set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    if (!tls.cert.empty()) {
      set(CURLOPT_SSLCERT, tls.cert.c_str());
      set(CURLOPT_SSLKEY, tls.key.empty() ? nullptr : tls.key.c_str());
    }
    set(CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
  }

  void set_callbacks() {
    sockets_.hook(easy_.get());
    set(CURLOPT_ERRORBUFFER, detail_.data());
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_SSL_CTX_FUNCTION, &on_ssl_context);
    set(CURLOPT_SSL_CTX_DATA, this);
  }

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* call) {
    const std::string_view line(data, size * count);
    return static_cast<Call*>(call)->take_line(line) ? line.size() : CURL_WRITEFUNC_ERROR;
  }
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* call) {
    auto* self = static_cast<Call*>(call);
    const std::string_view bytes(data, size * count);
    self->too_large_ =
        self->too_large_ || self->answer_.body.size() + bytes.size() > limits_in_force().grpc_bytes;
    if (self->too_large_) {
      return CURL_WRITEFUNC_ERROR;
    }
    self->answer_.body += bytes;
    return bytes.size();
  }
  static CURLcode on_ssl_context(CURL*, void* context, void* call) {
    auto* self = static_cast<Call*>(call);
    self->handshaking_ = true;
    watch_certificates(context, &self->certificate_);
    return CURLE_OK;
  }

  bool take_line(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > limits_in_force().grpc_bytes) {
      too_large_ = true;
      return false;
    }
    if (line.starts_with("HTTP/")) {
      answer_.headers.clear();  // what came before was an interim answer
      return true;
    }
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
      answer_.headers.push_back(
          {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
    }
    return true;
  }

  int code_of_transfer(CURLMcode trouble) {
    int code = trouble == CURLM_OK ? CURLE_OK : CURLE_FAILED_INIT;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg == CURLMSG_DONE) {
        code = message->data.result;
      }
    }
    return code;
  }

  std::variant<GrpcAnswer, ExchangeFailure> conclude(int code) {
    if (too_large_) {
      return fail(FailureKind::kTooLarge,
                  measured_.peer +
                      " sent more than a health check can say; is this its gRPC port? If it is" +
                      raise_hint(&Limits::grpc_bytes).replace(0, 1, ","));
    }
    long version = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_VERSION, &version);
    if (code == CURLE_OK && version == CURL_HTTP_VERSION_2_0) {
      long status = 0;
      curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
      answer_.http_status = static_cast<int>(status);
      answer_.address = measured_.peer;
      answer_.took = measured_.phases.total;
      return std::move(answer_);
    }
    if (code == CURLE_OK || code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_HTTP2) {
      return fail(
          FailureKind::kMalformed,
          measured_.peer + " does not speak HTTP/2, which gRPC needs; is this its gRPC port?");
    }
    TransferFacts facts;
    facts.code = code;
    facts.os_error = measured_.os_error;
    facts.detail = detail_.data();
    facts.progress = header_bytes_ != 0   ? Progress::kReading
                     : measured_.sent     ? Progress::kWaiting
                     : handshaking_       ? Progress::kHandshaking
                     : measured_.resolved ? Progress::kConnecting
                                          : Progress::kResolving;
    facts.host = dial_.url.host;
    facts.address = measured_.peer;
    facts.timeout = request_.timeout;
    facts.tls = request_.tls;
    facts.certificate = certificate_;
    FailureText text = classify(facts);
    if (text.kind == FailureKind::kReset) {
      text.message += ". gRPC needs HTTP/2: is this its gRPC port?";
    }
    return fail(text.kind, std::move(text.message));
  }

  ExchangeFailure fail(FailureKind kind, std::string message) const {
    return {kind, std::move(message), measured_.phases, measured_.peer};
  }

  using List = std::unique_ptr<curl_slist, FreeList>;
  static void append(List& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) {
      throw std::bad_alloc();
    }
    static_cast<void>(list.release());  // it is the start of `longer` now
    list.reset(longer);
  }

  const HttpRequest& request_;
  Dial dial_;
  Sockets sockets_;  // outlives the connections of the handles
  std::unique_ptr<CURLM, CloseMulti> multi_{curl_multi_init()};
  List headers_;  // these two outlive the handle that uses them
  List connect_;
  std::unique_ptr<CURL, CloseEasy> easy_{curl_easy_init()};
  std::array<char, CURL_ERROR_SIZE> detail_{};
  GrpcAnswer answer_;
  std::size_t header_bytes_ = 0;
  bool too_large_ = false;
  bool handshaking_ = false;
  CertificateFacts certificate_;
  Measured measured_;
  Watchdog watchdog_;  // last: it uses the sockets
};

}  // namespace

std::variant<GrpcAnswer, ExchangeFailure> call_grpc(const HttpRequest& request,
                                                    std::stop_token stop) {
  if (const Status status = check_request(request); !status) {
    return ExchangeFailure{FailureKind::kRequest, status.error().message, {}, {}};
  }
  Result<Dial> dial = dial_of(request);
  if (!dial) {
    return ExchangeFailure{
        FailureKind::kRequest, "this was not asked: " + dial.error().message, {}, {}};
  }
  return Call(request, *std::move(dial)).run(stop);
}

}  // namespace switchgate::probe
