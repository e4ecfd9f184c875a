// The sign test by Boost.Math, whose headers stay in this file.

#include "checks/latency/sign_test.h"

#include <boost/math/special_functions/beta.hpp>

namespace switchgate::latency {
namespace {

// Answers instead of exceptions, as in students_t.cc.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

}  // namespace

double sign_test(double more, double fewer) {
  // I_x(0, b) is a limit that Boost before 1.83 takes for a domain error.
  return more <= 0 ? 1 : boost::math::ibeta(more, fewer + 1, 0.5, Quiet());
}

}  // namespace switchgate::latency
