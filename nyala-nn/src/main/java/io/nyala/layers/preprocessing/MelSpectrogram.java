// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Convolution;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.Map;

/**
 * The spectrogram of sounds on the mel scale, on which equal distances sound equal: {@code (batch,
 * samples)} to {@code (batch, melBins, frames)}, by default in decibels. Frames are centered: there
 * is one for each {@code sequenceStride} samples, and the sound is mirrored at both ends.
 *
 * <p>As in Keras, decibels are limited to {@code topDb} below the loudest value of the whole batch,
 * so that a sound's result depends on the others in its batch.
 */
public final class MelSpectrogram extends ChainedLayer<MelSpectrogram> {
  private static final double TO_DECIBEL = 10 / Math.log(10);

  private int fftLength = 2048;
  private int sequenceStride = 512;
  private Integer sequenceLength;
  private SignalWindow window = SignalWindow.HANN;
  private int samplingRate = 16000;
  private int melBins = 128;
  private double minFreq = 20;
  private Double maxFreq;
  private boolean powerToDb = true;
  private double topDb = 80;
  private double magExp = 2;
  private double minPower = 1e-10;
  private double refPower = 1;
  private Tensor waves; // null before the first use
  private Tensor triangles;

  /** Creates a layer with Keras's defaults, for 16,000 samples a second. */
  public MelSpectrogram() {}

  static MelSpectrogram from(Settings s) {
    MelSpectrogram layer = new MelSpectrogram();
    layer.fftLength(s.getInt("fft_length", 2048));
    layer.sequenceStride(s.getInt("sequence_stride", 512));
    // Files have the defaults of these two as numbers.
    int length = s.getInt("sequence_length", layer.fftLength);
    if (length != layer.fftLength) {
      layer.sequenceLength(length);
    }
    layer.window = SignalWindow.read(s);
    layer.samplingRate(s.getInt("sampling_rate", 16000));
    layer.numMelBins(s.getInt("num_mel_bins", 128));
    layer.minFreq = s.getDouble("min_freq", 20);
    double highest = s.getDouble("max_freq", layer.highest());
    layer.maxFreq = highest == layer.highest() ? null : Double.valueOf(highest);
    layer.powerToDb = s.getBoolean("power_to_db", true);
    layer.topDb = s.getDouble("top_db", 80);
    layer.magExp = s.getDouble("mag_exp", 2);
    layer.minPower = s.getDouble("min_power", 1e-10);
    layer.refPower = s.getDouble("ref_power", 1);
    return layer;
  }

  // Settings

  /** Sets the number of samples that are transformed, even; default 2048. */
  public MelSpectrogram fftLength(int samples) {
    unbuilt().fftLength = Require.positive(className(), "fft_length", samples);
    return this;
  }

  /** Sets the distance between frames in samples; default 512. */
  public MelSpectrogram sequenceStride(int samples) {
    unbuilt().sequenceStride = Require.positive(className(), "sequence_stride", samples);
    return this;
  }

  /** Sets the number of samples of a frame, at most those transformed; default all of them. */
  public MelSpectrogram sequenceLength(int samples) {
    unbuilt().sequenceLength = Require.positive(className(), "sequence_length", samples);
    return this;
  }

  /** Sets the window, which is periodic: {@code hann}, the default, or {@code hamming}. */
  public MelSpectrogram window(String name) {
    unbuilt().window = SignalWindow.named(className(), Require.given(className(), "window", name));
    return this;
  }

  /** Sets the number of samples in a second; default 16000. */
  public MelSpectrogram samplingRate(int hertz) {
    unbuilt().samplingRate = Require.positive(className(), "sampling_rate", hertz);
    return this;
  }

  /** Sets the number of bands; default 128. */
  public MelSpectrogram numMelBins(int bands) {
    unbuilt().melBins = Require.positive(className(), "num_mel_bins", bands);
    return this;
  }

  /** Sets the frequencies in Hertz between which the bands lie; default 20 and half the rate. */
  public MelSpectrogram frequencies(double min, double max) {
    unbuilt().minFreq = Require.notNegative(className(), "min_freq", min);
    this.maxFreq = Require.notNegative(className(), "max_freq", max);
    return this;
  }

  /** Sets whether the result is in decibels, instead of powers; default true. */
  public MelSpectrogram powerToDb(boolean newPowerToDb) {
    unbuilt().powerToDb = newPowerToDb;
    return this;
  }

  /** Sets how many decibels below the loudest value the smallest may be; default 80. */
  public MelSpectrogram topDb(double decibels) {
    unbuilt().topDb = Require.notNegative(className(), "top_db", decibels);
    return this;
  }

  /** Sets the exponent of the magnitude: 2, the default, for power, 1 for energy. */
  public MelSpectrogram magExp(double exponent) {
    unbuilt().magExp = Require.notNegative(className(), "mag_exp", exponent);
    return this;
  }

  /** Sets the smallest power, and the power that is 0 decibels; default 1e-10 and 1. */
  public MelSpectrogram powers(double min, double reference) {
    unbuilt().minPower = Require.notNegative(className(), "min_power", min);
    this.refPower = reference;
    return this;
  }

  private int frameLength() {
    return sequenceLength == null ? fftLength : sequenceLength;
  }

  private double highest() {
    return maxFreq == null ? samplingRate / 2 : maxFreq;
  }

  // The layer

