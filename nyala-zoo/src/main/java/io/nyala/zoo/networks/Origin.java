// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import io.nyala.io.ModelFileException;
import io.nyala.io.ModelFiles;
import io.nyala.io.arrays.ArrayFile;
import io.nyala.models.Model;
import io.nyala.settings.Names;
import io.nyala.zoo.names.Families;
import io.nyala.zoo.names.ForeignWeights;
import io.nyala.zoo.names.LayerNames;
import io.nyala.zoo.names.TimmConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the weights of a network come from.
 *
 * @param names their names, or null if they are Keras's
 * @param preprocessing what images must be for them
 */
record Origin(Naming naming, LayerNames names, Preprocessing preprocessing) {
  /** With fewer of its layers in a file, a list of names is not taken for the file's. */
  private static final double ENOUGH = 0.5;

  /** Finds out from the names in a file. */
  static Origin of(ZooNetwork<?> network, Path file) {
    try (ArrayFile arrays = ModelFiles.arrays(file).orElse(null)) {
      if (arrays == null) {
        return keras(network);
      }
      Set<String> names = arrays.shapes().keySet();
      List<Naming> best = best(network, names);
      if (best.isEmpty()) {
        refuseOthers(network, file, arrays);
        return keras(network);
      }
      return of(network, file, best);
    } catch (IOException e) {
      throw new ModelFileException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  static Origin keras(ZooNetwork<?> network) {
    return new Origin(Naming.KERAS, null, network.ownPreprocessing());
  }

  /** Returns what the user has said. */
  static Origin of(ZooNetwork<?> network, Path file, Naming naming) {
    if (naming == Naming.KERAS) {
      return keras(network);
    }
    LayerNames names = network.layerNames(naming);
    if (names == null) {
      throw new IllegalArgumentException(
          "%s: weights with names %s cannot be loaded into this network; it knows %s"
              .formatted(network.name(), naming, known(network)));
    }
    try {
      return of(network, file, List.of(naming));
    } catch (IOException e) {
      throw new ModelFileException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<Naming> known(ZooNetwork<?> network) {
    List<Naming> known = new ArrayList<>();
    for (Naming naming : Naming.values()) {
      if (naming == Naming.KERAS || network.layerNames(naming) != null) {
        known.add(naming);
      }
    }
    return known;
  }

  /** Returns the namings that most layers of the file have, none if these are too few. */
  private static List<Naming> best(ZooNetwork<?> network, Set<String> names) {
    List<Naming> best = new ArrayList<>();
    double most = ENOUGH;
    for (Naming naming : Naming.values()) {
      LayerNames layers = naming == Naming.KERAS ? null : network.layerNames(naming);
      double share = layers == null ? 0 : layers.share(names);
      if (share > most) {
        best.clear();
        most = share;
      }
      if (share >= most) {
        best.add(naming);
      }
    }
    return best;
  }

  /** Uses the configuration of timm, if there is one, to tell apart what has the same names. */
  private static Origin of(ZooNetwork<?> network, Path file, List<Naming> namings)
      throws IOException {
    TimmConfig config = TimmConfig.beside(file);
    Naming naming = namings.getFirst();
    if (namings.contains(Naming.TIMM_TENSORFLOW) && namings.size() > 1) {
      if (config == null) {
        throw new IllegalArgumentException(
            ("%s: weights of timm that were trained in PyTorch or in TensorFlow (tf_...) have the"
                    + " same names but need another padding, and %s does not say which it has; use"
                    + " weights(file, Naming.TIMM) or weights(file, Naming.TIMM_TENSORFLOW), or put"
                    + " timm's config.json beside model.safetensors")
                .formatted(network.name(), file));
      }
      naming = config.isOfTensorFlow() ? Naming.TIMM_TENSORFLOW : Naming.TIMM;
    }
    LayerNames names = network.layerNames(naming);
    if (config != null && !config.isOf(names)) {
      throw new IllegalArgumentException(
          "%s: %s is of timm's %s, according to config.json beside it, which is another network"
              .formatted(network.name(), file, config.architecture()));
    }
    return new Origin(naming, names, preprocessing(network, config, file));
  }

  private static Preprocessing preprocessing(ZooNetwork<?> network, TimmConfig config, Path file) {
    if (config == null || config.isStandardized()) {
      return Preprocessing.TORCH;
    }
    if (config.isPlusMinusOne()) {
      return Preprocessing.TF;
    }
    throw new IllegalArgumentException(
        ("%s: %s expects images with mean %s and deviation %s, according to config.json beside it;"
                + " only those of ImageNet and 0.5 are supported")
            .formatted(network.name(), file, config.mean(), config.deviation()));
  }

  /** A file of PyTorch cannot have Keras's names. */
  private static void refuseOthers(ZooNetwork<?> network, Path file, ArrayFile arrays) {
    Set<String> names = arrays.shapes().keySet();
    String family = Families.guess(names);
    if (family == null && !arrays.format().equals("pytorch")) {
      return;
    }
    List<Naming> known = known(network);
    throw new IllegalArgumentException(
        "%s: %s has no weights for this network, which takes names of %s; it has %s%s"
            .formatted(
                network.name(),
                file,
                known,
                Names.list(names),
                Optional.ofNullable(family).map(f -> ", as " + f).orElse("")));
  }

  /** Loads weights with the names of others. */
  void load(Model model, String network, Path file) {
    try (ArrayFile arrays = ModelFiles.arrays(file).orElseThrow()) {
      ForeignWeights.load(model, arrays, names, network + ": " + file);
    } catch (IOException e) {
      throw new ModelFileException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
