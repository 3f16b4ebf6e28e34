// SPDX-License-Identifier: Apache-2.0
/** What layers of several families need inside; not part of the public API. */
package io.nyala.layers.support;
