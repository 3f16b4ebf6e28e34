// SPDX-License-Identifier: Apache-2.0
/** What a training has brought: the verdict, what mattered, the page and the program. */
package io.nyala.auto.outcome;
