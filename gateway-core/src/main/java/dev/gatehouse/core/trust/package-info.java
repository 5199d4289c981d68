/** What the configuration says about who may vouch for a caller, and which clients are known beforehand. Values only. */
@NullMarked
package dev.gatehouse.core.trust;

import org.jspecify.annotations.NullMarked;
