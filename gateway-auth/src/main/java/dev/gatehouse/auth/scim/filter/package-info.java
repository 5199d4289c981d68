/** The language of SCIM for naming attributes and asking for resources: paths, filters, and what they select. */
@NullMarked
package dev.gatehouse.auth.scim.filter;

import org.jspecify.annotations.NullMarked;
