/** One HTTP exchange with a client: what was asked, where that leads, how it is answered, and the limits of it. */
@NullMarked
package dev.gatehouse.transport.http;

import org.jspecify.annotations.NullMarked;
