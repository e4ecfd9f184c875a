// Values that say nothing about a release: made for one answer, or telling the time of day.

#ifndef SWITCHGATE_CHECKS_VALUES_NOISE_H_
#define SWITCHGATE_CHECKS_VALUES_NOISE_H_

#include "checks/base/calendar.h"
#include "checks/json/value.h"

namespace switchgate::values {

// A text such as programs make for one answer: uuid, ulid, jwt, date with time, time, or 16 and
// more letters and digits that no person wrote. It says something only where a side repeats it.
bool is_made_for_an_answer(const json::Value& value);

// A date with its time, or a number of seconds or milliseconds since 1970, less than a day from
// `now`: when it was answered or cached, not what.
bool is_about_now(const json::Value& value, Instant now);

}  // namespace switchgate::values

#endif  // SWITCHGATE_CHECKS_VALUES_NOISE_H_
