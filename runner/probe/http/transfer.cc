// The callbacks that libcurl is given.

#include "runner/probe/http/transfer.h"

#include <string_view>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include "runner/probe/tls_facts.h"

namespace switchgate::probe {
namespace {

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

// The connection's TLS; null without. libcurl shows the connection only while a
// transfer uses it.
const SSL* tls_of(const Transfer& transfer) {
  const curl_tlssessioninfo* session = nullptr;
  if (curl_easy_getinfo(transfer.easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK ||
      session == nullptr || session->backend != CURLSSLBACKEND_OPENSSL) {
    return nullptr;
  }
  return static_cast<const SSL*>(session->internals);
}

void note_tls(Transfer& transfer, const SSL* ssl) {
  Handshake& handshake = *transfer.handshake;
  if (handshake.known != ssl) {
    handshake.facts = facts_of_handshake(ssl);
    handshake.known = ssl;
  }
  transfer.tls = handshake.facts;
  const unsigned char* protocol = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(ssl, &protocol, &size);
  transfer.http2 = std::string_view(reinterpret_cast<const char*>(protocol), size) == "h2";
}

bool on_new_connection(const Transfer& transfer) {
  long made = 0;
  curl_easy_getinfo(transfer.easy, CURLINFO_NUM_CONNECTS, &made);
  return made > 0;
}

// Called each time a request is about to be sent. libcurl sends again by itself
// when a kept-alive connection turns out to be closed, whatever the method.
int on_sending(void* data, char*, char*, int, int) {
  auto* transfer = static_cast<Transfer*>(data);
  if (transfer->only_on_old && on_new_connection(*transfer)) {
    transfer->refused_new = true;
    return CURL_PREREQFUNC_ABORT;
  }
  if (++transfer->times_sent > 1 && transfer->only_once) {
    transfer->refused_resend = true;
    return CURL_PREREQFUNC_ABORT;
  }
  if (const SSL* ssl = tls_of(*transfer)) {
    note_tls(*transfer, ssl);
  }
  transfer->sent = std::chrono::steady_clock::now();
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

int on_remark(CURL*, curl_infotype kind, char* data, std::size_t size, void* transfer) {
  if (kind == CURLINFO_TEXT &&
      std::string_view(data, size).find("GOAWAY, error=0,") != std::string_view::npos) {
    static_cast<Transfer*>(transfer)->left_politely = true;
  }
  return 0;
}

}  // namespace

void hook(void* easy, Handshake& handshake) {
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &on_sending);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &on_remark);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &on_ssl_context);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, &handshake);
}

void hook(void* easy, Transfer& transfer) {
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, &transfer);
}

}  // namespace switchgate::probe
