// SPDX-License-Identifier: Apache-2.0
/** Makes the web site of the documentation. */
package io.nyala.site;
