/** What every table shares: how work is done in one transaction, and how the trail learns of it first. */
@NullMarked
package dev.gatehouse.core.database;

import org.jspecify.annotations.NullMarked;
