/** Upstreams that are child processes: started, contained, spoken to over their pipes, and never left behind. */
@NullMarked
package dev.gatehouse.transport.client.stdio;

import org.jspecify.annotations.NullMarked;
