package dev.gatehouse.auth.token;

import dev.gatehouse.core.revision.VirtualServer;

/** What a token can be for. */
public sealed interface Target {

    /** The audience of tokens for it (RFC 8707 §2). */
    String url();

    /** As people read it; those of virtual servers have no space in them. */
    String name();

    record Server(VirtualServer server) implements Target {
        @Override
        public String url() {
            return server.mcpUrl();
        }

        @Override
        public String name() {
            return server.name().value();
        }
    }

    record AdminApi(String url) implements Target {
        @Override
        public String name() {
            return "the administration of this gateway";
        }
    }
}