  @Override
  protected void build(List<Shape> inputShapes) {
    check(inputShapes.get(0));
    if (frameLength() > fftLength) {
      throw new IllegalArgumentException(
          "%s: fft_length must not be below sequence_length, got %d and %d"
              .formatted(this, fftLength, frameLength()));
    }
    window.requireLength(className(), frameLength());
  }

  private static void check(Shape x) {
    if (x.rank() != 2) {
      throw new ShapeException("expected input (batch, samples)");
    }
  }

  @Override
  protected Value call(Call call, Value input) {
    Shape shape = input.shape();
    check(shape);
    int samples = shape.dim(1);
    int pad = fftLength / 2;
    if (!shape.isKnown()) {
      int frames =
          samples == Shape.UNKNOWN
              ? Shape.UNKNOWN
              : (samples + 2 * pad - fftLength) / sequenceStride + 1;
      return StandIn.of(Type.floats(Shape.of(shape.dim(0), melBins, frames)));
    }
    if (samples <= pad) {
      throw new ShapeException(
          "expected more than %d samples, half of fft_length, got %d".formatted(pad, samples));
    }
    Value x = mirrored(Ops.cast(input, DType.FLOAT32), pad, samples);
    // The frames lie in the middle of what is transformed.
    int skip = (fftLength - frameLength()) / 2;
    int used = x.shape().dim(1) - (fftLength - frameLength());
    Value signals = Ops.expandDims(Ops.slice(x, 1, skip, used), -1);
    Window frames = Window.of(frameLength()).withStride(sequenceStride);
    Value parts =
        Node.apply(
            new Convolution(frames, 1, FusedActivation.LINEAR), signals, Ops.constant(waves(skip)));
    Value bands = Ops.matmul(magnitudes(parts), Ops.constant(triangles()));
    return Ops.transpose(powerToDb ? decibels(bands) : bands, 0, 2, 1);
  }

  private static Value mirrored(Value x, int pad, int samples) {
    if (pad == 0) {
      return x;
    }
    Value before = Ops.flip(Ops.slice(x, 1, 1, pad), 1);
    Value after = Ops.flip(Ops.slice(x, 1, samples - 1 - pad, pad), 1);
    return Ops.concatenate(List.of(before, x, after), 1);
  }

  private Value magnitudes(Value parts) {
    Value squares = Ops.square(parts);
    int bins = fftLength / 2 + 1;
    Value power = Ops.add(Ops.slice(squares, -1, 0, bins), Ops.slice(squares, -1, bins, bins));
    return magExp == 2 ? power : Ops.power(Ops.sqrt(power), (float) magExp);
  }

  private Value decibels(Value bands) {
    double reference = Math.max(Math.abs(refPower), minPower);
    Value db =
        Ops.multiply(Ops.log(Ops.maximum(bands, (float) minPower)), (float) TO_DECIBEL)
            .minus((float) (TO_DECIBEL * Math.log(reference)));
    return Ops.maximum(db, Ops.max(db, true, 0, 1, 2).minus((float) topDb));
  }

  /** Returns the real and then the imaginary parts of the transform, {@code (samples, 1, 2n)}. */
  private Tensor waves(int skip) {
    if (waves == null) {
      double[] weights = window.weights(frameLength(), true);
      int bins = fftLength / 2 + 1;
      float[] all = new float[Shape.extent(2L * frameLength() * bins)];
      for (int t = 0; t < frameLength(); t++) {
        for (int f = 0; f < bins; f++) {
          double turn = -2 * Math.PI * ((long) (skip + t) * f % fftLength) / fftLength;
          all[t * 2 * bins + f] = (float) (weights[t] * Math.cos(turn));
          all[t * 2 * bins + bins + f] = (float) (weights[t] * Math.sin(turn));
        }
      }
      waves = Tensor.of(Shape.of(frameLength(), 1, 2 * bins), all);
    }
    return waves;
  }

  /** Returns the weights of frequencies in bands, {@code (frequencies, bands)}. */
  private Tensor triangles() {
    if (triangles == null) {
      int bins = fftLength / 2 + 1;
      double low = mel(minFreq);
      double width = (mel(highest()) - low) / (melBins + 1);
      Tensor all = Tensor.zeros(Shape.of(bins, melBins));
      for (int f = 1; f < bins; f++) { // not the constant part
        double at = mel(samplingRate / 2.0 * f / (bins - 1));
        for (int band = 0; band < melBins; band++) {
          double rising = (at - (low + band * width)) / width;
          double falling = (low + (band + 2) * width - at) / width;
          all.floats()[f * melBins + band] = (float) Math.max(0, Math.min(rising, falling));
        }
      }
      triangles = all;
    }
    return triangles;
  }

  /** Converts Hertz, as the Hidden Markov Model Toolkit does. */
  private static double mel(double hertz) {
    return 1127 * Math.log1p(hertz / 700);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("fft_length", fftLength);
    config.put("sequence_stride", sequenceStride);
    config.put("sequence_length", frameLength());
    config.put("window", window.form());
    config.put("sampling_rate", samplingRate);
    config.put("num_mel_bins", melBins);
    config.put("min_freq", minFreq);
    config.put("max_freq", highest());
    config.put("power_to_db", powerToDb);
    config.put("top_db", topDb);
    config.put("mag_exp", magExp);
    config.put("min_power", minPower);
    config.put("ref_power", refPower);
    return config;
  }
}
