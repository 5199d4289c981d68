/** The listeners: who may connect, which route a request takes, and its way from the socket to a virtual thread. */
@NullMarked
package dev.gatehouse.transport.listen;

import org.jspecify.annotations.NullMarked;
