/** What fuzz tests share: inputs that break parsers, the same ones every time. */
@NullMarked
package dev.gatehouse.transport.fuzz;

import org.jspecify.annotations.NullMarked;
