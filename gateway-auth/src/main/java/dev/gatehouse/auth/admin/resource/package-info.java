/** What the admin API is about: agents, people, groups, clients, and who may do what to them. */
@NullMarked
package dev.gatehouse.auth.admin.resource;

import org.jspecify.annotations.NullMarked;
