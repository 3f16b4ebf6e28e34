// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.layers.base.HostLayer;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * A layer on raw data that Keras does not have. Files name Nyala as its package.
 *
 * @param <L> the concrete layer type
 */
abstract class OwnLayer<L extends OwnLayer<L>> extends HostLayer<L> {
  private static final String PACKAGE = "nyala";

  OwnLayer() {}

  /**
   * Returns a list in the settings.
   *
   * @throws IllegalArgumentException if it is none, or has elements of another type
   */
  static <T> List<T> list(Settings s, String key, Class<T> type) {
    if (s.get(key) instanceof List<?> list
        && list.stream().allMatch(e -> e == null || type.isInstance(e))) {
      return list.stream().<T>map(type::cast).toList();
    }
    throw new IllegalArgumentException(
        "%s: %s must be a list of %s, got %s"
            .formatted(s.className(), key, type.getSimpleName(), s.get(key)));
  }

  @Override
  protected Map<String, Object> form() {
    Map<String, Object> form = super.form();
    form.putAll(Serialized.form(PACKAGE, className(), config(), PACKAGE + ">" + className()));
    return form;
  }
}
