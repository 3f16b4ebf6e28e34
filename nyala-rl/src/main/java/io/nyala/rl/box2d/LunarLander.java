// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

import io.nyala.rl.classic.Trigonometry;
import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;

/**
 * A lander must land between two flags, like Gymnasium's {@code LunarLander-v3} without its limit
 * of 1000 steps. The physics are those of Box2D in single precision. Random numbers are drawn in
 * the same order, so that a seed gives the same ground and the same initial push.
 *
 * <p>Actions are 0 nothing, 1 left engine, 2 main engine, 3 right engine; or two numbers from -1 to
 * 1, which throttle the main engine (at least half power above 0) and the side engines (at least
 * half power beyond 0.5 in either direction). The observation is the position relative to the pad,
 * both velocities, the angle and angular velocity, and for each leg whether it touches the ground.
 *
 * <p>The reward is the improvement in distance, velocity and angle, 10 for each leg that touches
 * down, -0.3 for the main engine and -0.03 for a side engine. The last reward is -100 after a crash
 * or outside the picture, and 100 if the lander has come to rest.
 */
public final class LunarLander extends SimpleEnv {
  private static final double MAIN_POWER = 13;
  private static final double SIDE_POWER = 0.6;
  private static final double MAIN_DOWN = 4;
  private static final double SIDE_AWAY = 12;
  private static final double SIDE_HEIGHT = 14;
  private static final double SIDE_DOWN = 17; // not SIDE_HEIGHT, as in Gymnasium
  private static final double LEG_DOWN = 18;
  private static final int FIRST_WIND = -9999;
  private static final int LAST_WIND = 9999;

  // The number of variables besides those of the bodies.
  private static final int SHAPING = 0;
  private static final int WIND = 1;
  private static final int TURBULENCE = 2;
  private static final int MAIN = 3; // engines, for the picture
  private static final int SIDE = 4;
  private static final int OWN = 5;

  /**
   * The gravity and wind of the environment.
   *
   * @param gravity in m/s², between -12 and 0; -10 by default
   * @param wind whether there is wind
   * @param windPower the maximum force of the wind, usually 0 to 20; 15 by default
   * @param turbulencePower the maximum torque of the wind, usually 0 to 2; 1.5 by default
   */
  public record Weather(double gravity, boolean wind, double windPower, double turbulencePower) {
    /** Rejects gravity that is out of range. */
    public Weather {
      if (!(gravity > -12 && gravity < 0)) {
        throw new IllegalArgumentException(
            "LunarLander: gravity must be between -12 and 0, got " + gravity);
      }
      if (!Double.isFinite(windPower) || !Double.isFinite(turbulencePower)) {
        throw new IllegalArgumentException(
            "LunarLander: windPower and turbulencePower must be numbers, got %s and %s"
                .formatted(windPower, turbulencePower));
      }
    }

    /** Returns the given gravity without wind. */
    public static Weather calm() {
      return new Weather(-10, false, 15, 1.5);
    }

    /** Returns the default gravity with wind of the default strength. */
    public static Weather windy() {
      return new Weather(-10, true, 15, 1.5);
    }
  }

  private final LanderScene scene;
  private final Weather weather;
  private final double[] variables;

  private LunarLander(String name, Space actions, Weather weather) {
    super(name, observations(), actions);
    this.weather = Arguments.given("weather", weather);
    scene = new LanderScene(weather.gravity());
    variables = new double[OWN + scene.numbers()];
  }

  /** Creates an environment with four actions. */
  public static LunarLander discrete() {
    return discrete(Weather.calm());
  }

  /** Creates an environment with four actions. */
  public static LunarLander discrete(Weather weather) {
    return new LunarLander("LunarLander", new Discrete(4), weather);
  }

  /** Creates an environment whose engines are throttled. */
  public static LunarLander continuous() {
    return continuous(Weather.calm());
  }

  /** Creates an environment whose engines are throttled. */
  public static LunarLander continuous(Weather weather) {
    return new LunarLander("LunarLanderContinuous", Box.of(-1, 1, 2), weather);
  }

  private static Box observations() {
    double turn = 2 * Math.PI;
    return Box.of(
        new double[] {-2.5, -2.5, -10, -10, -turn, -10, 0, 0},
        new double[] {2.5, 2.5, 10, 10, turn, 10, 1, 1});
  }

  @Override
  protected double[] variables() {
    scene.save(variables, OWN);
    return variables;
  }

  @Override
  protected void variablesSet() {
    scene.load(variables, OWN);
  }

  @Override
  protected void start(Reset how, Step first) {
    scene.start(random());
    if (weather.wind()) {
      variables[WIND] = random().integers(FIRST_WIND, LAST_WIND);
      variables[TURBULENCE] = random().integers(FIRST_WIND, LAST_WIND);
    }
    variables[SHAPING] = Double.NaN;
    move(0, 0, first);
    first.reward(0);
  }

