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
#include "runner/probe/http/measure.h"
#include "runner/probe/tls_facts.h"

namespace switchgate::probe {
namespace {

using Clock = std::chrono::steady_clock;

constexpr long kBufferBytes = 65'536;
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
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

// What a new connection's handshake showed.
struct Handshake {
  bool began = false;  // for the exchange at hand; not on a reused connection
  CertificateFacts certificate;
  // The facts of the connection that was used last, which cost too much to read
  // them again for every request; forgotten when another handshake begins.
  const SSL* known = nullptr;
  TlsFacts facts;
};

// What the callbacks of one exchange work on.
struct Transfer {
  Answer answer;
  CURL* easy = nullptr;
  Handshake* handshake = nullptr;
  std::optional<TlsFacts> tls;  // of the connection that carries it
  bool only_once = false;       // sending it a second time could do its work twice
  int times_sent = 0;
  bool refused_resend = false;
  Clock::time_point sent;  // the last time
};

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* transfer) {
  const std::string_view line(data, size * count);
  return static_cast<Transfer*>(transfer)->answer.take_line(line) ? line.size()
                                                                  : CURL_WRITEFUNC_ERROR;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* transfer) {
  const std::string_view bytes(data, size * count);
  return static_cast<Transfer*>(transfer)->answer.take_body(bytes) ? bytes.size()
                                                                   : CURL_WRITEFUNC_ERROR;
}

// The connection's handshake; nothing without TLS. libcurl shows the connection
// only while a transfer uses it.
std::optional<TlsFacts> tls_of(const Transfer& transfer) {
  const curl_tlssessioninfo* session = nullptr;
  if (curl_easy_getinfo(transfer.easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK ||
      session == nullptr || session->backend != CURLSSLBACKEND_OPENSSL ||
      session->internals == nullptr) {
    return std::nullopt;
  }
  Handshake& handshake = *transfer.handshake;
  const auto* ssl = static_cast<const SSL*>(session->internals);
  if (handshake.known != ssl) {
    handshake.facts = facts_of_handshake(ssl);
    handshake.known = ssl;
  }
  return handshake.facts;
}

// Called each time a request is about to be sent. libcurl sends again by itself
// when a kept-alive connection turns out to be closed, whatever the method.
int on_sending(void* data, char*, char*, int, int) {
  auto* transfer = static_cast<Transfer*>(data);
  if (++transfer->times_sent > 1 && transfer->only_once) {
    transfer->refused_resend = true;
    return CURL_PREREQFUNC_ABORT;
  }
  transfer->tls = tls_of(*transfer);
  transfer->sent = Clock::now();
  return CURL_PREREQFUNC_OK;
}

// Called when TCP is connected and TLS is about to begin.
CURLcode on_ssl_context(CURL*, void* context, void* data) {
  auto* handshake = static_cast<Handshake*>(data);
  handshake->began = true;
  handshake->known = nullptr;
  watch_certificates(context, &handshake->certificate);
  return CURLE_OK;
}

bool append(HeaderList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) {
    return false;
  }
  static_cast<void>(list.release());  // it is the start of `longer` now
  list.reset(longer);
  return true;
}

HeaderList header_lines(const HttpRequest& request, const Dial& dial) {
  HeaderList list;
  const auto absent = [&request](std::string_view name) {
    return find_header(request.headers, name) == nullptr;
  };
  for (const Header& header : request.headers) {
    // "Name:" would remove the header instead of sending an empty one.
    append(list,
           trim(header.value).empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  if (!dial.host.empty() && absent("host")) {
    append(list, "Host: " + dial.host);
  }
  if (absent("user-agent")) {
    append(list, "User-Agent: switchgate/" SWITCHGATE_VERSION);
  }
  if (absent("accept-encoding")) {
    append(list, "Accept-Encoding: gzip");
  }
  if (absent("content-type")) {
    append(list, "Content-Type:");  // libcurl would say that it is a form
  }
  if (absent("expect")) {
    append(list,
           "Expect:");  // a server without 100-continue would cost a second
  }
  return list;
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
  std::unique_ptr<CURLM, CloseMulti> multi{curl_multi_init()};
  std::unique_ptr<CURL, CloseEasy> easy{curl_easy_init()};
  std::array<char, CURL_ERROR_SIZE> detail{};
  Handshake handshake;

  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy.get(), option, value);
  }
  void set_for_all();
  void set_tls(const TlsSettings& tls);
  void set_for(const HttpRequest& request, const Dial& dial, Transfer& transfer);
  // How a transfer ended.
  struct End {
    int code = 0;  // CURLcode
    bool cancelled = false;
    Clock::time_point when;
  };
  End run(const std::stop_token& stop);
  Exchange conclude(const End& end, const HttpRequest& request, const Dial& dial,
                    Transfer& transfer);
  FailureText explain(int code, const Measured& measured, const HttpRequest& request,
                      const Dial& dial, const Transfer& transfer) const;
};

Channel::Channel(const TlsSettings& tls) : handles_(std::make_unique<Handles>()) {
  if (!handles_->multi || !handles_->easy) {
    throw std::bad_alloc();
  }
  handles_->set_for_all();
  handles_->set_tls(tls);
}

Channel::~Channel() = default;

// What is the same for every request.
void Channel::Handles::set_for_all() {
  curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, 2L);
  set(CURLOPT_ERRORBUFFER, detail.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // else a stalled resolver holds the deadline up
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  set(CURLOPT_HTTP_CONTENT_DECODING,
      0L);  // Answer decompresses, and notices half a stream
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(CURLOPT_BUFFERSIZE, kBufferBytes);
  set(CURLOPT_HEADERFUNCTION, &on_header);
  set(CURLOPT_WRITEFUNCTION, &on_body);
  set(CURLOPT_PREREQFUNCTION, &on_sending);
  set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  set(CURLOPT_SSL_CTX_FUNCTION, &on_ssl_context);
  set(CURLOPT_SSL_CTX_DATA, &handshake);
}

void Channel::Handles::set_tls(const TlsSettings& tls) {
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

void Channel::Handles::set_for(const HttpRequest& request, const Dial& dial, Transfer& transfer) {
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
  set(CURLOPT_HEADERDATA, &transfer);
  set(CURLOPT_WRITEDATA, &transfer);
  set(CURLOPT_PREREQDATA, &transfer);
  // A connection that was idle for long may be closed under the request, which
  // must then fail rather than be sent again: a fresh one is cheaper.
  constexpr long kUsualIdleSeconds = 118;  // libcurl's own
  set(CURLOPT_MAXAGE_CONN, transfer.only_once ? 1L : kUsualIdleSeconds);

  constexpr std::chrono::hours kLongest(1000);
  const auto timeout =
      std::clamp(std::chrono::ceil<std::chrono::milliseconds>(request.timeout),
                 std::chrono::milliseconds(1), std::chrono::milliseconds(kLongest));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_PROXY, dial.use_proxy ? static_cast<const char*>(nullptr) : "");
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

Exchange Channel::perform(const HttpRequest& request, const Dial& dial,
                          const std::stop_token& stop) {
  Handles& handles = *handles_;
  const bool repeatable = request.method != "POST" && request.method != "PATCH";
  Transfer transfer{Answer(request.limits, request.method == "HEAD"), handles.easy.get(),
                    &handles.handshake};
  transfer.only_once = !repeatable;
  handles.detail[0] = '\0';
  handles.handshake.began = false;
  handles.handshake.certificate = {};
  handles.set_for(request, dial, transfer);
  const HeaderList headers = header_lines(request, dial);
  handles.set(CURLOPT_HTTPHEADER, headers.get());
  HeaderList connect;
  if (!dial.connect.empty()) {
    append(connect, "::" + dial.connect);
  }
  handles.set(CURLOPT_CONNECT_TO, connect.get());

  const Handles::End end = handles.run(stop);
  Exchange exchange = handles.conclude(end, request, dial, transfer);
  // Measured first: taking it out closes a connection that is in the middle of
  // an answer.
  curl_multi_remove_handle(handles.multi.get(), handles.easy.get());
  return exchange;
}

Exchange Channel::Handles::conclude(const End& end, const HttpRequest& request, const Dial& dial,
                                    Transfer& transfer) {
  Measured measured = measure(easy.get());
  if (transfer.times_sent > 0) {
    // libcurl's own mark is set when the request has been sent: a peer on the
    // same machine may have answered by then.
    measured.phases.served = std::chrono::duration_cast<Micros>(end.when - transfer.sent);
  }
  if (measured.peer.empty()) {
    measured.peer = dial.address();
  }
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
  if (end.code == CURLE_OK && transfer.answer.head_complete()) {
    if (std::optional<HttpResponse> response = transfer.answer.finish()) {
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
  facts.address = measured.peer;
  facts.timeout = request.timeout;
  facts.tls = request.tls;
  facts.certificate = handshake.certificate;
  return classify(facts);
}

}  // namespace switchgate::probe
