// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Convolution;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The short-time Fourier transform of signals {@code (batch, samples, channels)}: {@code (batch,
 * frames, channels * frequencies)}, or {@code (batch, frames, frequencies, channels)} with {@link
 * #expandDims}. There are {@code fftLength / 2 + 1} frequencies, twice as many in mode {@link
 * Mode#STFT}.
 *
 * <p>The transform is a convolution whose kernels {@code (frame_length, 1, frequencies)} can be
 * trained; {@code trainable(false)} makes it a fixed preprocessing.
 */
public final class STFTSpectrogram extends SpatialLayer<STFTSpectrogram> {
  private static final float SMALLEST = 1e-7f; // Keras's epsilon

  /** What the layer returns of the complex numbers of the transform. */
  public enum Mode {
    /** The natural logarithm of the magnitude. */
    LOG,
    /** The magnitude. */
    MAGNITUDE,
    /** The power, of both sides of the spectrum. */
    PSD,
    /** The real part. */
    REAL,
    /** The imaginary part. */
    IMAG,
    /** All real parts, then all imaginary parts. */
    STFT
  }

  /** By what a window is divided. */
  public enum Scaling {
    /** The square root of the sum of its squares. */
    DENSITY,
    /** The sum of its absolute values. */
    SPECTRUM,
    /** Nothing. */
    NONE
  }

  private Mode mode = Mode.LOG;
  private int frameLength = 256;
  private Integer frameStep;
  private Integer fftLength;
  private SignalWindow window = SignalWindow.HANN;
  private boolean periodic;
  private Scaling scaling = Scaling.DENSITY;
  private Padding padding = Padding.VALID;
  private boolean expandDims;
  private int channels;
  private Weight real;
  private Weight imaginary;

  /** Creates a layer with frames of 256 samples, half of which overlap, and logarithms. */
  public STFTSpectrogram() {
    super(1);
  }

  static STFTSpectrogram from(Settings s) {
    STFTSpectrogram layer = new STFTSpectrogram();
    if (s.has("mode") && "angle".equals(s.get("mode"))) {
      throw new IllegalArgumentException("STFTSpectrogram: mode angle is not supported");
    }
    layer.mode = s.getEnum("mode", Mode.LOG);
    layer.frameLength(s.getInt("frame_length", 256));
    if (s.has("frame_step")) {
      layer.frameStep(s.getInt("frame_step"));
    }
    if (s.has("fft_length")) {
      layer.fftLength(s.getInt("fft_length"));
    }
    layer.window = SignalWindow.read(s);
    layer.periodic = s.getBoolean("periodic", false);
    layer.scaling =
        s.contains("scaling") && !s.has("scaling")
            ? Scaling.NONE
            : s.getEnum("scaling", Scaling.DENSITY);
    layer.padding(s.getEnum("padding", Padding.VALID));
    layer.expandDims = s.getBoolean("expand_dims", false);
    return layer.readDataFormat(s);
  }

  // Settings

  /** Sets what the layer returns; default the logarithm of the magnitude. */
  public STFTSpectrogram mode(Mode newMode) {
    unbuilt().mode = Require.given(className(), "mode", newMode);
    return this;
  }

  /** Sets the number of samples of a frame; default 256. */
  public STFTSpectrogram frameLength(int samples) {
    unbuilt().frameLength = Require.positive(className(), "frame_length", samples);
    return this;
  }

  /** Sets the distance between frames, at most their length; default half of it. */
  public STFTSpectrogram frameStep(int samples) {
    unbuilt().frameStep = Require.positive(className(), "frame_step", samples);
    return this;
  }

  /**
   * Sets the number of samples that are transformed, at least those of a frame; the rest are zeros.
   * By default the next power of two.
   */
  public STFTSpectrogram fftLength(int samples) {
    unbuilt().fftLength = Require.positive(className(), "fft_length", samples);
    return this;
  }

  /** Sets the window: {@code hann}, the default, {@code hamming}, {@code blackman} or boxcar. */
  public STFTSpectrogram window(String name) {
    unbuilt().window = SignalWindow.named(className(), Require.given(className(), "window", name));
    return this;
  }

  /** Sets the window by its numbers, one for each sample of a frame. */
  public STFTSpectrogram window(double... weights) {
    unbuilt().window =
        new SignalWindow(null, Require.given(className(), "window", weights).clone());
    return this;
  }

  /** Sets whether the window is periodic instead of symmetric; default false. */
  public STFTSpectrogram periodic(boolean newPeriodic) {
    unbuilt().periodic = newPeriodic;
    return this;
  }

  /** Sets by what the window is divided; default {@link Scaling#DENSITY}. */
  public STFTSpectrogram scaling(Scaling newScaling) {
    unbuilt().scaling = Require.given(className(), "scaling", newScaling);
    return this;
  }

  /** Sets the padding; default none. With {@code SAME}, there is a frame for each step. */
  public STFTSpectrogram padding(Padding newPadding) {
    if (Require.given(className(), "padding", newPadding) == Padding.CAUSAL) {
      throw new IllegalArgumentException(className() + ": padding must be VALID or SAME");
    }
    unbuilt().padding = newPadding;
    return this;
  }

  /** Sets whether frequencies and channels are separate axes, as of images; default false. */
  public STFTSpectrogram expandDims(boolean newExpandDims) {
    unbuilt().expandDims = newExpandDims;
    return this;
  }

  private int step() {
    return frameStep == null ? Math.max(1, frameLength / 2) : frameStep;
  }

  private int transformed() {
    return fftLength != null
        ? fftLength
        : frameLength == 1 ? 1 : Integer.highestOneBit(frameLength - 1) * 2;
  }

  private int frequencies() {
    return transformed() / 2 + 1;
  }

  // The layer

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape x = entered(inputShapes.get(0));
    if (x.last() == Shape.UNKNOWN) {
      throw new ShapeException("the number of channels must be known");
    }
    if (step() > frameLength) {
      throw new IllegalArgumentException(
          "%s: frame_step must not be above frame_length, got %d and %d"
              .formatted(this, step(), frameLength));
    }
    if (transformed() < frameLength) {
      throw new IllegalArgumentException(
          "%s: fft_length must not be below frame_length, got %d and %d"
              .formatted(this, transformed(), frameLength));
    }
    window.requireLength(className(), frameLength);
    channels = x.last();
    real = mode == Mode.IMAG ? null : kernel("real_kernel", Math::cos);
    imaginary = mode == Mode.REAL ? null : kernel("imag_kernel", Math::sin);
  }

  private Weight kernel(String name, DoubleUnaryOperator wave) {
    Shape shape = Shape.of(frameLength, 1, frequencies());
    return addWeight(name, shape, (asked, key) -> waves(wave), true, null, null);
  }

  private Tensor waves(DoubleUnaryOperator wave) {
    double[] weights = window.weights(frameLength, periodic);
    double scale = 0;
    for (double w : weights) {
      scale += scaling == Scaling.DENSITY ? w * w : Math.abs(w);
    }
    boolean none = scaling == Scaling.NONE || window.form() == null;
    double divisor = none ? 1 : scaling == Scaling.DENSITY ? Math.sqrt(scale) : scale;
    int bins = frequencies();
    // Keras takes the number of samples from the number of frequencies.
    int period = Math.max(1, 2 * (bins - 1));
    float[] all = new float[Shape.extent((long) frameLength * bins)];
    for (int t = 0; t < frameLength; t++) {
      for (int f = 0; f < bins; f++) {
        double turn = -2 * Math.PI * ((long) t * f % period) / period;
        all[t * bins + f] = (float) (wave.applyAsDouble(turn) * weights[t] / divisor);
      }
    }
    return Tensor.of(Shape.of(frameLength, 1, bins), all);
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = enter(input);
    Shape shape = x.shape();
    if (!Shape.of(channels).accepts(Shape.of(shape.last()))) {
      throw new ShapeException("expected %d channels, as when built".formatted(channels));
    }
    Window frames =
        padding.window(shape, new int[] {frameLength}, new int[] {step()}, new int[] {1});
    int count = frames.over(shape, 1).dim(1);
    int bins = frequencies() * (mode == Mode.STFT ? 2 : 1);
    if (!shape.isKnown()) {
      return StandIn.of(Type.floats(outputShape(shape.dim(0), count, bins)));
    }
    // Every channel is a signal of its own.
    Value signals = Ops.reshape(Ops.transpose(x, 0, 2, 1), Shape.of(-1, shape.dim(1), 1));
    Value y =
        of(transformed(call, signals, frames, real), transformed(call, signals, frames, imaginary));
    Value apart = Ops.reshape(y, Shape.of(shape.dim(0), channels, count, bins));
    if (isChannelsFirst()) {
      return expandDims
          ? apart
          : Ops.reshape(Ops.transpose(apart, 0, 1, 3, 2), outputShape(shape.dim(0), count, bins));
    }
    return expandDims
        ? Ops.transpose(apart, 0, 2, 3, 1)
        : Ops.reshape(Ops.transpose(apart, 0, 2, 1, 3), outputShape(shape.dim(0), count, bins));
  }

  private Shape outputShape(int batch, int count, int bins) {
    int all = Shape.extent((long) bins * channels);
    if (isChannelsFirst()) {
      return expandDims ? Shape.of(batch, channels, count, bins) : Shape.of(batch, all, count);
    }
    return expandDims ? Shape.of(batch, count, bins, channels) : Shape.of(batch, count, all);
  }

  private static Value transformed(Call call, Value signals, Window frames, Weight kernel) {
    Convolution op = new Convolution(frames, 1, FusedActivation.LINEAR);
    return kernel == null ? null : Node.apply(op, signals, call.read(kernel));
  }

  private Value of(Value re, Value im) {
    switch (mode) {
      case REAL -> {
        return re;
      }
      case IMAG -> {
        return im;
      }
      case STFT -> {
        return Ops.concatenate(List.of(re, im), -1);
      }
      default -> {
        Value power = Ops.add(Ops.square(re), Ops.square(im));
        if (mode == Mode.PSD) {
          int inner = power.shape().last() - 2;
          Value twice = inner < 1 ? null : Ops.slice(power, -1, 1, inner);
          return twice == null ? power : Ops.add(power, Ops.pad(twice, -1, 1, 1, 0));
        }
        Value magnitude = Ops.sqrt(Ops.maximum(power, SMALLEST));
        return mode == Mode.MAGNITUDE ? magnitude : Ops.log(Ops.maximum(magnitude, SMALLEST));
      }
    }
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("mode", mode.name().toLowerCase(Locale.ROOT));
    config.put("frame_length", frameLength);
    config.put("frame_step", frameStep);
    config.put("fft_length", fftLength);
    config.put("window", window.form());
    config.put("periodic", periodic);
    config.put("scaling", scaling == Scaling.NONE ? null : scaling.name().toLowerCase(Locale.ROOT));
    config.put("padding", padding.kerasName());
    putDataFormat(config);
    config.put("expand_dims", expandDims);
    return config;
  }
}
