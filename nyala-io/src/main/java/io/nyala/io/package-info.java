// SPDX-License-Identifier: Apache-2.0
/** Models in files, whatever the format: see {@link io.nyala.io.ModelFiles}. */
package io.nyala.io;
