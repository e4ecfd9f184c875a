// Finds secrets in every form in which a program tends to write them.

#include "checks/model/masker.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "checks/base/secret_names.h"
#include "checks/base/sha256.h"
#include "checks/base/text.h"
#include "checks/model/masker_views.h"

namespace switchgate {
namespace {

// A derived form shorter than this would hit innocent text; the plain one
// always counts.
constexpr std::size_t kShortestDerivedForm = 4;
// A longer source is not searched: its secrets are taken to stand there.
constexpr std::size_t kMostSearched = 1'000'000;
constexpr std::string_view kCut = "…";  // what excerpt() leaves where it cuts

// The digits of base64 that depend on nothing but `value` when `offset` bytes
// stand before it, as the password in "user:password" does, and anything behind
// it.
std::string base64_core(std::string_view value, std::size_t offset) {
  const std::string encoded = base64_encode(std::string(offset, '\0') + std::string(value));
  const std::size_t first = (offset * 8 + 5) / 6;
  const std::size_t end = (offset + value.size()) * 8 / 6;
  return end > first ? encoded.substr(first, end - first) : std::string();
}

std::string url_alphabet(std::string base64) {
  std::replace(base64.begin(), base64.end(), '+', '-');
  std::replace(base64.begin(), base64.end(), '/', '_');
  return base64;
}

std::string lower_hex(std::string percent_encoded) {
  for (std::size_t i = 0; i + 2 < percent_encoded.size(); ++i) {
    if (percent_encoded[i] == '%') {
      const std::string digits = to_lower_ascii(percent_encoded.substr(i + 1, 2));
      percent_encoded.replace(i + 1, 2, digits);
    }
  }
  return percent_encoded;
}

// How else than plainly a program tends to write `value`; escapes apart, which are resolved
// in the text that is looked at.
std::vector<std::string> derived_forms(const std::string& value) {
  const std::string whole = base64_encode(value);
  std::vector<std::string> forms = {whole, url_alphabet(whole),
                                    excerpt(value, value.size() * 8)};  // as findings show it
  for (std::size_t offset = 0; offset < 3; ++offset) {
    forms.push_back(base64_core(value, offset));
    forms.push_back(url_alphabet(forms.back()));
  }
  return forms;
}

// How much of `text` from its beginning is a piece of `form`; 0 when too little to tell.
std::size_t longest_piece(std::string_view form, std::string_view text) {
  const std::string_view beginning = text.substr(0, kShortestDerivedForm);
  std::size_t longest = 0;
  for (std::size_t at = form.find(beginning);
       beginning.size() == kShortestDerivedForm && at != std::string_view::npos;
       at = form.find(beginning, at + 1)) {
    const std::string_view rest = form.substr(at);
    const auto ends = std::mismatch(rest.begin(), rest.end(), text.begin(), text.end());
    longest = std::max(longest, static_cast<std::size_t>(ends.first - rest.begin()));
  }
  return longest;
}

// A name that a shell takes for a variable's.
std::string variable_name(std::string name) {
  for (char& c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    c = fits ? c : '_';
  }
  return name.empty() || (name[0] >= '0' && name[0] <= '9') ? '_' + name : name;
}

std::string variable_reference(const std::string& name) {
  return "\"$" + variable_name(name) + '"';
}

// POSIX tools only: every byte in hex, a percent sign before each pair.
std::string percent_encoding(const std::string& variable) {
  return "\"$(printf %s " + variable + R"sh( | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')")sh";
}

}  // namespace

// A stretch of text that belongs to a secret.
struct Masker::Hit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t longest = 0;  // length of the form that names it
  std::size_t secret = 0;
  bool plain = false;  // exactly the secret's own value
};

// A text to look at, and where each of its bytes stands in the original (null: there).
struct Masker::View {
  std::string_view text;
  const std::vector<std::size_t>* from = nullptr;

  std::size_t original(std::size_t at) const { return from == nullptr ? at : (*from)[at]; }
};

void Masker::add_derived(const std::string& value, std::size_t secret) {
  for (std::string& form : derived_forms(value)) {
    if (form.size() >= kShortestDerivedForm) {
      forms_.try_emplace(std::move(form), Form{secret, false});
    }
  }
}

void Masker::add(std::string name, std::string value) {
  const auto known = forms_.find(value);
  if (value.empty() || (known != forms_.end() && known->second.plain)) {
    return;
  }
  const std::size_t number = secrets_.size();
  secrets_.push_back({std::move(name), value});
  add_derived(value, number);
  forms_.insert_or_assign(std::move(value), Form{number, true});
}

