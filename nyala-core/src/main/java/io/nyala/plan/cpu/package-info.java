// SPDX-License-Identifier: Apache-2.0
/** The engine for this machine's processor: lowering, fusion, memory, execution. */
package io.nyala.plan.cpu;
