#include "tests/support/websocket_peer.h"

#include "runner/probe/kinds/websocket_protocol.h"

namespace switchgate::testing::websocket {

std::string header_in(const std::string& head, const std::string& name) {
  const std::size_t at = head.find("\r\n" + name + ": ");
  const std::size_t from = at + name.size() + 4;
  return at == std::string::npos ? "" : head.substr(from, head.find("\r\n", from) - from);
}

std::string accepting(const std::string& head, const std::string& more) {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, "
         "Upgrade\r\nSec-WebSocket-Accept: " +
         probe::accept_for(header_in(head, "Sec-WebSocket-Key")) + "\r\n" + more + "\r\n";
}

ClientFrame take_frame(RawConnection& connection) {
  const std::string head = connection.take(2);
  if (head.size() < 2 || (head[1] & 0x80) == 0) {
    return {};
  }
  const std::string mask = connection.take(4);  // the tests send short messages
  std::string payload = connection.take(static_cast<std::size_t>(head[1] & 0x7F));
  for (std::size_t i = 0; i < payload.size(); ++i) {
    payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
  }
  return {static_cast<unsigned char>(head[0]), payload};
}

std::string frame(int first, const std::string& payload) {
  return std::string{static_cast<char>(first), static_cast<char>(payload.size())} + payload;
}

void echo(RawConnection& connection) {
  const std::string head = connection.take_until("\r\n\r\n");
  connection.send(accepting(head));
  connection.send(frame(0x81, take_frame(connection).payload));
  take_frame(connection);  // the client's close
}

}  // namespace switchgate::testing::websocket
