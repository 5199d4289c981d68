/** The PostgreSQL of a gateway that was given no database: unpacked, initialised, started and stopped below its data. */
@NullMarked
package dev.gatehouse.server.postgres;

import org.jspecify.annotations.NullMarked;
