/** The one connection pool and the migrations of every module that keeps tables. */
@NullMarked
package dev.gatehouse.server.database;

import org.jspecify.annotations.NullMarked;
