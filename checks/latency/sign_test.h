// The sign test: of two equally likely outcomes one came more often. How likely is that?

#ifndef SWITCHGATE_CHECKS_LATENCY_SIGN_TEST_H_
#define SWITCHGATE_CHECKS_LATENCY_SIGN_TEST_H_

namespace switchgate::latency {

// The chance that of `more` + `fewer` outcomes at least `more` are of the first kind: the
// regularised incomplete beta function I_1/2(more, fewer + 1). For whole counts the exact one-sided
// sign test (McNemar's, of discordant pairs); the counts may be fractions, as after division by an
// inflation of the variance. 1 for more = 0. Requires both >= 0.
double sign_test(double more, double fewer);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_SIGN_TEST_H_
