// SPDX-License-Identifier: Apache-2.0
/** Checks of models, data and training that an experienced eye would make. */
package io.nyala.doctor;
