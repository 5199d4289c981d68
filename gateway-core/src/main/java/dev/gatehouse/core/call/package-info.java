/** One road for a call, from an admitted caller to a reply. docs/ARCHITECTURE.md draws this package. */
@NullMarked
package dev.gatehouse.core.call;

import org.jspecify.annotations.NullMarked;
