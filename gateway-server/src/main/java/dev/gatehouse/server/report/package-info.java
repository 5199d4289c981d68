/** Reports for auditors in the admin API, as pages and as tables, and what keeps for them who could call what. */
@NullMarked
package dev.gatehouse.server.report;

import org.jspecify.annotations.NullMarked;
