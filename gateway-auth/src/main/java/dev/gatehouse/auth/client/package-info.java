/** OAuth clients: registered beforehand, by themselves, or described by a document of their own. */
@NullMarked
package dev.gatehouse.auth.client;

import org.jspecify.annotations.NullMarked;
