// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import io.nyala.hub.RemoteFile;
import java.util.Optional;

/**
 * A published file of weights, and what is known about it.
 *
 * @param architecture the name of the network, such as {@code mobilenet_v2}: never that of a user's
 *     model
 * @param alpha the factor of all numbers of filters; 1 for networks without one
 * @param imageSize height and width of the images of the training
 * @param top whether it has the classifier
 * @param parameters the number of weights
 * @param file its address and checksum
 * @param trainedOn the data set, which has the names of the classes
 * @param preprocessing the form of images that the network expects
 * @param licenceName the licence of the weights as the documentation of Keras states it; null if it
 *     does not
 * @param published the published accuracy of the whole network; null if there is none
 */
public record WeightFile(
    String architecture,
    double alpha,
    int imageSize,
    boolean top,
    long parameters,
    RemoteFile file,
    TrainedOn trainedOn,
    Preprocessing preprocessing,
    String licenceName,
    PublishedAccuracy published) {

  /** Returns the licence of the weights, if one is stated. */
  public Optional<String> licence() {
    return Optional.ofNullable(licenceName);
  }

  /** Returns the published accuracy, if there is one. */
  public Optional<PublishedAccuracy> accuracy() {
    return Optional.ofNullable(published);
  }

  /** Returns the subfolder of the file in a cache. */
  public String kind() {
    return "zoo/" + architecture;
  }
}
