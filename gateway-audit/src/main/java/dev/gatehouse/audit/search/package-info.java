/** Questions to the trail in PostgreSQL: a page of records, what a call was, what arrives, how much was used. Only reads. */
@NullMarked
package dev.gatehouse.audit.search;

import org.jspecify.annotations.NullMarked;
