// What a release of the shop does differently. The good release is the
// contract; the bad one breaks it in four places that no status check would
// notice.

#ifndef SWITCHGATE_SAMPLES_SHOP_RELEASE_H_
#define SWITCHGATE_SAMPLES_SHOP_RELEASE_H_

#include <chrono>
#include <string>

namespace shop {

struct Release {
  std::string version = "1.0.0";  // answered by /version and in X-Version

  bool product_list_has_currency = true;  // bad: the field is dropped from GET /products
  bool weight_is_number = true;           // bad: GET /products/{id} answers "420" for 420
  bool review_text_is_required = true;    // bad: null for some rows of GET /products/{id}/reviews

  // The CPU time that GET /reports/sales works for, at least. Bad: 60 % more.
  std::chrono::microseconds report_work{5000};
};

inline Release good_release() { return {}; }

inline Release bad_release() {
  Release release;
  release.product_list_has_currency = false;
  release.weight_is_number = false;
  release.review_text_is_required = false;
  release.report_work = std::chrono::microseconds{8000};
  return release;
}

}  // namespace shop

#endif  // SWITCHGATE_SAMPLES_SHOP_RELEASE_H_
