// The server's side of a WebSocket, frame by frame, on a connection of a RawServer.

#ifndef SWITCHGATE_TESTS_SUPPORT_WEBSOCKET_PEER_H_
#define SWITCHGATE_TESTS_SUPPORT_WEBSOCKET_PEER_H_

#include <string>

#include "tests/support/raw_server.h"

namespace switchgate::testing::websocket {

// The value of a header in the head of a request.
std::string header_in(const std::string& head, const std::string& name);

// The answer that opens a WebSocket for the handshake `head`, with `more` header lines.
std::string accepting(const std::string& head, const std::string& more = {});

struct ClientFrame {
  int first = 0;
  std::string payload;
};
// The client's next frame; empty when there is none.
ClientFrame take_frame(RawConnection& connection);

// A frame of a server, of less than 126 bytes; `first` is its first byte.
std::string frame(int first, const std::string& payload);

// Opens the WebSocket and sends one message back.
void echo(RawConnection& connection);

}  // namespace switchgate::testing::websocket

#endif  // SWITCHGATE_TESTS_SUPPORT_WEBSOCKET_PEER_H_
