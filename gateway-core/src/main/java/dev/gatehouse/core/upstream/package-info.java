/** What stands behind the gateway: calls being done, their events, catalogs, credentials, screens on what comes back. */
@NullMarked
package dev.gatehouse.core.upstream;

import org.jspecify.annotations.NullMarked;
