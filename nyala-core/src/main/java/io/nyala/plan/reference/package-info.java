// SPDX-License-Identifier: Apache-2.0
/** The oracle: a slow engine in double precision. */
package io.nyala.plan.reference;
