// SPDX-License-Identifier: Apache-2.0
/** The steps of recurrent layers. */
package io.nyala.kernel.vector.recurrent;
