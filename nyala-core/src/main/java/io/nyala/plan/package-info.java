// SPDX-License-Identifier: Apache-2.0
/** From graphs to programs: memory planning, scheduling, execution. */
package io.nyala.plan;
