package dev.gatehouse.core.call;

import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import java.util.Optional;

/** What {@link Doorkeeper} says. */
public sealed interface Admission {

    /** The proof that somebody was let in, with the revision this request keeps. Only the doorkeeper makes one. */
    final class Admitted implements Admission {
        private final Revision revision;
        private final VirtualServer server;
        private final Principal principal;
        private final String peer;

        Admitted(Revision revision, VirtualServer server, Principal principal, String peer) {
            this.revision = revision;
            this.server = server;
            this.principal = principal;
            this.peer = peer;
        }

        public Revision revision() {
            return revision;
        }

        public VirtualServer server() {
            return server;
        }

        public Principal principal() {
            return principal;
        }

        public String peer() {
            return peer;
        }

        /** The bundle that governs this caller here; empty when none grants anything. */
        Optional<Bundle> governing() {
            return revision.governing(principal, server.name());
        }
    }

    record TurnedAway(Challenge challenge) implements Admission {}

    /** The caller proved who it is, and there is no such virtual server. */
    record NoSuchServer() implements Admission {}
}
