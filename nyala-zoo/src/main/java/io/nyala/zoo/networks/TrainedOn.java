// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import io.nyala.hub.Checksum;
import io.nyala.hub.RemoteFile;
import java.net.URI;
import java.util.List;

/** Data sets on which networks with published weights were trained. */
public enum TrainedOn {
  /** 1.3 million photographs of 1,000 kinds of things and animals (ILSVRC 2012). */
  IMAGENET(
      "ImageNet",
      1000,
      new RemoteFile(
          "imagenet_class_index.json",
          List.of(
              URI.create(
                  "https://storage.googleapis.com/download.tensorflow.org/data/"
                      + "imagenet_class_index.json")),
          RemoteFile.UNKNOWN,
          Checksum.md5("c2c37ea517e94d9795004a39431a14cb")));

  private final String text;
  private final int classes;
  private final RemoteFile classIndex;

  TrainedOn(String text, int classes, RemoteFile classIndex) {
    this.text = text;
    this.classes = classes;
    this.classIndex = classIndex;
  }

  /** Returns the number of classes. */
  public int classes() {
    return classes;
  }

  /** Returns the file with the names of the classes, in Keras's form. */
  public RemoteFile classIndex() {
    return classIndex;
  }

  @Override
  public String toString() {
    return text;
  }
}
