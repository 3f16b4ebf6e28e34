// SPDX-License-Identifier: Apache-2.0
/** Where the data of recipes come from: a folder, the cache, or their public home. */
package io.nyala.hub;
