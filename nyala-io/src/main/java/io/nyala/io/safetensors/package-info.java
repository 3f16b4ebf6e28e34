// SPDX-License-Identifier: Apache-2.0
/** Hugging Face's {@code .safetensors}: named arrays after a JSON header. */
@ApiStatus(Level.STABLE)
package io.nyala.io.safetensors;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
