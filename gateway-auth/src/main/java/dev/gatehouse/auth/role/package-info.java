/** Who may administer what: roles that the file gives, and roles that owners give at run time. */
@NullMarked
package dev.gatehouse.auth.role;

import org.jspecify.annotations.NullMarked;
