// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.names;

/**
 * Names of inverted residual blocks, of which MobileNets and EfficientNets are made: a convolution
 * that widens (not in the first blocks), a depthwise one, perhaps a squeeze and excitation, and one
 * that narrows.
 *
 * @param expand what the first convolution is called here, or null if there is none
 * @param expandNorm its normalization
 * @param depthwise the depthwise convolution
 * @param depthwiseNorm its normalization
 * @param reduce the first convolution of the squeeze and excitation, or null if there is none
 * @param excite the second one
 * @param project the last convolution
 * @param projectNorm its normalization
 */
public record InvertedNames(
    String expand,
    String expandNorm,
    String depthwise,
    String depthwiseNorm,
    String reduce,
    String excite,
    String project,
    String projectNorm) {

  /** Adds them with their names in timm, such as {@code blocks.1.0.conv_pw}. */
  public void addTimm(LayerNames names, String block) {
    int norm = 1;
    if (expand != null) {
      names.add(expand, block + "conv_pw").add(expandNorm, block + "bn" + norm++);
    }
    names.add(depthwise, block + "conv_dw").add(depthwiseNorm, block + "bn" + norm++);
    if (reduce != null) {
      names.add(reduce, block + "se.conv_reduce").add(excite, block + "se.conv_expand");
    }
    names.add(project, block + (expand == null ? "conv_pw" : "conv_pwl"));
    names.add(projectNorm, block + "bn" + norm);
  }

  /** Adds them with their names in torchvision, which numbers the parts of a block. */
  public void addTorchvision(LayerNames names, String block) {
    int part = 0;
    if (expand != null) {
      add(names, expand, expandNorm, block + part++);
    }
    add(names, depthwise, depthwiseNorm, block + part++);
    if (reduce != null) {
      String their = block + part++;
      names.add(reduce, their + ".fc1").add(excite, their + ".fc2");
    }
    add(names, project, projectNorm, block + part);
  }

  private static void add(LayerNames names, String conv, String norm, String their) {
    names.add(conv, their + ".0").add(norm, their + ".1");
  }
}
