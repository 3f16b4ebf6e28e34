// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.files.Sha256;
import io.nyala.io.ModelBytes;
import io.nyala.models.Model;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/**
 * The content of a model file, which executors get once, and the model made of it. Equal content is
 * one object in each JVM, however often it arrives, and so one model, as long as anybody uses it.
 */
final class ModelFile implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Map<String, WeakReference<ModelFile>> KNOWN = new HashMap<>();

  private final byte[] bytes;
  private final String name;
  private final String hash;
  private final Host driver;
  private transient Served served;

  private ModelFile(byte[] bytes, String name) {
    this.bytes = bytes;
    this.name = name;
    this.hash = Sha256.of(bytes);
    this.driver = Host.here();
  }

  /**
   * Returns the only object for this content in this JVM.
   *
   * @param name names it in messages
   */
  static ModelFile of(byte[] bytes, String name) {
    return new ModelFile(bytes, name).only();
  }

  /** Saves a model and returns its file. */
  static ModelFile of(Model model) {
    return of(ModelBytes.of(model), model.toString());
  }

  private ModelFile only() {
    synchronized (KNOWN) {
      KNOWN.values().removeIf(reference -> reference.refersTo(null));
      WeakReference<ModelFile> known = KNOWN.get(hash);
      ModelFile there = known == null ? null : known.get();
      if (there != null) {
        return there;
      }
      KNOWN.put(hash, new WeakReference<>(this));
      return this;
    }
  }

  private Object readResolve() {
    return only();
  }

  byte[] bytes() {
    return bytes;
  }

  /** Returns the model of this JVM. */
  synchronized Served served() {
    if (served == null) {
      driver.requireSame(Host.here());
      served = new Served(load());
    }
    return served;
  }

  /** Returns a new model, which nobody else uses. */
  Model load() {
    return ModelBytes.loadUncompiled(bytes, name);
  }
}
