// SPDX-License-Identifier: Apache-2.0
/** Hugging Face's {@code .safetensors}: named arrays behind a JSON header. */
package io.nyala.io.safetensors;
