/** What a virtual server shows: the entries of its upstreams under public names, and the way back from a name. */
@NullMarked
package dev.gatehouse.core.view;

import org.jspecify.annotations.NullMarked;
