// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import io.nyala.hub.Checksum;
import io.nyala.hub.RemoteFile;
import java.net.URI;
import java.util.List;

/**
 * What two files of weights have in common, with and without a classifier.
 *
 * @param licence null if none is stated
 * @param accuracy null if none is published
 */
record FileGroup(
    String architecture,
    double alpha,
    int imageSize,
    Preprocessing preprocessing,
    String licence,
    PublishedAccuracy accuracy) {
  /** Where Keras keeps almost all weights. */
  static final String KERAS = "https://storage.googleapis.com/tensorflow/keras-applications/";

  // Keras's documentation of 2018, which names the licence of each network, unlike the present one.
  static final String APACHE = "Apache-2.0";
  static final String BSD = "BSD-3-Clause";
  static final String CC_BY = "CC-BY-4.0";
  static final String MIT = "MIT";

  private static final int SHA256_DIGITS = 64;

  /** Returns what the table of keras.io says. */
  static PublishedAccuracy kerasIo(double top1, double top5) {
    return new PublishedAccuracy(top1, top5, "keras.io");
  }

  /**
   * Returns both files.
   *
   * @param address the address of the file with the classifier, without ".h5"
   * @param suffix what the name of the other one has more
   * @param parameters of both
   * @param hashes MD5 or SHA-256 of both; none if they are not published
   */
  List<WeightFile> files(String address, String suffix, long[] parameters, String... hashes) {
    return List.of(
        file(true, address, parameters[0], hashes.length == 0 ? null : hashes[0]),
        file(false, address + suffix, parameters[1], hashes.length == 0 ? null : hashes[1]));
  }

  private WeightFile file(boolean top, String address, long parameters, String hash) {
    URI home = URI.create(address + ".h5");
    String path = home.getPath();
    RemoteFile file =
        new RemoteFile(
            path.substring(path.lastIndexOf('/') + 1),
            List.of(home),
            RemoteFile.UNKNOWN,
            hash == null ? null : checksum(hash));
    return file(top, parameters, file);
  }

  /** Returns one of the files. */
  WeightFile file(boolean top, long parameters, RemoteFile file) {
    return new WeightFile(
        architecture,
        alpha,
        imageSize,
        top,
        parameters,
        file,
        TrainedOn.IMAGENET,
        preprocessing,
        licence,
        accuracy);
  }

  private static Checksum checksum(String hash) {
    return hash.length() == SHA256_DIGITS ? Checksum.sha256(hash) : Checksum.md5(hash);
  }
}
