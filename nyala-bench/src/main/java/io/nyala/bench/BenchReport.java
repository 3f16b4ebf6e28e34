// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.io.files.JsonLine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The results of {@code nyala bench}, one row for each workload.
 *
 * @param rows the rows, in the order in which they were measured
 */
public record BenchReport(List<Row> rows) {
  /** Copies the rows. */
  public BenchReport {
    rows = List.copyOf(rows);
  }

  /**
   * A kernel of Nyala with operands of the workload's shapes, measured separately.
   *
   * @param name the operation with its sizes
   * @param us the minimum time over many blocks, in microseconds
   * @param share the rate of multiply-adds as a fraction of the measured peak of all threads
   */
  public record Kernel(String name, double us, double share) {
    private Map<String, Object> toMap() {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", name);
      object.put("us", JsonLine.number(us));
      object.put("share_of_peak", JsonLine.number(share));
      return object;
    }
  }

  /**
   * One workload. All times are medians in microseconds, of one training step unless the workload
   * says otherwise.
   *
   * @param name the workload's name
   * @param threads the number of threads of every contender
   * @param oursUs the time of Nyala
   * @param peers the times of the peers by name, measured in the same run; empty if none was
   *     available
   * @param floorUs the lower bound from arithmetic and memory traffic on this machine
   * @param kernels the kernels that do the arithmetic, each measured separately; may be empty
   */
  public record Row(
      String name,
      int threads,
      double oursUs,
      Map<String, Double> peers,
      double floorUs,
      List<Kernel> kernels) {
    /** Copies the peers, keeping their order, and the kernels. */
    public Row {
      peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
      kernels = List.copyOf(kernels);
    }

    /** Makes a row without kernels. */
    public Row(String name, int threads, double oursUs, Map<String, Double> peers, double floorUs) {
      this(name, threads, oursUs, peers, floorUs, List.of());
    }

    /**
     * Returns the speedup over the fastest peer that obeys the choice of instructions.
     *
     * @return best peer / ours, or empty without a peer
     */
    public OptionalDouble ratio() {
      return ratio(InstructionSet.current());
    }

    OptionalDouble ratio(InstructionSet instructions) {
      OptionalDouble best =
          peers.entrySet().stream()
              .filter(peer -> instructions.isObeyedBy(peer.getKey()))
              .mapToDouble(Map.Entry::getValue)
              .min();
      return best.isPresent() ? OptionalDouble.of(best.getAsDouble() / oursUs) : best;
    }

    private Map<String, Object> toMap() {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", name);
      object.put("threads", threads);
      if (InstructionSet.current() != InstructionSet.NATIVE) {
        object.put("isa", InstructionSet.current().label());
      }
      object.put("ours_us", JsonLine.number(oursUs));
      object.put("peers", JsonLine.numbers(peers));
      object.put("ratio", ratio().isPresent() ? JsonLine.number(ratio().getAsDouble()) : null);
      object.put("floor_us", JsonLine.number(floorUs));
      if (!kernels.isEmpty()) {
        object.put("kernels", kernels.stream().map(Kernel::toMap).toList());
      }
      return object;
    }
  }

  /**
   * Returns the report as one line of JSON.
   *
   * @return an array without line breaks; {@code ratio} is null without a peer
   */
  public String toJson() {
    return JsonLine.of(rows.stream().map(Row::toMap).toList());
  }
}
