// Writes and reads protobuf by hand: one field each way.

#include "runner/probe/kinds/grpc_protocol.h"

#include <array>
#include <optional>

namespace switchgate::probe {
namespace {

constexpr std::size_t kPrefixBytes = 5;  // a flag and four bytes of length

enum class Wire : std::uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

void append_varint(std::string& out, std::uint64_t value) {
  constexpr std::uint64_t kMore = 0x80;
  for (; value >= kMore; value >>= 7U) {
    out += static_cast<char>(value % kMore | kMore);
  }
  out += static_cast<char>(value);
}

Error broken(std::string what) { return {std::move(what), {}}; }

// Moves over the fields of a message.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : left_(bytes) {}

  bool empty() const { return left_.empty(); }

  // Nothing when it is cut off or longer than 64 bits.
  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      if (shift == 63 && byte > 1) {
        return std::nullopt;
      }
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    return std::nullopt;
  }

  bool skip(std::uint64_t size) {
    if (size > left_.size()) {
      return false;
    }
    left_.remove_prefix(static_cast<std::size_t>(size));
    return true;
  }

  bool skip_value(unsigned wire) {
    switch (static_cast<Wire>(wire)) {
      case Wire::kVarint:
        return varint().has_value();
      case Wire::kFixed64:
        return skip(8);
      case Wire::kBytes: {
        const auto size = varint();
        return size && skip(*size);
      }
      case Wire::kFixed32:
        return skip(4);
    }
    return false;
  }

 private:
  std::string_view left_;
};

Result<std::int64_t> read_status(std::string_view message) {
  std::int64_t status = 0;  // protobuf leaves out what is zero
  Fields fields(message);
  while (!fields.empty()) {
    const auto tag = fields.varint();
    if (!tag || *tag >> 3U == 0) {
      return broken("its protobuf is cut off");
    }
    const auto wire = static_cast<unsigned>(*tag & 7U);
    if (*tag >> 3U == 1 && wire == static_cast<unsigned>(Wire::kVarint)) {
      const auto value = fields.varint();
      if (!value) {
        return broken("its protobuf is cut off");
      }
      status = static_cast<std::int64_t>(*value);
    } else if (!fields.skip_value(wire)) {
      return broken("its protobuf is cut off, or not that of a HealthCheckResponse");
    }
  }
  return status;
}

}  // namespace

std::string health_request(std::string_view service) {
  std::string message;
  if (!service.empty()) {
    constexpr char kFirstFieldBytes = 0x0A;
    message += kFirstFieldBytes;
    append_varint(message, service.size());
    message += service;
  }
  std::string out(1, '\0');  // not compressed
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    out += static_cast<char>(message.size() >> (shift - 8) & 0xFFU);
  }
  return out + message;
}

Result<std::int64_t> read_health_response(std::string_view body) {
  if (body.size() < kPrefixBytes) {
    return broken("its message is cut off: " + std::to_string(body.size()) + " bytes");
  }
  if (body[0] != '\0') {
    return broken("its message is compressed, which was not asked for");
  }
  std::uint64_t size = 0;
  for (std::size_t i = 1; i < kPrefixBytes; ++i) {
    size = size << 8U | static_cast<unsigned char>(body[i]);
  }
  if (size != body.size() - kPrefixBytes) {
    return broken("it announces a message of " + std::to_string(size) + " bytes and sends " +
                  std::to_string(body.size() - kPrefixBytes));
  }
  return read_status(body.substr(kPrefixBytes));
}

std::string health_name(std::int64_t status) {
  constexpr std::array<std::string_view, 4> kNames = {"UNKNOWN", "SERVING", "NOT_SERVING",
                                                      "SERVICE_UNKNOWN"};
  const bool known = status >= 0 && status < static_cast<std::int64_t>(kNames.size());
  return known ? std::string(kNames[static_cast<std::size_t>(status)]) : std::to_string(status);
}

std::string grpc_status_name(int status) {
  constexpr std::array<std::string_view, 17> kNames = {
      "OK",
      "CANCELLED",
      "UNKNOWN",
      "INVALID_ARGUMENT",
      "DEADLINE_EXCEEDED",
      "NOT_FOUND",
      "ALREADY_EXISTS",
      "PERMISSION_DENIED",
      "RESOURCE_EXHAUSTED",
      "FAILED_PRECONDITION",
      "ABORTED",
      "OUT_OF_RANGE",
      "UNIMPLEMENTED",
      "INTERNAL",
      "UNAVAILABLE",
      "DATA_LOSS",
      "UNAUTHENTICATED",
  };
  const bool known = status >= 0 && status < static_cast<int>(kNames.size());
  return known ? std::string(kNames[static_cast<std::size_t>(status)])
               : "code " + std::to_string(status);
}

}  // namespace switchgate::probe
