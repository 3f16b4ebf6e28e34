/** Networks: layers, losses, metrics, optimizers, callbacks and training, after Keras. */
module io.nyala.nn {
  requires transitive io.nyala.core;
}
