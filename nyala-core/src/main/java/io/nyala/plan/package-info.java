/** From graphs to programs: memory planning, scheduling, execution. */
package io.nyala.plan;
