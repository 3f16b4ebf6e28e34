// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.settings.Settings;

/** Keras's {@code data_format}: the position of the channels. */
public final class DataFormat {
  private static final String FIRST = "channels_first";
  private static final String LAST = "channels_last";

  private DataFormat() {}

  public static boolean isChannelsFirst(Settings s) {
    String format = s.getString("data_format", LAST);
    if (!format.equals(FIRST) && !format.equals(LAST)) {
      throw new IllegalArgumentException(
          "%s: data_format must be %s or %s, got %s".formatted(s.className(), LAST, FIRST, format));
    }
    return format.equals(FIRST);
  }

  public static String name(boolean channelsFirst) {
    return channelsFirst ? FIRST : LAST;
  }
}
