// SPDX-License-Identifier: Apache-2.0
/** Data that stream: pipelines from arrays, generators and files to the batches of a training. */
package io.nyala.data.streams;
