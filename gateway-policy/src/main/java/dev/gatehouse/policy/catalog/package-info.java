/** What upstreams offered, kept in PostgreSQL across restarts. */
@NullMarked
package dev.gatehouse.policy.catalog;

import org.jspecify.annotations.NullMarked;
