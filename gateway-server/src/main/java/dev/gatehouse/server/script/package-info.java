/** Puts together what runs policy scripts: where the worker's program is, and how its work is measured. */
@NullMarked
package dev.gatehouse.server.script;

import org.jspecify.annotations.NullMarked;
