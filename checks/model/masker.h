// Keeps secrets out of everything that is shown or stored.

#ifndef SWITCHGATE_CHECKS_MODEL_MASKER_H_
#define SWITCHGATE_CHECKS_MODEL_MASKER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchgate {

// Not synchronised: each session of a run works on its own copy, which its
// captures extend.
class Masker {
 public:
  // From now on `value` is replaced wherever it stands, in plain, base64 (all
  // three alignments), percent-encoded and JSON-escaped form. Empty values are
  // ignored.
  void add(std::string name, std::string value);

  // `text` with every secret as "***NAME***".
  std::string mask(std::string_view text) const;

  // One word for a POSIX shell, each secret as a reference to an environment
  // variable: 'Authorization: Bearer '"$SHOP_TOKEN". Where the secret stands
  // percent-encoded, the shell encodes the variable: every byte of it, which means
  // the same. In base64 or JSON it is only hidden.
  std::string shell_word(std::string_view text) const;

  // Is this the name of a header, field or variable whose value is always
  // hidden (Authorization, Cookie, Set-Cookie, *token*, *password*, *secret*,
  // case ignored)?
  static bool sensitive_name(std::string_view name);

  bool empty() const { return secrets_.empty(); }

 private:
  struct Secret {
    std::string name;
    std::string value;
    std::vector<std::string> forms;  // longest first; `value` is among them
  };
  enum class Form : std::uint8_t { kPlain, kPercent, kOther };
  static Form form_of(const Secret& secret, std::string_view text);
  // `text` with each secret through `hidden` (told in which form it stood there) and
  // the stretches between through `shown`.
  std::string rewrite(std::string_view text,
                      const std::function<std::string(const Secret&, Form)>& hidden,
                      const std::function<std::string(std::string_view)>& shown) const;

  std::vector<Secret> secrets_;
};

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_MASKER_H_