  @Override
  protected void act(int action, Step next) {
    move(action == 2 ? 1 : 0, action == 1 || action == 3 ? action - 2 : 0, next);
  }

  /** As in Gymnasium, numbers that are too large are clipped, not rejected. */
  @Override
  protected boolean accepts(double[] action) {
    return action.length == 2 && Double.isFinite(action[0]) && Double.isFinite(action[1]);
  }

  @Override
  protected void act(double[] action, Step next) {
    double main = Math.clamp(action[0], -1.0, 1.0);
    double side = Math.clamp(action[1], -1.0, 1.0);
    move(main > 0 ? (main + 1) * 0.5 : 0, Math.abs(side) > 0.5 ? side : 0, next);
  }

  /** Performs a step with a power of the main engine, and a signed power of the side engines. */
  private void move(double main, double side, Step next) {
    blow();
    fire(main, side);
    scene.step();
    variables[MAIN] = main;
    variables[SIDE] = side;
    observe(main, side, next);
  }

  private void blow() {
    if (!weather.wind() || scene.legs[0].grounded || scene.legs[1].grounded) {
      return;
    }
    scene.lander.pushCenter(gust(variables[WIND]) * weather.windPower(), 0);
    scene.lander.turn(gust(variables[TURBULENCE]) * weather.turbulencePower());
    variables[WIND]++;
    variables[TURBULENCE]++;
  }

  /** Returns a non-periodic number between -1 and 1. */
  private static double gust(double time) {
    return StrictMath.tanh(Trigonometry.sin(0.02 * time) + Trigonometry.sin(Math.PI * 0.01 * time));
  }

  private void fire(double main, double side) {
    Body lander = scene.lander;
    double scale = LanderScene.SCALE;
    double tipX = Trigonometry.sin(lander.angle);
    double tipY = Trigonometry.cos(lander.angle);
    double sideX = -tipY;
    double sideY = tipX;
    double spread0 = random().uniform(-1, 1) / scale;
    double spread1 = random().uniform(-1, 1) / scale;
    if (main > 0) {
      double x = tipX * (MAIN_DOWN / scale + 2 * spread0) + sideX * spread1;
      double y = -tipY * (MAIN_DOWN / scale + 2 * spread0) - sideY * spread1;
      lander.kick(
          -x * MAIN_POWER * main, -y * MAIN_POWER * main, lander.originX + x, lander.originY + y);
    }
    if (side != 0) {
      double power = Math.abs(side);
      double away = 3 * spread1 + Math.signum(side) * SIDE_AWAY / scale;
      double x = tipX * spread0 + sideX * away;
      double y = -tipY * spread0 - sideY * away;
      lander.kick(
          -x * SIDE_POWER * power,
          -y * SIDE_POWER * power,
          lander.originX + x - tipX * SIDE_DOWN / scale,
          lander.originY + y + tipY * SIDE_HEIGHT / scale);
    }
  }

  private void observe(double main, double side, Step next) {
    Body lander = scene.lander;
    double halfWidth = LanderScene.WIDTH / 2;
    double halfHeight = LanderScene.HEIGHT / 2;
    double x = (lander.originX - halfWidth) / halfWidth;
    double y =
        (lander.originY - (LanderScene.PAD_HEIGHT + LEG_DOWN / LanderScene.SCALE)) / halfHeight;
    double vx = lander.velocityX * halfWidth / LanderScene.FPS;
    double vy = lander.velocityY * halfHeight / LanderScene.FPS;
    double angle = lander.angle;
    double leg0 = scene.legs[0].grounded ? 1 : 0;
    double leg1 = scene.legs[1].grounded ? 1 : 0;
    float[] seen = next.observation();
    seen[0] = (float) x;
    seen[1] = (float) y;
    seen[2] = (float) vx;
    seen[3] = (float) vy;
    seen[4] = (float) angle;
    seen[5] = (float) (20.0 * lander.spin / LanderScene.FPS);
    seen[6] = (float) leg0;
    seen[7] = (float) leg1;
    double shaping =
        -100 * Math.sqrt(x * x + y * y)
            - 100 * Math.sqrt(vx * vx + vy * vy)
            - 100 * Math.abs(angle)
            + 10 * leg0
            + 10 * leg1;
    double before = variables[SHAPING];
    double reward = Double.isNaN(before) ? 0 : shaping - before;
    variables[SHAPING] = shaping;
    reward -= main * 0.30;
    reward -= Math.abs(side) * 0.03;
    boolean crashed = lander.touched || Math.abs(x) >= 1;
    if (crashed) {
      reward = -100;
    }
    if (!lander.awake) {
      reward = 100;
    }
    next.terminated(crashed || !lander.awake);
    next.reward(reward);
  }

  @Override
  public Frame render() {
    return LanderPicture.of(scene, variables[MAIN], variables[SIDE]);
  }
}
