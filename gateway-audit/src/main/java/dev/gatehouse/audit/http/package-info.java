/** Requests to places outside that the operator named; whoever puts the gateway together sends them. */
@NullMarked
package dev.gatehouse.audit.http;

import org.jspecify.annotations.NullMarked;
