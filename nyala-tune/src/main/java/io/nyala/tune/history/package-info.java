// SPDX-License-Identifier: Apache-2.0
/** What a search knows of its trials at one moment, as samplers and pruners see it. */
package io.nyala.tune.history;