std::size_t Masker::number_of(const std::string& name) {
  const auto known = std::find_if(secrets_.begin(), secrets_.end(),
                                  [&](const Secret& secret) { return secret.name == name; });
  const auto number = static_cast<std::size_t>(known - secrets_.begin());
  if (known == secrets_.end()) {
    secrets_.push_back({name, {}});
  }
  return number;
}

void Masker::add_form(const std::string& name, std::string form) {
  if (form.size() < kShortestDerivedForm || forms_.contains(form)) {
    return;
  }
  const std::size_t number = number_of(name);
  add_derived(form, number);
  forms_.try_emplace(std::move(form), Form{number, false});
}

std::optional<std::string> Masker::find(std::string_view text) const {
  const std::vector<Hit> hits = find_all(text);
  return hits.empty() ? std::nullopt : std::optional(secrets_[hits.front().secret].name);
}

void Masker::derive(std::string_view value, std::string_view result) {
  if (const auto name = find(value)) {
    add_form(*name, std::string(result));
  }
}

std::string Masker::mask(std::string_view text) const {
  std::string out;
  std::size_t done = 0;
  for (const Hit& hit : find_all(text)) {
    out += text.substr(done, hit.begin - done);
    out += "***" + secrets_[hit.secret].name + "***";
    done = hit.end;
  }
  return out.append(text.substr(done));
}

bool Masker::covers(std::string_view text) const {
  std::size_t hidden = 0;
  for (const Hit& hit : find_all(text)) {
    hidden += hit.end - hit.begin;
  }
  return hidden == text.size();
}

std::string Masker::mask_quotes(std::string_view message, std::string_view source) const {
  const std::string masked = mask(message);
  std::vector<Forms::const_iterator> forms = forms_in_pieces(masked);
  if (!forms.empty() && source.size() <= kMostSearched) {
    std::vector<bool> stands(secrets_.size());
    for (const Hit& hit : find_all(source)) {
      stands[hit.secret] = true;
    }
    std::erase_if(forms, [&](const auto& form) { return !stands[form->second.secret]; });
  }
  std::string out;
  for (std::size_t at = 0; at < masked.size();) {
    std::size_t longest = 0;
    std::size_t secret = 0;
    for (const auto& form : forms) {
      const std::size_t length = longest_piece(form->first, std::string_view(masked).substr(at));
      if (length > longest) {
        longest = length;
        secret = form->second.secret;
      }
    }
    out += longest == 0 ? masked.substr(at, 1) : "***" + secrets_[secret].name + "***";
    at += std::max<std::size_t>(longest, 1);
  }
  return out;
}

// Those that have enough characters in a row in common with `text` to be told from chance.
std::vector<Masker::Forms::const_iterator> Masker::forms_in_pieces(std::string_view text) const {
  std::unordered_set<std::string_view> pieces;
  for (std::size_t at = 0; at + kShortestDerivedForm <= text.size(); ++at) {
    pieces.insert(text.substr(at, kShortestDerivedForm));
  }
  std::vector<Forms::const_iterator> found;
  for (auto form = forms_.begin(); form != forms_.end(); ++form) {
    const std::string_view key = form->first;
    for (std::size_t at = 0; at + kShortestDerivedForm <= key.size(); ++at) {
      if (pieces.contains(key.substr(at, kShortestDerivedForm))) {
        found.push_back(form);
        break;
      }
    }
  }
  return found;
}

std::string Masker::shell_word(std::string_view text, std::span<const Named> named) const {
  if (text.empty()) {
    return "''";
  }
  struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string word;
  };
  std::vector<Stretch> hidden;
  for (const Hit& hit : find_all(text)) {
    hidden.push_back(
        {hit.begin, hit.end, reference_to(hit, text.substr(hit.begin, hit.end - hit.begin))});
  }
  for (const Named& name : named) {
    if (covers(text.substr(name.at, name.size))) {
      continue;  // a declared secret, which has a variable already
    }
    const std::string variable = variable_reference(name.variable);
    Stretch whole{name.at, name.at + name.size,
                  name.percent ? percent_encoding(variable) : variable};
    std::erase_if(hidden, [&whole](const Stretch& other) {
      const bool overlaps = other.begin < whole.end && whole.begin < other.end;
      if (overlaps) {
        whole.begin = std::min(whole.begin, other.begin);
        whole.end = std::max(whole.end, other.end);
      }
      return overlaps;
    });
    hidden.push_back(std::move(whole));
  }
  std::sort(hidden.begin(), hidden.end(),
            [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t done = 0;
  const auto show_until = [&](std::size_t end) {
    const std::string_view rest = text.substr(done, end - done);
    out += rest.empty() ? std::string() : shell_quote_shown(rest);
  };
  for (const Stretch& stretch : hidden) {
    show_until(stretch.begin);
    out += stretch.word;
    done = stretch.end;
  }
  show_until(text.size());
  return out;
}

std::string Masker::reference_to(const Hit& hit, std::string_view stood) const {
  const std::string& name = secrets_[hit.secret].name;
  std::string variable = variable_reference(name);
  switch (writing_of(hit, stood)) {
    case Writing::kPlain:
      return variable;
    case Writing::kPercent:
      return percent_encoding(variable);
    case Writing::kBase64:
      return "\"$(printf %s " + variable + R"sh( | base64 | tr -d '\n')")sh";
    case Writing::kSha256:
      return "\"$(printf %s " + variable + R"sh( | sha256sum | cut -d ' ' -f 1)")sh";
    case Writing::kOther:
      break;
  }
  return "\"${" + variable_name(name) + "_AS_SENT:?}\"";
}

