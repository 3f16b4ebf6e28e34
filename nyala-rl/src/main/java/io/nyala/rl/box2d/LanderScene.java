// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

import io.nyala.rl.random.NumPyRandom;

/** The lander, its two legs and the moon, with the dimensions of Gymnasium's LunarLander. */
final class LanderScene {
  /** Steps per second. */
  static final int FPS = 50;

  /** Pixels per metre. */
  static final double SCALE = 30;

  static final double WIDTH = 600 / SCALE;
  static final double HEIGHT = 400 / SCALE;

  /** Corners of the hull, in pixels. */
  private static final double[] HULL = {17, -10, 17, 0, 14, 17, -14, 17, -17, 0, -17, -10};

  /** The number of points of the ground; the pad is the flat part around the middle one. */
  static final int POINTS = 11;

  static final int MIDDLE = POINTS / 2;
  static final double PAD_HEIGHT = HEIGHT / 4;

  private static final double LEG_AWAY = 20;
  private static final double LEG_DOWN = 18;
  private static final double LEG_WIDTH = 2;
  private static final double LEG_HEIGHT = 8;
  private static final double LEG_TORQUE = 40;
  private static final double LEG_SPEED = 0.3;
  private static final double LEG_TILT = 0.05;
  private static final double MOST_FORCE = 1000;
  private static final double GROUND_FRICTION = 0.1;
  private static final double USUAL_FRICTION = 0.2;
  private static final int VELOCITY_ROUNDS = 180;
  private static final int POSITION_ROUNDS = 60;

  final Body lander;

  /** The right leg, then the left one, as Gymnasium counts them. */
  final Body[] legs = new Body[2];

  private final Edge[] edges = new Edge[POINTS];
  private final double[] drawn = new double[POINTS + 1];
  private final double[] ground = new double[POINTS];
  private final World world;

  LanderScene(double gravity) {
    double[] hull = new double[HULL.length];
    for (int i = 0; i < hull.length; i++) {
      hull[i] = HULL[i] / SCALE;
    }
    lander = new Body(Outline.polygon(5, hull), GROUND_FRICTION);
    Hinge[] hinges = new Hinge[2];
    double[][] limits = {{0.9 - 0.5, 0.9}, {-0.9, -0.9 + 0.5}};
    for (int k = 0; k < 2; k++) {
      int side = 2 * k - 1;
      Outline box = Outline.box(1, LEG_WIDTH / SCALE, LEG_HEIGHT / SCALE);
      legs[k] = new Body(box, USUAL_FRICTION);
      hinges[1 - k] =
          new Hinge(
              lander,
              legs[k],
              side * LEG_AWAY / SCALE,
              LEG_DOWN / SCALE,
              limits[k],
              LEG_TORQUE,
              LEG_SPEED * side);
    }
    edges[0] = new Edge(USUAL_FRICTION);
    edges[0].place(0, 0, WIDTH, 0);
    for (int i = 1; i < edges.length; i++) {
      edges[i] = new Edge(GROUND_FRICTION);
    }
    world =
        new World(
            edges,
            new Body[] {lander, legs[0], legs[1]},
            new Body[] {legs[1], lander, legs[0]},
            hinges,
            1.0 / FPS,
            gravity,
            new int[] {VELOCITY_ROUNDS, POSITION_ROUNDS});
  }

  /** Starts an episode with a new ground and a push in a random direction. */
  void start(NumPyRandom random) {
    random.uniform(0, HEIGHT / 2, drawn);
    for (int i = MIDDLE - 2; i <= MIDDLE + 2; i++) {
      drawn[i] = PAD_HEIGHT;
    }
    for (int i = 0; i < POINTS; i++) {
      double before = drawn[i == 0 ? POINTS : i - 1]; // the first one's is the last, as in Python
      ground[i] = 0.33 * (before + drawn[i] + drawn[i + 1]);
    }
    placeGround();
    lander.place(WIDTH / 2, HEIGHT, 0);
    double pushX = random.uniform(-MOST_FORCE, MOST_FORCE);
    double pushY = random.uniform(-MOST_FORCE, MOST_FORCE);
    lander.pushCenter(pushX, pushY);
    for (int k = 0; k < 2; k++) {
      int side = 2 * k - 1;
      legs[k].place(WIDTH / 2 - side * LEG_AWAY / SCALE, HEIGHT, side * LEG_TILT);
    }
    world.reset();
  }

  private void placeGround() {
    for (int i = 1; i < POINTS; i++) {
      edges[i].place(groundX(i - 1), ground[i - 1], groundX(i), ground[i]);
    }
  }

  /** Returns the position of a point of the ground. */
  static double groundX(int point) {
    return WIDTH / (POINTS - 1) * point;
  }

  double groundY(int point) {
    return ground[point];
  }

  void step() {
    world.step();
  }

  // Checkpoints

  int numbers() {
    return POINTS + world.numbers();
  }

  void save(double[] into, int at) {
    System.arraycopy(ground, 0, into, at, POINTS);
    world.save(into, at + POINTS);
  }

  void load(double[] saved, int at) {
    System.arraycopy(saved, at, ground, 0, POINTS);
    placeGround();
    world.load(saved, at + POINTS);
  }
}
