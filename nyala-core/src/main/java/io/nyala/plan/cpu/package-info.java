/** The engine for this machine's processor: lowering, fusion, memory, execution. */
package io.nyala.plan.cpu;
