/** The command line: verbs for people and scripts, each with text and JSON output and documented exit codes. */
@NullMarked
package dev.gatehouse.server.cli;

import org.jspecify.annotations.NullMarked;
