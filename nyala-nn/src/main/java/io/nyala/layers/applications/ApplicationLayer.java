// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.applications;

import io.nyala.layers.base.ChainedLayer;
import java.util.Map;

/**
 * Base class of layers that Keras defines in the module of a network, and names by this module in
 * files.
 *
 * @param <L> the concrete layer type
 */
abstract class ApplicationLayer<L extends ApplicationLayer<L>> extends ChainedLayer<L> {
  private final String module;

  /**
   * Creates a layer.
   *
   * @param network the last part of the module's name, such as {@code convnext}
   */
  ApplicationLayer(String network) {
    module = "keras.src.applications." + network;
  }

  @Override
  protected Map<String, Object> form() {
    Map<String, Object> form = super.form();
    form.put("module", module);
    form.put("registered_name", className());
    return form;
  }
}
