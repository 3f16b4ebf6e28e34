// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.env.Wrapper;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Shows pictures instead of observations, prepared for a network as is usual for games of the Atari
 * console (Mnih et al. 2015; {@code AtariPreprocessing} in Gymnasium). An episode begins after up
 * to 30 steps of action 0. Each action is repeated for 4 frames; of the last two, each pixel is the
 * brighter one, since some things are drawn only every other frame. The picture becomes grey (ITU-R
 * 601) and is reduced to 84 x 84 pixels. The whole pipeline is
 *
 * <pre>{@code
 * Env env = new FrameStack(new ClipReward(new AtariPreprocessing(game), -1, 1), 4);
 * }</pre>
 *
 * <p>Any environment that can be drawn and has discrete actions may be inside. A step allocates
 * nothing if the environment draws into a given picture. Unlike in Gymnasium, the last observation
 * of an episode is the picture of its end, not the one of the step before.
 */
public final class AtariPreprocessing extends Wrapper {
  private static final int NO_OPS = 30;
  private static final int SKIP = 4;
  private static final int SIZE = 84;

  // Red, green and blue in 32768ths, as in OpenCV.
  private static final int RED = 9798;
  private static final int GREEN = 19235;
  private static final int BLUE = 3735;
  private static final int SHIFT = 15;

  private static final String RANDOM = "random";
  private static final String INSIDE = "env";

  private final int noOps;
  private final int skip;
  private final int size;
  private final Space space;
  private final NumPyRandom random = new NumPyRandom(0);
  private boolean seeded;
  private Step shown; // null before the first
  private Frame frame; // null before the first picture, as are the next three
  private byte[] grey;
  private byte[] before; // the frame before the last
  private AreaResize resize;

  /** Wraps an environment with the usual settings: 30 steps, 4 frames, 84 pixels. */
  public AtariPreprocessing(Env env) {
    this(env, NO_OPS, SKIP, SIZE);
  }

  /**
   * Wraps an environment.
   *
   * @param noOps the maximum number of steps of action 0 at the beginning of an episode; 0 for none
   * @param skip the number of frames for which an action is repeated
   * @param size the width and height of an observation in pixels
   */
  public AtariPreprocessing(Env env, int noOps, int skip, int size) {
    super(env);
    Numbers.notNegative("AtariPreprocessing", "noOps", noOps);
    Numbers.positive("AtariPreprocessing", "skip", skip);
    Numbers.positive("AtariPreprocessing", "size", size);
    this.noOps = noOps;
    this.skip = skip;
    this.size = size;
    this.space = Box.of(0, 255, size, size);
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public Step reset(Reset how) {
    Step first = env.reset(how);
    if (how.seed() != null) {
      random.seed(how.seed());
    } else if (!seeded) {
      random.seed(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
    }
    seeded = true;
    long idle = noOps == 0 ? 0 : random.integers(1, noOps + 1L);
    for (long i = 0; i < idle; i++) {
      if (env.step(0).ended()) {
        first = env.reset(how);
      }
    }
    draw();
    return show(first).reward(0);
  }

  @Override
  public Step step(int action) {
    double total = 0;
    Step next = null;
    for (int i = 0; i < skip; i++) {
      next = env.step(action);
      total += next.reward();
      if (next.ended()) {
        draw();
        break;
      }
      if (i == skip - 2) {
        draw();
        System.arraycopy(grey, 0, before, 0, grey.length);
      } else if (i == skip - 1) {
        draw();
        if (skip > 1) {
          brighter();
        }
      }
    }
    return show(next).reward(total);
  }

  @Override
  public Step step(double[] action) {
    throw new UnsupportedOperationException(
        "AtariPreprocessing: actions are single integers, those of %s are %s"
            .formatted(env, env.actionSpace()));
  }

  private void draw() {
    frame = frame == null ? env.render() : env.render(frame);
    if (resize == null) {
      resize = new AreaResize(frame.width(), frame.height(), size);
      grey = new byte[frame.width() * frame.height()];
      before = new byte[grey.length];
    }
    byte[] rgb = frame.rgb();
    if (rgb.length != 3 * grey.length) {
      throw new IllegalStateException(
          "AtariPreprocessing: %s gives pictures of different sizes".formatted(env));
    }
    grey(rgb, grey);
  }

  /** Turns red, green and blue into grey. */
  static void grey(byte[] rgb, byte[] grey) {
    for (int i = 0; i < grey.length; i++) {
      int sum =
          RED * (rgb[3 * i] & 0xff)
              + GREEN * (rgb[3 * i + 1] & 0xff)
              + BLUE * (rgb[3 * i + 2] & 0xff);
      grey[i] = (byte) (sum + (1 << SHIFT - 1) >> SHIFT);
    }
  }

  private void brighter() {
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) Math.max(grey[i] & 0xff, before[i] & 0xff);
    }
  }

  private Step show(Step step) {
    shown = shown == null ? step.resized(size * size) : shown;
    resize.apply(grey, shown.observation());
    return shown.outcome(step);
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(RANDOM, seeded ? random.state() : "");
    state.put(INSIDE, env.state());
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // as state() made it
  public void restore(Map<String, Object> state) {
    env.restore((Map<String, Object>) state.get(INSIDE));
    String generator = (String) state.get(RANDOM);
    seeded = !generator.isEmpty();
    if (seeded) {
      random.restore(generator);
    }
  }
}
