/** Rules by which gradients change weights, and learning rate schedules. */
package io.nyala.optimizers;
