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

namespace switchgate::probe {
namespace {

constexpr long kBufferBytes = 64 * 1024;
constexpr int kPollMillis =
    1000;  // a bound only: libcurl's timers and the stop order end it

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

// What the callbacks of one exchange work on.
struct Transfer {
  Answer answer;
  bool only_once = false;  // sending it a second time could do its work twice
  int times_sent = 0;
  bool refused_resend = false;
};

std::size_t on_header(char* data, std::size_t size, std::size_t count,
                      void* transfer) {
  const std::string_view line(data, size * count);
  return static_cast<Transfer*>(transfer)->answer.take_line(line) ? line.size()
                                                                  : 0;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count,
                    void* transfer) {
  const std::string_view bytes(data, size * count);
  // Zero would mean success for an empty piece, so that a refusal says another
  // number.
  return static_cast<Transfer*>(transfer)->answer.take_body(bytes)
             ? bytes.size()
             : bytes.size() + 1;
}

// Called each time a request is about to be sent. libcurl sends again by itself
// when a kept-alive connection turns out to be closed, whatever the method.
int on_sending(void* data, char*, char*, int, int) {
  auto* transfer = static_cast<Transfer*>(data);
  if (++transfer->times_sent > 1 && transfer->only_once) {
    transfer->refused_resend = true;
    return CURL_PREREQFUNC_ABORT;
  }
  return CURL_PREREQFUNC_OK;
}

// What a new connection's handshake showed; untouched on a reused one.
struct Handshake {
  bool began = false;
  CertificateFacts certificate;
};

// Called when TCP is connected and TLS is about to begin.
CURLcode on_ssl_context(CURL*, void* context, void* data) {
  auto* handshake = static_cast<Handshake*>(data);
  handshake->began = true;
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
    append(list, trim(header.value).empty()
                     ? header.name + ";"
                     : header.name + ": " + header.value);
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

Micros time_of(CURL* easy, CURLINFO info) {
  curl_off_t micros = 0;
  curl_easy_getinfo(easy, info, &micros);
  return Micros(micros);
}

long number_of(CURL* easy, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

// The time between two marks; none when the second was not reached.
Micros between(Micros from, Micros to) {
  return std::max(Micros(0), to - from);
}

Phases phases_of(CURL* easy, bool reused) {
  const Micros resolved = time_of(easy, CURLINFO_NAMELOOKUP_TIME_T);
  const Micros connected = time_of(easy, CURLINFO_CONNECT_TIME_T);
  const Micros ready = time_of(easy, CURLINFO_PRETRANSFER_TIME_T);
  Phases phases;
  if (!reused) {
    phases.dns = resolved;
    phases.connect = between(resolved, connected);
    phases.tls = between(connected, time_of(easy, CURLINFO_APPCONNECT_TIME_T));
  }
  phases.first_byte = time_of(easy, CURLINFO_STARTTRANSFER_TIME_T);
  phases.total = time_of(easy, CURLINFO_TOTAL_TIME_T);
  phases.served = ready > Micros(0) ? between(ready, phases.total) : Micros(0);
  return phases;
}

std::string peer_of(CURL* easy, const Dial& dial) {
  const char* ip = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &ip);
  if (ip == nullptr || *ip == '\0') {
    return dial.address();
  }
  const std::string address(ip);
  const std::string port =
      std::to_string(number_of(easy, CURLINFO_PRIMARY_PORT));
  return (address.find(':') == std::string::npos ? address
                                                 : "[" + address + "]") +
         ":" + port;
}

Progress progress_of(CURL* easy, const Transfer& transfer,
                     const Handshake& handshake) {
  if (transfer.answer.began()) {
    return Progress::kReading;
  }
  if (time_of(easy, CURLINFO_PRETRANSFER_TIME_T) > Micros(0)) {
    return Progress::kWaiting;
  }
  if (handshake
          .began) {  // the time of the connect is not told before TLS is done
    return Progress::kHandshaking;
  }
  return time_of(easy, CURLINFO_NAMELOOKUP_TIME_T) > Micros(0)
             ? Progress::kConnecting
             : Progress::kResolving;
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
  void set_for(const HttpRequest& request, const Dial& dial,
               Transfer& transfer);
  int run(const std::stop_token& stop, bool& cancelled);
  Exchange conclude(int code, const HttpRequest& request, const Dial& dial,
                    Transfer& transfer);
};

Channel::Channel(const TlsSettings& tls)
    : handles_(std::make_unique<Handles>()) {
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
  const auto file = [](const std::string& path) {
    return path.empty() ? nullptr : path.c_str();
  };
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

void Channel::Handles::set_for(const HttpRequest& request, const Dial& dial,
                               Transfer& transfer) {
  const bool with_body = !request.body.empty() || request.method == "POST" ||
                         request.method == "PUT" || request.method == "PATCH";
  set(CURLOPT_URL, to_string(dial.url).c_str());
  set(CURLOPT_HTTPGET, 1L);  // undoes what the last request was
  if (with_body) {
    set(CURLOPT_POSTFIELDS, request.body.c_str());
    set(CURLOPT_POSTFIELDSIZE_LARGE,
        static_cast<curl_off_t>(request.body.size()));
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
  const auto timeout = std::clamp(
      std::chrono::ceil<std::chrono::milliseconds>(request.timeout),
      std::chrono::milliseconds(1), std::chrono::milliseconds(kLongest));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_PROXY, dial.use_proxy ? static_cast<const char*>(nullptr) : "");
}

// Runs what is set up to its end or to the order to stop; gives the CURLcode.
int Channel::Handles::run(const std::stop_token& stop, bool& cancelled) {
  CURLM* const waiter = multi.get();
  const std::stop_callback wake(stop, [waiter] { curl_multi_wakeup(waiter); });
  int running = 1;
  CURLMcode trouble = curl_multi_add_handle(waiter, easy.get());
  while (trouble == CURLM_OK) {
    trouble = curl_multi_perform(waiter, &running);
    if (running == 0 || trouble != CURLM_OK) {
      break;
    }
    if (stop.stop_requested()) {
      cancelled = true;
      break;
    }
    trouble = curl_multi_poll(waiter, nullptr, 0, kPollMillis, nullptr);
  }
  int code = trouble == CURLM_OK ? CURLE_OK : CURLE_FAILED_INIT;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(waiter, &left)) {
    if (message->msg == CURLMSG_DONE) {
      code = message->data.result;
    }
  }
  return code;
}

Exchange Channel::perform(const HttpRequest& request, const Dial& dial,
                          const std::stop_token& stop) {
  Handles& handles = *handles_;
  const bool repeatable = request.method != "POST" && request.method != "PATCH";
  Transfer transfer{Answer(request.limits, request.method == "HEAD"),
                    !repeatable, 0, false};
  handles.detail[0] = '\0';
  handles.handshake = {};
  handles.set_for(request, dial, transfer);
  const HeaderList headers = header_lines(request, dial);
  handles.set(CURLOPT_HTTPHEADER, headers.get());
  HeaderList connect;
  if (!dial.connect.empty()) {
    append(connect, "::" + dial.connect);
  }
  handles.set(CURLOPT_CONNECT_TO, connect.get());

  bool cancelled = false;
  const int code = handles.run(stop, cancelled);
  Exchange exchange = [&]() -> Exchange {
    if (cancelled) {
      return ExchangeFailure{
          FailureKind::kCancelled,
          "the run was told to stop before " + dial.address() + " had answered",
          phases_of(handles.easy.get(), false),
          peer_of(handles.easy.get(), dial)};
    }
    return handles.conclude(code, request, dial, transfer);
  }();
  // Measured first: taking it out closes a connection that is in the middle of
  // an answer.
  curl_multi_remove_handle(handles.multi.get(), handles.easy.get());
  return exchange;
}

Exchange Channel::Handles::conclude(int code, const HttpRequest& request,
                                    const Dial& dial, Transfer& transfer) {
  const bool reused = number_of(easy.get(), CURLINFO_NUM_CONNECTS) == 0;
  const Phases phases = phases_of(easy.get(), reused);
  const std::string address = peer_of(easy.get(), dial);
  const auto fail = [&](FailureKind kind, std::string message) -> Exchange {
    return ExchangeFailure{kind, std::move(message), phases, address};
  };
  if (transfer.refused_resend) {
    return fail(FailureKind::kReset,
                address + " closed a kept-alive connection while the " +
                    request.method +
                    " was on its way; it was not sent twice. Run it again");
  }
  if (code == CURLE_OK && transfer.answer.head_complete()) {
    if (std::optional<HttpResponse> response = transfer.answer.finish()) {
      response->url = request.url;
      response->phases = phases;
      response->address = address;
      response->reused_connection = reused;
      return *std::move(response);
    }
  }
  if (const std::optional<AnswerProblem>& problem = transfer.answer.problem()) {
    return fail(problem->kind,
                address + " " + problem->what + "; " + problem->next);
  }
  TransferFacts facts;
  // An answer that ends within its headers is no error to libcurl.
  facts.code = code == CURLE_OK ? CURLE_RECV_ERROR : code;
  facts.os_error = static_cast<int>(number_of(easy.get(), CURLINFO_OS_ERRNO));
  facts.detail = detail.data();
  facts.progress = progress_of(easy.get(), transfer, handshake);
  facts.host = dial.connect.empty() || facts.progress != Progress::kResolving
                   ? dial.url.host
                   : dial.connect.substr(0, dial.connect.rfind(':'));
  facts.address = address;
  facts.timeout = request.timeout;
  facts.tls = request.tls;
  facts.certificate = handshake.certificate;
  FailureText text = classify(facts);
  return fail(text.kind, std::move(text.message));
}

}  // namespace switchgate::probe
