/** Certificates for servers of tests. */
@NullMarked
package dev.gatehouse.testkit.tls;

import org.jspecify.annotations.NullMarked;
