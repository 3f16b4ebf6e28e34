// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All expected numbers were computed with mpmath 1.3.0 at 40 to 700 digits. */
class NormalTest {
  @ParameterizedTest
  @CsvSource({
    "-3, 1.9999779095030014",
    "-0.3, 1.3286267594591274",
    "0.1, 0.88753708398171511",
    "0.46875, 0.50738652678206201",
    "0.5, 0.47950012218695346",
    "1, 0.15729920705028513",
    "3.875, 4.2513944082491122e-8",
    "4.0625, 9.1789290248081914e-9",
    "10, 2.0884875837625448e-45",
    "26, 5.6631924088561428e-296",
    "30, 0",
  })
  void erfc_keeps_its_digits(double x, double expected) {
    assertClose(ErrorFunction.erfc(x), expected, 1e-15);
    assertThat(ErrorFunction.erf(x)).isCloseTo(1 - expected, within(2e-16));
  }

  @ParameterizedTest
  @CsvSource({
    "-3, 16205.988853999587",
    "-0.3, 1.4537492328427656",
    "0.1, 0.89645697996912664",
    "0.5, 0.61569034419292587",
    "1, 0.427583576155807",
    "3.9, 0.14031418160068973",
    "4.1, 0.13383411641865198",
    "10, 0.056140992743822586",
    "100, 0.0056416137829894329",
    "1e8, 5.6418958354775626e-9",
  })
  void erfcx_keeps_its_digits(double x, double expected) {
    assertClose(ErrorFunction.erfcx(x), expected, 1e-15);
  }

  @ParameterizedTest
  @CsvSource({
    "-1000, -500007.82669481218",
    "-100, -5005.5242086942051",
    "-40, -804.60844201375379",
    "-37.5, -707.66898931750719",
    "-10, -53.231285150512471",
    "-5, -15.064998393988726",
    "-1, -1.8410216450092635",
    "-0.1, -0.77615459273027332",
    "0, -0.69314718055994531",
    "0.5, -0.36894641528865639",
    "1, -0.17275377902344989",
    "5, -2.8665161296376359e-7",
    "8, -6.2209605742717861e-16",
    "12, -1.776482112077679e-33",
  })
  void logarithm_of_the_distribution_in_both_tails(double x, double expected) {
    // In the upper tail the rounding of x / sqrt(2) counts x^2 times.
    assertClose(Normal.logCdf(x), expected, x > 1 ? 2.3e-16 * (10 + x * x) : 2e-15);
    assertThat(Normal.quantileOfLog(expected))
        .isCloseTo(x, within(1e-14 * Math.max(1, Math.abs(x))));
  }

  @ParameterizedTest
  @CsvSource({
    "-1000, -44.615747731969403",
    "-100, -13.888476033003886",
    "-30, -7.3576668150087499",
    "-5, -2.4709386372615884",
    "-1, -0.33747496376420246",
    "-0.5, 0.27028802073873585",
    "-0.1, 1.3096177994584932",
    "-1e-10, 6.3613409024117348",
  })
  void quantile_of_the_logarithm_of_a_probability(double logProbability, double expected) {
    assertClose(Normal.quantileOfLog(logProbability), expected, 2e-14);
  }

  @Test
  void ends_of_the_quantile_are_infinite() {
    assertThat(Normal.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Normal.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Normal.quantile(0.5)).isZero();
    assertThat(Normal.quantileOfLog(0.1)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, -0.38171514630212607",
    "-0.001, 0.001, -7.13354679829352",
    "3, 4, -6.6314677865382251",
    "10, 11, -53.231310225583125",
    "-40, -39, -765.08315656437754",
    "100, 100.5, -5005.5242086942051",
    "-9, 9, -2.2571768119076813e-19",
    "-2, 40, -0.023012909328963488",
    "5, 5.000001, -27.234451591168072",
    "-1e-9, 2, -0.73971509201641637",
  })
  void mass_between_two_bounds(double a, double b, double expected) {
    // The width of the narrowest interval is itself known to 1e-10 only.
    double tolerance = b - a < 1e-5 ? 1e-11 : 2e-15;
    assertThat(TruncatedNormal.logMass(a, b))
        .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
    assertThat(TruncatedNormal.logMass(-b, -a)).isEqualTo(TruncatedNormal.logMass(a, b));
  }

  @ParameterizedTest
  @CsvSource({
    "0.3, -1, 2, -0.2424038178892268",
    "0.5, 10, 12, 10.068411836058496",
    "0.9, -12, -10, -10.010428370089282",
    "0.01, -3, 8, -2.2789035710600442",
    "0.999, -1, 30, 3.1411793572531835",
    "0.25, 30, 31, 30.009577257491085",
    "1e-10, -0.5, 0.5, -0.4999999998912347",
    "0, -2, 3, -2",
    "1, -2, 3, 3",
  })
  void quantile_between_two_bounds(double share, double a, double b, double expected) {
    assertClose(TruncatedNormal.quantile(share, a, b), expected, 1e-13);
    assertClose(TruncatedNormal.quantile(1 - share, -b, -a), -expected, 1e-13);
  }

  @Test
  void density_between_two_bounds_is_nothing_outside() {
    assertThat(TruncatedNormal.logDensity(-1.01, -1, 1)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(TruncatedNormal.logDensity(0, -1, 1))
        .isCloseTo(0.38171514630212607 - 0.91893853320467274, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "-1e6, -500000000028.54996",
    "-1000, -500014.73445209116",
    "-100, -5010.1295788002498",
    "-30, -457.724653760598",
    "-25.1, -322.37440987246403",
    "-24.9, -317.35848574266738",
    "-5, -16.74430116266099",
    "-1, -2.4851210257126413",
    "-0.5, -1.6205162643873199",
    "0, -0.91893853320467274",
    "1, 0.08002621884930694",
    "5, 1.6094379231264314",
    "30, 3.4011973816621554",
  })
  void logarithm_of_the_expected_improvement(double z, double expected) {
    assertClose(ExpectedImprovement.log(z), expected, 1e-14);
  }

  @ParameterizedTest
  @CsvSource({"-400", "-30", "-3", "-0.999", "0", "2", "9"})
  void slope_of_the_expected_improvement(double z) {
    double step = 1e-5 * Math.max(1, Math.abs(z));
    double difference =
        (ExpectedImprovement.log(z + step) - ExpectedImprovement.log(z - step)) / (2 * step);
    double slope = ExpectedImprovement.slope(z, ExpectedImprovement.log(z));

    assertThat(slope).isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
  }

  private static void assertClose(double actual, double expected, double relative) {
    assertThat(actual)
        .isCloseTo(expected, within(relative * Math.max(1e-300, Math.abs(expected)) + 1e-300));
  }
}
