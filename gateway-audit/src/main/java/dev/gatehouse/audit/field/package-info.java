/** What of a record is about people: keyed hashes, pseudonyms, and payloads under keys that can be destroyed. */
@NullMarked
package dev.gatehouse.audit.field;

import org.jspecify.annotations.NullMarked;
