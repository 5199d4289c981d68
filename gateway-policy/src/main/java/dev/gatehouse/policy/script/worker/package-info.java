/** The processes that run policy scripts: started, spoken to over a Unix socket, and killed when they do not answer. */
@NullMarked
package dev.gatehouse.policy.script.worker;

import org.jspecify.annotations.NullMarked;
