/** What every table of this module shares: how work is done in one transaction. */
@NullMarked
package dev.gatehouse.auth.database;

import org.jspecify.annotations.NullMarked;