Masker::Writing Masker::writing_of(const Hit& hit, std::string_view text) const {
  if (hit.plain) {
    return Writing::kPlain;
  }
  const std::string& value = secrets_[hit.secret].value;
  if (value.empty()) {
    return Writing::kOther;
  }
  const std::string percent = percent_encode(value);
  if (text == percent || text == lower_hex(percent) || text == replace_all(percent, "%20", "+")) {
    return Writing::kPercent;
  }
  return text == base64_encode(value) ? Writing::kBase64
         : text == sha256_hex(value)  ? Writing::kSha256
                                      : Writing::kOther;
}

// Hits in the order of the text; those that overlap become one, so that no end of a longer
// secret stays behind.
std::vector<Masker::Hit> Masker::find_all(std::string_view text) const {
  std::vector<Hit> hits;
  if (empty()) {
    return hits;
  }
  find_in({text, nullptr}, hits);
  for (const ResolvedView& view : resolved_views(text)) {
    find_in({view.text, &view.from}, hits);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<Hit> merged;
  for (const Hit& hit : hits) {
    if (merged.empty() || hit.begin >= merged.back().end) {
      merged.push_back(hit);
      continue;
    }
    Hit& last = merged.back();
    if (hit.longest > last.longest) {
      last.longest = hit.longest;
      last.secret = hit.secret;
    }
    last.plain = last.plain && hit.end <= last.end;
    last.end = std::max(last.end, hit.end);
  }
  return merged;
}

// The longest form that `text` begins with.
Masker::Forms::const_iterator Masker::longest_at(std::string_view text) const {
  while (!text.empty()) {
    auto form = forms_.upper_bound(text);
    if (form == forms_.begin()) {
      break;
    }
    --form;  // no other form shares more with `text`
    const std::string_view key = form->first;
    const auto differs = std::mismatch(key.begin(), key.end(), text.begin(), text.end()).first;
    if (differs == key.end()) {
      return form;
    }
    text = text.substr(0, static_cast<std::size_t>(differs - key.begin()));
  }
  return forms_.end();
}

void Masker::find_in(const View& view, std::vector<Hit>& hits) const {
  const std::string_view text = view.text;
  const auto add = [&](std::size_t at, std::size_t length, const Form& form, bool plain) {
    hits.push_back({view.original(at), view.original(at + length), length, form.secret,
                    plain && view.from == nullptr});
  };
  std::size_t cut = text.find(kCut);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (const auto form = longest_at(rest); form != forms_.end()) {
      add(at, form->first.size(), form->second, form->second.plain);
    }
    cut = cut < at ? text.find(kCut, at) : cut;
    if (cut == std::string_view::npos || cut - at < kShortestDerivedForm) {
      continue;
    }
    const std::string_view beginning = rest.substr(0, cut - at);
    const auto form = forms_.lower_bound(beginning);
    if (form != forms_.end() && form->first.starts_with(beginning)) {
      add(at, beginning.size(), form->second, false);
    }
  }
}

// Wider than names_secret(): this much is promised, and to hide a `token_type` costs less than
// to show a token. What only may name a secret is not among it: answers use such names freely.
bool Masker::sensitive_name(std::string_view name) {
  const std::string lower = to_lower_ascii(name);
  constexpr std::array<std::string_view, 3> kParts = {"token", "password", "secret"};
  return std::any_of(
             kParts.begin(), kParts.end(),
             [&](std::string_view part) { return lower.find(part) != std::string::npos; }) ||
         names_secret(name);
}

}  // namespace switchgate
