/** The program that runs policy scripts for a gateway: one socket, one call at a time, and nothing else within reach. */
@NullMarked
package dev.gatehouse.worker;

import org.jspecify.annotations.NullMarked;
