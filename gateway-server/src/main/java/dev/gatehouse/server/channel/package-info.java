/** The places where people are told: webhooks and mail, as the configuration names them. */
@NullMarked
package dev.gatehouse.server.channel;

import org.jspecify.annotations.NullMarked;
