// SPDX-License-Identifier: Apache-2.0
/** How data come into training and evaluation, step by step, and what tells trainings apart. */
package io.nyala.models.feeding;
