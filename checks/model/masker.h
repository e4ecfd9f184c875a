// Keeps secrets out of everything that is shown or stored.

#ifndef SWITCHGATE_CHECKS_MODEL_MASKER_H_
#define SWITCHGATE_CHECKS_MODEL_MASKER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate {

// Finds a secret as it is and in base64 (all three alignments, both alphabets), each also
// with percent escapes, backslash escapes (JSON, and those of excerpts) or HTML references
// in it, and where an excerpt was cut within it. What that costs depends on the text, not
// on the number of secrets.
//
// Not synchronised: each session of a run works on its own copy, which its captures extend.
class Masker {
 public:
  // From now on `value` is replaced wherever it stands. Empty values, and those known
  // already, are ignored.
  void add(std::string name, std::string value);

  // Hides `form` too, which was made of the secret `name` by some other means: a filter.
  // Ignored when it is short enough to stand in innocent text.
  void add_form(const std::string& name, std::string form);

  // The name of a secret that stands in `text` in any form.
  std::optional<std::string> find(std::string_view text) const;

  // A filter made `result` of `value`: hides it when `value` holds a secret.
  void derive(std::string_view value, std::string_view result);

  // `text` with every secret as "***NAME***".
  std::string mask(std::string_view text) const;

  // One word to be shown and pasted (shell_quote_shown), each secret as a reference to an
  // environment variable: 'Authorization: Bearer '"$SHOP_TOKEN". Where the secret stands
  // percent-encoded, the shell encodes the variable: every byte of it, which means
  // the same. In base64 or JSON it is only hidden.
  std::string shell_word(std::string_view text) const;

  // Is this the name of a header, field or variable whose value is always
  // hidden: *token*, *password*, *secret*, case ignored, and all names that
  // names_secret() knows (Authorization, Cookie, X-Api-Key …)?
  static bool sensitive_name(std::string_view name);

  bool empty() const { return secrets_.empty(); }

 private:
  struct Secret {
    std::string name;
    std::string value;  // empty: only forms of it are known
  };
  struct Form {
    std::size_t secret = 0;  // index into secrets_
    bool plain = false;      // the secret itself: what a shell's variable holds
  };
  using Forms = std::map<std::string, Form, std::less<>>;
  struct Hit;
  struct View;
  // How a secret stands in a text: as it is, percent-encoded, or in a way that no shell
  // makes of it.
  enum class Writing : std::uint8_t { kPlain, kPercent, kOther };
  std::size_t number_of(const std::string& name);
  void add_derived(const std::string& value, std::size_t secret);
  Forms::const_iterator longest_at(std::string_view text) const;
  void find_in(const View& view, std::vector<Hit>& hits) const;
  std::vector<Hit> find_all(std::string_view text) const;
  Writing writing_of(const Hit& hit, std::string_view text) const;
  // `text` with each secret through `hidden` (told what stood there) and the stretches
  // between through `shown`.
  std::string rewrite(std::string_view text,
                      const std::function<std::string(const Hit&, std::string_view)>& hidden,
                      const std::function<std::string(std::string_view)>& shown) const;

  std::vector<Secret> secrets_;
  Forms forms_;
};

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_MASKER_H_
