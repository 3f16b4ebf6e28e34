// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.data.images.Images;
import io.nyala.images.AspectRatio;
import io.nyala.images.Interpolation;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Decodes and resizes JPEG, PNG, BMP and GIF files, so that a model takes images as they come:
 * strings {@code (batch, 1)} to float32 {@code (batch, height, width, channels)} with values from 0
 * to 255.
 *
 * <p>A string is the content of a file: Base64, or its bytes as characters ({@link #text}). Only
 * with {@link #paths} is it the name of a file; a service should not take names of files from its
 * clients. Images are resized as {@code ImageDirectory} does with the same settings. A bad image is
 * an error, which gives the number of the row.
 */
public final class ImageDecoding extends OwnLayer<ImageDecoding> {
  private static final String NAME = "ImageDecoding";
  private static final List<String> BEGINNINGS = List.of("\u00ff\u00d8", "\u0089PNG", "GIF8", "BM");

  private final int height;
  private final int width;
  private int channels = 3;
  private boolean paths;
  private boolean upright;
  private boolean antialias;
  private AspectRatio aspectRatio = AspectRatio.DISTORT;
  private Interpolation interpolation = Interpolation.BILINEAR;

  /**
   * Creates the layer.
   *
   * @param height the height of the images, positive
   * @param width the width of the images, positive
   */
  public ImageDecoding(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "%s: the size must be positive, got %d x %d".formatted(NAME, height, width));
    }
    this.height = height;
    this.width = width;
  }

  static ImageDecoding from(Settings s) {
    ImageDecoding layer = new ImageDecoding(s.getInt("height"), s.getInt("width"));
    layer.channels(s.getInt("channels", 3));
    layer.paths = s.getBoolean("paths", false);
    layer.upright = s.getBoolean("upright", false);
    layer.antialias = s.getBoolean("antialias", false);
    layer.aspectRatio = s.getEnum("aspect_ratio", AspectRatio.DISTORT);
    layer.interpolation = s.getEnum("interpolation", Interpolation.BILINEAR);
    return layer;
  }

  /** Returns the bytes of a file as characters, to be put into a tensor of strings. */
  public static String text(byte[] file) {
    return new String(Arguments.given("file", file), StandardCharsets.ISO_8859_1);
  }

  /** Sets the number of channels: 1 for grey, 3, the default, for colours, 4 with alpha. */
  public ImageDecoding channels(int count) {
    if (count != 1 && count != 3 && count != 4) {
      throw new IllegalArgumentException(NAME + ": channels must be 1, 3 or 4, got " + count);
    }
    unbuilt().channels = count;
    return this;
  }

  /** Takes names of files instead of their content. */
  public ImageDecoding paths() {
    unbuilt().paths = true;
    return this;
  }

  /** Rotates photographs by their EXIF orientation. */
  public ImageDecoding upright() {
    unbuilt().upright = true;
    return this;
  }

  /** Averages all pixels that a smaller pixel covers. */
  public ImageDecoding antialias() {
    unbuilt().antialias = true;
    return this;
  }

  /** Sets how images of another aspect ratio are resized; default distorted, as in Keras. */
  public ImageDecoding aspectRatio(AspectRatio how) {
    unbuilt().aspectRatio = Arguments.given(NAME + ": aspect_ratio", how);
    return this;
  }

  /** Sets the interpolation; default bilinear. */
  public ImageDecoding interpolation(Interpolation how) {
    unbuilt().interpolation = Arguments.given(NAME + ": interpolation", how);
    return this;
  }

  @Override
  protected List<Type> outputTypes(List<Type> inputs) {
    Type x = inputs.get(0);
    boolean single = x.shape().rank() == 2 && x.shape().last() == 1;
    if (inputs.size() != 1 || x.dtype() != DType.STRING || !single) {
      throw new ShapeException("expected strings (batch, 1), got " + inputs);
    }
    return List.of(Type.floats(Shape.of(x.shape().dim(0), height, width, channels)));
  }

  @Override
  protected List<Tensor> compute(List<Tensor> inputs) {
    String[] files = inputs.get(0).strings();
    int size = Math.multiplyExact(height * width, channels);
    float[] all = new float[Math.multiplyExact(files.length, size)];
    IntStream rows = IntStream.range(0, files.length);
    (files.length > 1 ? rows.parallel() : rows)
        .forEach(
            row -> {
              float[] image = image(row, files[row]).floats();
              System.arraycopy(image, 0, all, row * size, size);
            });
    return List.of(Tensor.of(Shape.of(files.length, height, width, channels), all));
  }

  private Tensor image(int row, String file) {
    Tensor image;
    if (paths) {
      Path path = Path.of(file);
      image = upright ? Images.loadUpright(path, channels) : Images.load(path, channels);
    } else {
      String source = "%s, row %d".formatted(this, row);
      byte[] bytes = bytes(source, file);
      image =
          upright
              ? Images.decodeUpright(source, bytes, channels)
              : Images.decode(source, bytes, channels);
    }
    return Images.resize(
        Images.frame(image, aspectRatio, height, width), height, width, interpolation, antialias);
  }

  private static byte[] bytes(String source, String file) {
    if (BEGINNINGS.stream().anyMatch(file::startsWith)) {
      return file.getBytes(StandardCharsets.ISO_8859_1);
    }
    try {
      return Base64.getMimeDecoder().decode(file);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          source
              + ": expected the content of an image file, as Base64 or as ImageDecoding.text(bytes)"
              + " gives it; for names of files use paths()",
          e);
    }
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("height", height);
    config.put("width", width);
    config.put("channels", channels);
    config.put("paths", paths);
    config.put("upright", upright);
    config.put("antialias", antialias);
    config.put("aspect_ratio", aspectRatio.name().toLowerCase(Locale.ROOT));
    config.put("interpolation", interpolation.kerasName());
    return config;
  }
}
