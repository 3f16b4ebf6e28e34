// SPDX-License-Identifier: Apache-2.0
/** Logs training to an MLflow server. */
@ApiStatus(Level.PREVIEW)
package io.nyala.io.mlflow;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
