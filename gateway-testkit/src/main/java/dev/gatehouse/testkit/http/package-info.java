/** HTTP/1.1 on bare sockets, for both ends of a test: cheap enough for thousands of connections, and nothing is hidden. */
@NullMarked
package dev.gatehouse.testkit.http;

import org.jspecify.annotations.NullMarked;
