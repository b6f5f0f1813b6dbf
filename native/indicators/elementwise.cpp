#include <cmath>
#include <numbers>

#include "families.hpp"

namespace syndicate::indicators {
namespace {

/** A function of one value. */
template <double (*Function)(double)>
class Mapped {
 public:
  bool next(double x, double& y) {
    y = Function(x);
    return true;
  }
};

/** A function of a bar's values. */
template <std::size_t Inputs, double (*Function)(const double*)>
class OfBar {
 public:
  static constexpr std::size_t inputs = Inputs;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    out[0] = Function(in);
    return true;
  }
};

double absolute(double x) { return std::abs(x); }
double arcCosine(double x) { return std::acos(x); }
double arcSine(double x) { return std::asin(x); }
double arcTangent(double x) { return std::atan(x); }
double ceiling(double x) { return std::ceil(x); }
double cosine(double x) { return std::cos(x); }
double hyperbolicCosine(double x) { return std::cosh(x); }
double exponential(double x) { return std::exp(x); }
double floored(double x) { return std::floor(x); }
double naturalLogarithm(double x) { return std::log(x); }
double decimalLogarithm(double x) { return std::log10(x); }
double roundedUpFromHalf(double x) { return std::floor(x + 0.5); }
double sine(double x) { return std::sin(x); }
double hyperbolicSine(double x) { return std::sinh(x); }
double root(double x) { return std::sqrt(x); }
double tangent(double x) { return std::tan(x); }
double hyperbolicTangent(double x) { return std::tanh(x); }
double degrees(double x) { return x * (180.0 / std::numbers::pi); }
double radians(double x) { return x * (std::numbers::pi / 180.0); }
double truncated(double x) { return std::trunc(x); }

double sum(const double* in) { return in[0] + in[1]; }
double difference(const double* in) { return in[0] - in[1]; }
double product(const double* in) { return in[0] * in[1]; }
double quotient(const double* in) { return in[0] / in[1]; }

double averagePrice(const double* ohlc) { return (ohlc[0] + ohlc[1] + ohlc[2] + ohlc[3]) * 0.25; }
double medianPrice(const double* hl) { return (hl[0] + hl[1]) * 0.5; }
double typicalPrice(const double* hlc) { return (hlc[0] + hlc[1] + hlc[2]) / 3.0; }
double weightedClose(const double* hlc) { return (hlc[0] + hlc[1] + hlc[2] * 2.0) * 0.25; }
double balanceOfPower(const double* ohlc) {
  const double range = ohlc[1] - ohlc[2];
  return range <= 0.0 ? 0.0 : (ohlc[3] - ohlc[0]) / range;
}
/** TA-Lib takes a range below its epsilon for none. */
double talibBalanceOfPower(const double* ohlc) {
  const double range = ohlc[1] - ohlc[2];
  return range < 1e-14 ? 0.0 : (ohlc[3] - ohlc[0]) / range;
}
double marketFacilitation(const double* hlv) { return (hlv[0] - hlv[1]) / hlv[2]; }

template <double (*Function)(double)>
void both(Table& all, const char* name) {
  talib(all, name, "real", "real", {}, plain<Mapped<Function>>);
  tulip(all, name, "real", name, {}, plain<Mapped<Function>>);
}

}  // namespace

void addElementwise(Table& all) {
  both<arcCosine>(all, "acos");
  both<arcSine>(all, "asin");
  both<arcTangent>(all, "atan");
  both<ceiling>(all, "ceil");
  both<cosine>(all, "cos");
  both<hyperbolicCosine>(all, "cosh");
  both<exponential>(all, "exp");
  both<floored>(all, "floor");
  both<naturalLogarithm>(all, "ln");
  both<decimalLogarithm>(all, "log10");
  both<sine>(all, "sin");
  both<hyperbolicSine>(all, "sinh");
  both<root>(all, "sqrt");
  both<tangent>(all, "tan");
  both<hyperbolicTangent>(all, "tanh");
  tulip(all, "abs", "real", "abs", {}, plain<Mapped<absolute>>);
  tulip(all, "round", "real", "round", {}, plain<Mapped<roundedUpFromHalf>>);
  tulip(all, "todeg", "real", "degrees", {}, plain<Mapped<degrees>>);
  tulip(all, "torad", "real", "radians", {}, plain<Mapped<radians>>);
  tulip(all, "trunc", "real", "trunc", {}, plain<Mapped<truncated>>);

  talib(all, "add", "real0 real1", "real", {}, plain<OfBar<2, sum>>);
  talib(all, "sub", "real0 real1", "real", {}, plain<OfBar<2, difference>>);
  talib(all, "mult", "real0 real1", "real", {}, plain<OfBar<2, product>>);
  talib(all, "div", "real0 real1", "real", {}, plain<OfBar<2, quotient>>);
  tulip(all, "add", "real0 real1", "add", {}, plain<OfBar<2, sum>>);
  tulip(all, "sub", "real0 real1", "sub", {}, plain<OfBar<2, difference>>);
  tulip(all, "mul", "real0 real1", "mul", {}, plain<OfBar<2, product>>);
  tulip(all, "div", "real0 real1", "div", {}, plain<OfBar<2, quotient>>);

  talib(all, "avgprice", "open high low close", "real", {}, plain<OfBar<4, averagePrice>>);
  tulip(all, "avgprice", "open high low close", "avgprice", {}, plain<OfBar<4, averagePrice>>);
  talib(all, "medprice", "high low", "real", {}, plain<OfBar<2, medianPrice>>);
  tulip(all, "medprice", "high low", "medprice", {}, plain<OfBar<2, medianPrice>>);
  talib(all, "typprice", "high low close", "real", {}, plain<OfBar<3, typicalPrice>>);
  tulip(all, "typprice", "high low close", "typprice", {}, plain<OfBar<3, typicalPrice>>);
  talib(all, "wclprice", "high low close", "real", {}, plain<OfBar<3, weightedClose>>);
  tulip(all, "wcprice", "high low close", "wcprice", {}, plain<OfBar<3, weightedClose>>);
  talib(all, "bop", "open high low close", "real", {}, plain<OfBar<4, talibBalanceOfPower>>);
  tulip(all, "bop", "open high low close", "bop", {}, plain<OfBar<4, balanceOfPower>>);
  tulip(all, "marketfi", "high low volume", "marketfi", {}, plain<OfBar<3, marketFacilitation>>);
}

}  // namespace syndicate::indicators
