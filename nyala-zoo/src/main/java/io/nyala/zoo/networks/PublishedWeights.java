// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.LINEAR;
import static io.nyala.layers.Layers.SOFTMAX;

import io.nyala.hub.FileCache;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the published file of weights for a network with its options, with Keras's conditions. */
final class PublishedWeights {
  private static final System.Logger LOG =
      System.getLogger(PublishedWeights.class.getPackageName());
  private static final int CHANNELS = 3;

  private final ZooNetwork<?> network;
  private final TrainedOn set;
  private final FileCache cache;

  PublishedWeights(ZooNetwork<?> network, TrainedOn set, FileCache cache) {
    this.network = network;
    this.set = set;
    this.cache = cache;
  }

  /**
   * Returns the file, downloading it if it is not in the cache.
   *
   * @param withTop whether the network has its classifier
   * @throws IllegalArgumentException if there is no file for these options
   * @throws UncheckedIOException if it cannot be downloaded
   */
  Path file(boolean withTop, int height, int width, int channels) {
    WeightFile chosen = choose(withTop, height, width, channels);
    try {
      return cache.get(chosen.kind(), chosen.file());
    } catch (IOException e) {
      throw new UncheckedIOException(network.name() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException cause = new InterruptedIOException("interrupted while downloading");
      cause.initCause(e);
      throw new UncheckedIOException(network.name() + ": interrupted while downloading", cause);
    }
  }

  /** Returns the record of the file. */
  WeightFile choose(boolean withTop, int height, int width, int channels) {
    if (channels != CHANNELS) {
      throw wrong("the weights of %s expect images with 3 channels, got %d", set, channels);
    }
    if (withTop) {
      checkClassifier();
    }
    List<WeightFile> fitting = withAlpha();
    boolean known = fitting.stream().anyMatch(f -> f.top() == withTop);
    List<WeightFile> files = fitting.stream().filter(f -> !known || f.top() == withTop).toList();
    for (WeightFile each : files) {
      if (each.imageSize() == height && each.imageSize() == width) {
        return each;
      }
    }
    String sizes = listed(files.stream().map(f -> String.valueOf(f.imageSize())).toList());
    if (withTop) {
      throw wrong(
          "with its classifier and the weights of %s, images are square with a size of %s, got %d x"
              + " %d. Leave the classifier out (includeTop(false)), or give the file: weights(path)",
          set, sizes, height, width);
    }
    // In the order of sizes: the largest is the default, 224 for MobileNets.
    WeightFile last = files.getLast();
    if (files.size() > 1) {
      LOG.log(
          Level.WARNING,
          "{0}: no weights for images of {1} x {2}, only for sizes of {3}; those for {4} are used",
          network.name(),
          String.valueOf(height),
          String.valueOf(width),
          sizes,
          String.valueOf(last.imageSize()));
    }
    return last;
  }

  private void checkClassifier() {
    if (network.classes() != set.classes()) {
      throw wrong(
          "the weights of %s have a classifier of %,d classes, got classes %,d. Leave it out"
              + " (includeTop(false)), or put another one on the trunk: head(%3$d)",
          set, set.classes(), network.classes());
    }
    if (network.classifierActivation() != SOFTMAX && network.classifierActivation() != LINEAR) {
      throw wrong(
          "with the weights of %s the activation of the classifier is softmax, or none (null), got"
              + " %s",
          set, network.classifierActivation());
    }
  }

  private List<WeightFile> withAlpha() {
    List<WeightFile> all =
        WeightFiles.of(network.name()).stream().filter(f -> f.trainedOn() == set).toList();
    if (all.isEmpty()) {
      throw wrong("no weights of %s are known. Give the file: weights(path)", set);
    }
    List<WeightFile> fitting = all.stream().filter(f -> f.alpha() == network.alpha()).toList();
    if (fitting.isEmpty()) {
      throw wrong(
          "the weights of %s exist for alpha %s, got %s",
          set, listed(all.stream().map(f -> String.valueOf(f.alpha())).toList()), network.alpha());
    }
    return fitting;
  }

  private static String listed(List<String> values) {
    List<String> each = values.stream().distinct().toList();
    return each.size() == 1
        ? each.getFirst()
        : each.stream().limit(each.size() - 1).collect(Collectors.joining(", "))
            + " or "
            + each.getLast();
  }

  private IllegalArgumentException wrong(String format, Object... values) {
    return new IllegalArgumentException(network.name() + ": " + format.formatted(values));
  }
}
