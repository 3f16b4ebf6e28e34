// SPDX-License-Identifier: Apache-2.0
/** The recipes with pretrained networks. */
package io.nyala.examples.zoo;
