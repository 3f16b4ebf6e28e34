// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import static io.nyala.layers.Layers.input;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adamW;

import io.nyala.callbacks.EarlyStopping;
import io.nyala.data.Examples;
import io.nyala.layers.base.Layer;
import io.nyala.metrics.Metrics;
import io.nyala.models.Callback;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains networks on the same rows. The written program has the same steps.
 *
 * @param architecture the kind of network
 * @param head the last layer and the loss
 * @param train the training rows
 * @param validation the validation rows
 */
public record Training(Architecture architecture, Head head, Examples train, Examples validation) {
  /** Returns the layers after the input. */
  public List<Piece> pieces(NetworkSettings settings) {
    List<Piece> pieces = new ArrayList<>(architecture.pieces(settings));
    pieces.add(head.layer());
    return pieces;
  }

  /** Returns a compiled network before its training. */
  public Model build(NetworkSettings settings) {
    Layer[] layers =
        pieces(settings).stream().map(piece -> piece.layer().get()).toArray(Layer[]::new);
    Model network = Sequential.of(input(architecture.dtype(), architecture.input().dims()), layers);
    network.seed(settings.seed());
    var optimizer = adamW(settings.rate()).weightDecay(settings.decay());
    if (head.task().classifies()) {
      network.compile(optimizer, head.loss(), Metrics.accuracy());
    } else {
      network.compile(optimizer, head.loss());
    }
    return network;
  }

  /** Trains a network. */
  public Trained run(NetworkSettings settings, Callback... callbacks) {
    long begun = System.nanoTime();
    Model network = build(settings);
    List<Callback> all = new ArrayList<>();
    all.add(new EarlyStopping("val_loss").patience(settings.patience()).restoreBestWeights());
    all.addAll(List.of(callbacks));
    History history =
        network.fit(
            train.x(),
            train.y(),
            fit()
                .epochs(settings.epochs())
                .batchSize(settings.batch())
                .validation(validation.x(), validation.y())
                .callbacks(all.toArray(Callback[]::new)));
    double loss =
        history.get("val_loss").stream()
            .mapToDouble(d -> d)
            .filter(d -> d == d)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    return new Trained(settings, network, history, loss, (System.nanoTime() - begun) * 1e-9);
  }
}
