// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.peers.Peers;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.variables.LateRows;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A combination of optimizers, each for a subset of the weights. A weight is assigned to the first
 * optimizer with a pattern that is found in its path, such as {@code encoder/kernel}; weights that
 * match no pattern are assigned to the first optimizer:
 *
 * <pre>{@code
 * model.compile(multi(adam(1e-3)).with("^embedding/", sgd(0.1)), loss);
 * }</pre>
 *
 * <p>Each optimizer has its own learning rate and settings: for example, a global clipping norm
 * covers only its own weights. The learning rate of the combination is that of the first optimizer
 * and cannot be set; set the rates of the optimizers instead. Each optimizer keeps its state in
 * arrays for all weights, so memory grows with the number of optimizers.
 */
public final class MultiOptimizer extends Optimizer {
  private static final String NAME = "multi_optimizer";

  private record Group(Pattern pattern, Optimizer optimizer) {}

  private final Optimizer rest;
  private final List<Group> groups = new ArrayList<>();
  private List<Segment> bound; // null before the first bind
  private final Map<Optimizer, List<Segment>> parts = new LinkedHashMap<>();

  MultiOptimizer(Optimizer rest) {
    super(NAME, 0);
    this.rest = plain(rest);
    super.learningRate(new RateOfTheFirst(this.rest));
  }

  /** Placeholder for the learning rate, which cannot be set. */
  private record RateOfTheFirst(Optimizer first) implements Schedule {
    @Override
    public double at(long step) {
      return first.learningRate();
    }

    @Override
    public String className() {
      return "MultiOptimizer";
    }
  }

  private static Optimizer plain(Optimizer optimizer) {
    if (Arguments.given("optimizer", optimizer) instanceof MultiOptimizer) {
      throw new IllegalArgumentException(
          "a MultiOptimizer cannot contain another one; add all optimizers to a single one");
    }
    return optimizer;
  }

  static MultiOptimizer of(Settings s) {
    MultiOptimizer multi = new MultiOptimizer(Optimizers.fromConfig(s.get("optimizer")));
    if (s.get("groups") instanceof List<?> all) {
      for (Object group : all) {
        if (!(group instanceof Map<?, ?> map) || !(map.get("pattern") instanceof String pattern)) {
          throw new IllegalArgumentException(
              "MultiOptimizer: expected {pattern, optimizer} in groups, got " + group);
        }
        multi.with(pattern, Optimizers.fromConfig(map.get("optimizer")));
      }
    }
    return multi;
  }

  /**
   * Assigns the weights whose path contains a match of a regular expression to an optimizer, unless
   * an earlier pattern matches them. The path is the layer's name, a slash and the weight's name,
   * for example {@code dense_1/kernel}. An optimizer may have several patterns.
   *
   * @throws IllegalArgumentException if the pattern is not a valid regular expression
   * @throws IllegalStateException once it is in use
   */
  public MultiOptimizer with(String pattern, Optimizer optimizer) {
    Arguments.given("pattern", pattern);
    if (bound != null) {
      throw new IllegalStateException(
          "optimizer \"" + NAME + "\" is in use; add optimizers before compile");
    }
    if (optimizers().contains(plain(optimizer))) {
      throw new IllegalArgumentException(
          "optimizer \"%s\" was already added; use one pattern with | in it, or another optimizer"
              .formatted(optimizer.name()));
    }
    groups.add(new Group(Pattern.compile(pattern), optimizer));
    return this;
  }

  /** Returns the optimizers, the one for the rest first. */
  public List<Optimizer> optimizers() {
    List<Optimizer> all = new ArrayList<>(List.of(rest));
    groups.forEach(g -> all.add(g.optimizer()));
    return List.copyOf(all);
  }

  // Binding

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a pattern matches no variable
   */
  @Override
  public void bind(float[] weights, float[] gradients, List<Segment> segments) {
    Segments.requireSame(NAME, bound, segments);
    if (bound == null) {
      assign(segments);
    }
    parts.forEach((optimizer, its) -> optimizer.bind(weights, gradients, its));
    bound = List.copyOf(segments);
  }

