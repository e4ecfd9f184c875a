// Keeps secrets out of everything that is shown or stored.

#ifndef SWITCHGATE_CHECKS_MODEL_MASKER_H_
#define SWITCHGATE_CHECKS_MODEL_MASKER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
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

  // `message`, which quotes pieces of `source`: also the pieces of secrets that stand in
  // `source` are hidden, where what cut them did not know that they belong together.
  std::string mask_quotes(std::string_view message, std::string_view source) const;

  // A stretch of a text that is hidden for its name, although no secret was declared for it.
  struct Named {
    std::size_t at = 0;
    std::size_t size = 0;
    std::string variable;  // where a person puts its value
    bool percent = false;  // it stands there percent-encoded
  };

  // One word to be shown and pasted (shell_quote_shown), each secret as a reference to an
  // environment variable: 'Authorization: Bearer '"$SHOP_TOKEN". Where the secret stands
  // percent-encoded (every byte of it then, which means the same), in base64 or as its SHA-256,
  // the shell makes that of the variable. What stands there in any other way is the value of a
  // variable of its own, "${SHOP_TOKEN_AS_SENT:?}": a shell that has none refuses the line.
  std::string shell_word(std::string_view text, std::span<const Named> named = {}) const;

  // Is there nothing in `text` but secrets?
  bool covers(std::string_view text) const;

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
  // How a secret stands in a text: as it is, in a way that a shell makes of it, or in another.
  enum class Writing : std::uint8_t { kPlain, kPercent, kBase64, kSha256, kOther };
  std::size_t number_of(const std::string& name);
  void add_derived(const std::string& value, std::size_t secret);
  Forms::const_iterator longest_at(std::string_view text) const;
  std::vector<Forms::const_iterator> forms_in_pieces(std::string_view text) const;
  void find_in(const View& view, std::vector<Hit>& hits) const;
  std::vector<Hit> find_all(std::string_view text) const;
  Writing writing_of(const Hit& hit, std::string_view text) const;
  std::string reference_to(const Hit& hit, std::string_view stood) const;

  std::vector<Secret> secrets_;
  Forms forms_;
};

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_MASKER_H_
