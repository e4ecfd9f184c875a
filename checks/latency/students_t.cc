// Student's t by Boost.Math, whose headers stay in this file.

#include "checks/latency/students_t.h"

#include <boost/math/distributions/students_t.hpp>

namespace switchgate::latency {
namespace {

// Answers instead of exceptions: NaN for a domain error, infinity for an
// overflow.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;
using StudentsT = boost::math::students_t_distribution<double, Quiet>;

}  // namespace

double t_upper_tail(double t, double df) {
  return boost::math::cdf(boost::math::complement(StudentsT(df), t));
}

double t_exceeded_with(double tail, double df) {
  return boost::math::quantile(boost::math::complement(StudentsT(df), tail));
}

}  // namespace switchgate::latency
