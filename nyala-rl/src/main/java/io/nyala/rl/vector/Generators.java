// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import io.nyala.rl.random.NumPyRandom;
import java.util.Arrays;
import java.util.List;

/** One generator of random numbers for each environment. */
final class Generators {
  private final NumPyRandom[] all;

  Generators(int count) {
    all = new NumPyRandom[count];
    Arrays.setAll(all, i -> new NumPyRandom(0));
  }

  NumPyRandom of(int environment) {
    return all[environment];
  }

  List<String> state() {
    return Arrays.stream(all).map(NumPyRandom::state).toList();
  }

  void restore(Object state) {
    List<?> states = (List<?>) state;
    for (int i = 0; i < all.length; i++) {
      all[i].restore((String) states.get(i));
    }
  }
}
