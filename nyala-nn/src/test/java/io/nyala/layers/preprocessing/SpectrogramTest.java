// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.melSpectrogram;
import static io.nyala.layers.Layers.stftSpectrogram;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.testing.LayerContract;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spectrograms; Keras's numbers for them are among its cases. */
class SpectrogramTest {
  static Stream<LayerContract> contracts() {
    return Stream.of(
        LayerContract.of(() -> stftSpectrogram().frameLength(4).frameStep(2), Shape.of(9, 2))
            .outputs(Shape.of(3, 6))
            .weights(2, 0),
        LayerContract.of(
                () ->
                    stftSpectrogram()
                        .frameLength(4)
                        .mode(STFTSpectrogram.Mode.STFT)
                        .window("boxcar")
                        .expandDims(true)
                        .channelsFirst(),
                Shape.of(2, 8))
            .outputs(Shape.of(2, 3, 6)),
        LayerContract.of(
                () -> stftSpectrogram().frameLength(3).mode(STFTSpectrogram.Mode.REAL),
                Shape.of(5, 1))
            .outputs(Shape.of(3, 3))
            .weights(1, 0),
        LayerContract.of(
                () ->
                    melSpectrogram()
                        .fftLength(8)
                        .sequenceLength(6)
                        .sequenceStride(3)
                        .numMelBins(2)
                        .samplingRate(100)
                        .powerToDb(false),
                Shape.of(10))
            .outputs(Shape.of(2, 4))
            .weights(0, 0));
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void keeps_the_contract(LayerContract contract) {
    contract.check();
  }

  /** The kernels with which Keras 3.15.1 begins. */
  @Test
  void kernels_are_windowed_waves() {
    STFTSpectrogram layer = stftSpectrogram().frameLength(4).fftLength(4);
    layer.buildOn(List.of(Shape.of(1, 20, 1)));
    float r = 0.707107f;
    TensorAssert.assertClose(
        layer.weights().get(0).get(),
        Tensor.of(Shape.of(4, 1, 3), 0, 0, 0, r, 0, -r, r, -r, r, 0, 0, 0),
        1e-6,
        1e-6);
    TensorAssert.assertClose(
        layer.weights().get(1).get(),
        Tensor.of(Shape.of(4, 1, 3), 0, 0, 0, 0, -r, 0, 0, 0, 0, 0, 0, 0),
        1e-6,
        1e-6);
    STFTSpectrogram other =
        stftSpectrogram()
            .frameLength(5)
            .window("blackman")
            .scaling(STFTSpectrogram.Scaling.SPECTRUM)
            .periodic(true);
    other.buildOn(List.of(Shape.of(1, 20, 1)));
    Tensor kernel = other.weights().get(0).get();
    assertThat(kernel.shape()).isEqualTo(Shape.of(5, 1, 5));
    TensorAssert.assertClose(
        Tensor.vector(kernel.at(5), kernel.at(6), kernel.at(10), kernel.at(16)),
        Tensor.vector(0.095605f, 0.067603f, 0.404395f, -0.285951f),
        1e-6,
        1e-6);
  }

  /** A tone of 100 Hz is loudest in the band around it, wherever the sound is cut. */
  @Test
  void a_tone_is_in_its_band() {
    MelSpectrogram layer =
        melSpectrogram().fftLength(256).sequenceStride(64).samplingRate(1000).numMelBins(10);
    float[] tone = new float[1000];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * 100 * i / 1000);
    }
    Tensor y = Evaluate.layer(layer.frequencies(0, 500), Tensor.of(Shape.of(1, 1000), tone));
    assertThat(y.shape()).isEqualTo(Shape.of(1, 10, 16));
    // In mel: 100 Hz is 150.5; bands of 500 Hz, which is 607.4, have their centres at 55.2 apart.
    for (int frame = 1; frame < 15; frame++) {
      int loudest = 0;
      for (int band = 0; band < 10; band++) {
        loudest = y.at(band * 16 + frame) > y.at(loudest * 16 + frame) ? band : loudest;
      }
      assertThat(loudest).isEqualTo(2);
    }
  }

  @Test
  void the_number_of_samples_may_be_unknown() {
    Model model = Sequential.of(input(-1), melSpectrogram().fftLength(16).sequenceStride(4));
    assertThat(model.predict(Tensor.zeros(Shape.of(2, 20))).shape()).isEqualTo(Shape.of(2, 128, 6));
    assertThat(model.predict(Tensor.zeros(Shape.of(1, 28))).shape()).isEqualTo(Shape.of(1, 128, 8));
  }

  @Test
  void says_what_does_not_fit() {
    assertThatThrownBy(() -> stftSpectrogram().window("kaiser"))
        .hasMessage(
            "STFTSpectrogram: window must be hann, hamming, blackman or boxcar, or numbers, got "
                + "kaiser");
    assertThatThrownBy(() -> stftSpectrogram().frameLength(3).window(1, 2).apply(input(8, 1)))
        .hasMessageContaining("the window has 2 numbers, the frames have 3 samples");
    assertThatThrownBy(() -> stftSpectrogram().frameLength(8).fftLength(4).apply(input(8, 1)))
        .hasMessageContaining("fft_length must not be below frame_length, got 4 and 8");
    assertThatThrownBy(() -> stftSpectrogram().frameStep(300).apply(input(900, 1)))
        .hasMessageContaining("frame_step must not be above frame_length, got 300 and 256");
    assertThatThrownBy(() -> Evaluate.layer(melSpectrogram(), Tensor.zeros(Shape.of(1, 1024))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected more than 1024 samples, half of fft_length, got 1024");
    assertThatThrownBy(
            () ->
                LayerRegistry.fromConfig(
                    Map.of("class_name", "STFTSpectrogram", "config", Map.of("mode", "angle"))))
        .hasMessageContaining("mode angle is not supported");
  }
}
