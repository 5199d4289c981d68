/** What is recorded, and the promise of a journal: written, durable, or refused. */
@NullMarked
package dev.gatehouse.core.audit;

import org.jspecify.annotations.NullMarked;
