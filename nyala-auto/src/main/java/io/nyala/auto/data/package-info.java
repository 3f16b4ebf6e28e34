// SPDX-License-Identifier: Apache-2.0
/** What is learned from and predicted: the task, the target, scores. */
package io.nyala.auto.data;
