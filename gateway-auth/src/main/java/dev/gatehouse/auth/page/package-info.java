/** HTML for browsers: one layout, strict policies, no script, forms that cannot be forged. */
@NullMarked
package dev.gatehouse.auth.page;

import org.jspecify.annotations.NullMarked;
