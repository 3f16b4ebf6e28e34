// SPDX-License-Identifier: Apache-2.0
/** The state of models: weights and the rules for changing them, the seed, and checks of inputs. */
package io.nyala.models.core;