  private void assign(List<Segment> segments) {
    Set<Group> found = new LinkedHashSet<>();
    Map<Optimizer, List<Segment>> assigned = new LinkedHashMap<>();
    optimizers().forEach(o -> assigned.put(o, new ArrayList<>()));
    for (Segment s : segments) {
      Optimizer its = rest;
      for (Group g : groups) {
        if (g.pattern().matcher(s.path()).find()) {
          found.add(g);
          its = g.optimizer();
          break;
        }
      }
      assigned.get(its).add(s);
    }
    for (Group g : groups) {
      if (!found.contains(g)) {
        throw new IllegalArgumentException(
            "optimizer \"%s\": no weight is left for the pattern \"%s\" (%s); there are %s"
                .formatted(NAME, g.pattern(), g.optimizer().name(), Segments.describe(segments)));
      }
    }
    assigned.values().removeIf(List::isEmpty);
    parts.clear();
    parts.putAll(assigned);
  }

  @Override
  public List<Segment> segments() {
    return bound;
  }

  @Override
  public LateRows lateRows(int segment) {
    Segment wanted = bound.get(segment);
    for (Map.Entry<Optimizer, List<Segment>> part : parts.entrySet()) {
      int at = part.getValue().indexOf(wanted);
      if (at >= 0) {
        return part.getKey().lateRows(at);
      }
    }
    return null;
  }

  @Override
  public void settle() {
    parts.keySet().forEach(Optimizer::settle);
  }

  @Override
  public boolean isSettled() {
    return parts.keySet().stream().allMatch(Optimizer::isSettled);
  }

  /** Updates are not divided: each optimizer has its own weights. */
  @Override
  public int[] divide(Peers peers) {
    Arguments.given("peers", peers);
    return null;
  }

  // Updating

  @Override
  public void apply() {
    if (bound == null) {
      throw new IllegalStateException(
          "optimizer \"" + NAME + "\": bind it to weights and gradients first");
    }
    for (Optimizer optimizer : parts.keySet()) {
      optimizer.apply();
    }
  }

  @Override
  public void finish() {
    parts.keySet().forEach(Optimizer::finish);
  }

  // State

  @Override
  public long iterations() {
    return parts.keySet().stream().mapToLong(Optimizer::iterations).findFirst().orElse(0);
  }

  @Override
  public void iterations(long count) {
    parts.keySet().forEach(optimizer -> optimizer.iterations(count));
  }

  @Override
  public List<Variable> variables(List<Segment> order) {
    List<Variable> all = new ArrayList<>();
    parts.forEach(
        (optimizer, its) -> {
          List<Segment> ordered = order.stream().filter(its::contains).toList();
          all.addAll(optimizer.variables(ordered));
        });
    return all;
  }

  /** Returns the kinds of numbers that any of the optimizers keeps. */
  @Override
  protected List<Slot> slots() {
    Map<String, Slot> all = new LinkedHashMap<>();
    for (Optimizer optimizer : optimizers()) {
      optimizer.slots().forEach(slot -> all.put(slot.name(), slot));
    }
    return List.copyOf(all.values());
  }

  // Configuration

  /** Not supported: each optimizer has its own learning rate. */
  @Override
  public MultiOptimizer learningRate(double newRate) {
    requireSettableRate("learningRate");
    return this;
  }

  /** Not supported: each optimizer has its own learning rate. */
  @Override
  public MultiOptimizer learningRate(Schedule newSchedule) {
    requireSettableRate("learningRate");
    return this;
  }

  @Override
  public void requireSettableRate(String by) {
    throw new IllegalStateException(
        "optimizer \"%s\" has a learning rate for each of its optimizers, %s cannot set them all; set those of optimizers()"
            .formatted(NAME, by));
  }

  @Override
  protected void begin(float rate, long step) {
    throw new AssertionError("each optimizer updates by itself");
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    throw new AssertionError("each optimizer updates by itself");
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("optimizer", Optimizers.toConfig(rest));
    List<Object> all = new ArrayList<>();
    for (Group g : groups) {
      Map<String, Object> group = new LinkedHashMap<>();
      group.put("pattern", g.pattern().pattern());
      group.put("optimizer", Optimizers.toConfig(g.optimizer()));
      all.add(group);
    }
    config.put("groups", all);
    return config;
  }
}
