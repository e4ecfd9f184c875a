// Finds secrets in every form in which a program tends to write them.

#include "checks/model/masker.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "checks/base/text.h"

namespace switchgate {
namespace {

// A derived form shorter than this would hit innocent text; the plain one
// always counts.
constexpr std::size_t kShortestDerivedForm = 4;

// The digits of base64 that depend on nothing but `value` when `offset` bytes
// stand before it, as the password in "user:password" does, and anything behind
// it.
std::string base64_core(std::string_view value, std::size_t offset) {
  const std::string encoded = base64_encode(std::string(offset, '\0') + std::string(value));
  const std::size_t first = (offset * 8 + 5) / 6;
  const std::size_t end = (offset + value.size()) * 8 / 6;
  return end > first ? encoded.substr(first, end - first) : std::string();
}

std::string json_escape(std::string_view value, bool escape_slash) {
  std::string out;
  for (const char c : value) {
    constexpr std::string_view kShort = "\b\f\n\r\t\"\\";
    constexpr std::string_view kLetter = "bfnrt\"\\";
    const std::size_t at = kShort.find(c);
    if (at != std::string_view::npos) {
      out += {'\\', kLetter[at]};
    } else if (c == '/' && escape_slash) {
      out += "\\/";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> buffer{};
      std::snprintf(buffer.data(), buffer.size(), "\\u%04x", static_cast<unsigned>(c));
      out += buffer.data();
    } else {
      out += c;
    }
  }
  return out;
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

std::vector<std::string> forms_of(const std::string& value) {
  const std::string percent = percent_encode(value);
  const std::string whole = base64_encode(value);
  std::vector<std::string> derived = {
      whole,
      url_alphabet(whole),
      percent,
      lower_hex(percent),
      replace_all(percent, "%20", "+"),
      json_escape(value, false),
      json_escape(value, true),
      excerpt(value, value.size() * 8),  // as findings show it
  };
  for (std::size_t offset = 0; offset < 3; ++offset) {
    derived.push_back(base64_core(value, offset));
    derived.push_back(url_alphabet(derived.back()));
  }
  std::vector<std::string> forms = {value};
  for (std::string& form : derived) {
    if (form.size() >= kShortestDerivedForm &&
        std::find(forms.begin(), forms.end(), form) == forms.end()) {
      forms.push_back(std::move(form));
    }
  }
  std::stable_sort(forms.begin(), forms.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return forms;
}

// A stretch of text that belongs to a secret.
struct Hit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t longest = 0;  // length of the form that names it
  std::size_t secret = 0;
  bool plain = false;  // exactly the secret's own value
};

void find_all(std::string_view text, std::string_view form, const Hit& like,
              std::vector<Hit>& hits) {
  for (std::size_t at = text.find(form); at != std::string_view::npos;
       at = text.find(form, at + 1)) {
    hits.push_back({at, at + form.size(), form.size(), like.secret, like.plain});
  }
}

// Hits that overlap become one, so that no end of a longer secret stays behind.
std::vector<Hit> merge(std::vector<Hit> hits) {
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

// A name that a shell takes for a variable's.
std::string variable_name(std::string name) {
  for (char& c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    c = fits ? c : '_';
  }
  return name.empty() || (name[0] >= '0' && name[0] <= '9') ? '_' + name : name;
}

}  // namespace

void Masker::add(std::string name, std::string value) {
  if (!value.empty()) {
    std::vector<std::string> forms = forms_of(value);
    secrets_.push_back({std::move(name), std::move(value), std::move(forms)});
  }
}

std::string Masker::mask(std::string_view text) const {
  return rewrite(
      text, [](const Secret& secret, Form) { return "***" + secret.name + "***"; },
      [](std::string_view rest) { return std::string(rest); });
}

std::string Masker::shell_word(std::string_view text) const {
  if (text.empty()) {
    return "''";
  }
  return rewrite(
      text,
      [](const Secret& secret, Form form) {
        const std::string variable = "\"$" + variable_name(secret.name) + '"';
        switch (form) {
          case Form::kPlain:
            return variable;
          case Form::kPercent:
            // POSIX tools only: every byte in hex, a percent sign before each pair.
            return "\"$(printf %s " + variable +
                   R"sh( | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')")sh";
          case Form::kOther:
            break;
        }
        return shell_quote("***" + secret.name + "***");
      },
      [](std::string_view rest) { return rest.empty() ? std::string() : shell_quote(rest); });
}

Masker::Form Masker::form_of(const Secret& secret, std::string_view text) {
  const std::string percent = percent_encode(secret.value);
  const bool encoded =
      text == percent || text == lower_hex(percent) || text == replace_all(percent, "%20", "+");
  return encoded ? Form::kPercent : Form::kOther;
}

std::string Masker::rewrite(std::string_view text,
                            const std::function<std::string(const Secret&, Form)>& hidden,
                            const std::function<std::string(std::string_view)>& shown) const {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < secrets_.size(); ++i) {
    for (const std::string& form : secrets_[i].forms) {
      find_all(text, form, Hit{.secret = i, .plain = form == secrets_[i].value}, hits);
    }
  }
  std::string out;
  std::size_t done = 0;
  for (const Hit& hit : merge(std::move(hits))) {
    out += shown(text.substr(done, hit.begin - done));
    const Secret& secret = secrets_[hit.secret];
    const std::string_view stood = text.substr(hit.begin, hit.end - hit.begin);
    out += hidden(secret, hit.plain ? Form::kPlain : form_of(secret, stood));
    done = hit.end;
  }
  return out + shown(text.substr(done));
}

bool Masker::sensitive_name(std::string_view name) {
  const std::string lower = to_lower_ascii(name);
  constexpr std::array<std::string_view, 4> kWhole = {"authorization", "proxy-authorization",
                                                      "cookie", "set-cookie"};
  constexpr std::array<std::string_view, 3> kParts = {"token", "password", "secret"};
  return std::find(kWhole.begin(), kWhole.end(), lower) != kWhole.end() ||
         std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

}  // namespace switchgate
