// The sales report: the one endpoint of the shop that has real work to do.

#ifndef SWITCHGATE_SAMPLES_SHOP_REPORT_H_
#define SWITCHGATE_SAMPLES_SHOP_REPORT_H_

#include <chrono>
#include <vector>

#include "samples/shop/store.h"

namespace shop {

// Aggregates all sales in the database, again and again until the calling
// thread has worked for at least `work` of CPU time. Measured as CPU time, not
// as rounds, so that every machine, and both of two instances, have the same
// load; a busy machine makes it slower, as it makes any service slower.
std::vector<CategorySales> sales_report(const Store& store, std::chrono::microseconds work);

}  // namespace shop

#endif  // SWITCHGATE_SAMPLES_SHOP_REPORT_H_
