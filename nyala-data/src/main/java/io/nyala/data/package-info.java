// SPDX-License-Identifier: Apache-2.0
/** What all of the data packages share: examples (inputs with targets) and the data error. */
package io.nyala.data;
