/** Finds commands and statements that do harm, by reading them as a shell and a database would. */
@NullMarked
package dev.gatehouse.policy.detect.command;

import org.jspecify.annotations.NullMarked;
